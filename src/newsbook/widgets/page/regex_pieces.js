// What the pattern playground's board is made of: its keys, the pieces of a pattern, the signs of what
// was found, and how a match is written.

const KEYS = [
  ["N →", "to the next match"],
  ["P ←", "to the one before"],
  ["Home End", "to the first or last match"],
  ["U", "undo"],
  ["R", "redo"],
  ["?", "show or hide these keys"],
];
const MISSED_KEY = ["M", "show or hide what is missed"];

// What is shown, what it means, and what is put before and behind the caret.
const PIECES = [
  ["\\w", "a letter, digit or _"], ["\\d", "a digit"], ["\\s", "white space"],
  [".", "any character"], ["[abc]", "one of these", "[", "]"], ["[^abc]", "any but these", "[^", "]"],
  ["+", "once or more"], ["*", "any number, or none"], ["?", "once or not at all"],
  ["{2,4}", "two to four times"], ["a|b", "this or that", "|"], ["(…)", "a group", "(", ")"],
  ["\\b", "the edge of a word"], ["^", "the beginning"], ["$", "the end"],
  ["\\.", "just a full stop"], ["“", "an opening quote"], ["”", "a closing quote"],
  ["‘", "a single opening quote"], ["’", "a single closing quote"],
];

const LONGEST = 70; // characters of a match in the table
const [BEGINNING, ENDING] = [28, 38]; // of a longer one: where it ends is what to look at
const RIGHT = ["✓", "right", "right"]; // sign, tone, name
const EXTRA = ["✕", "extra", "too much"];

const many = (n, one, more = `${one}es`) => `${n.toLocaleString("en")} ${n === 1 ? one : more}`;

/** A sign as it stands beside words; `plain` where its name stands there too. */
function sign([letter, tone, name], plain = false) {
  const says = plain ? { "aria-hidden": "true" } : { role: "img", "aria-label": name };
  return h("span", { class: "nbk-letter", "data-tone": tone, ...says }, letter);
}

/** How matches of a text are written. */
const matchWords = (text) => {
  function short(start, end) {
    const words = text(start, end).replace(/\s+/g, " ");
    const points = codePoints(words);
    return points.length <= LONGEST ? words
      : `${points.slice(0, BEGINNING).join("").replace(/\s\S*$/, "")} … ${
        points.slice(-ENDING).join("").replace(/^\S*\s/, "")}`;
  }

  /** How long a match is, if it is not shown whole. */
  function size(start, end) {
    if (end - start <= LONGEST) return "";
    const lines = text(start, end).split(/\n+/).length;
    return `${many(end - start, "character", "characters")}${lines > 1 ? ` in ${lines} paragraphs` : ""}`;
  }

  const sized = (start, end) => h("span", { class: "nbk-quiet" }, ...[size(start, end)].filter(Boolean)
    .map((long) => `\u00a0(${long})`));

  return { short, size, sized };
};
