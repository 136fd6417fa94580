// The quote linker's words.

const PARTS = {
  content: { tone: 0, letter: "Q", key: "W", name: "Content", what: "what was said" },
  cue: { tone: 1, letter: "C", key: "C", name: "Cue", what: "the words that say that something was said" },
  speaker: { tone: 2, letter: "S", key: "S", name: "Speaker", what: "the words for who says it" },
  resolved: { key: "M", name: "Name" },
};
const MARKED = ["content", "cue", "speaker"];
const KINDS = ["direct", "mixed", "indirect"];
const MENTION = "mention"; // the choice of a name that is none, but asks for a mention in the text

const KEYS = [
  ["← → ↑ ↓", "to another word (with Shift: select)"],
  ["Q", "make the selected words a new quote"],
  ["Enter", "take these words for the part asked for"],
  ["W C S M", "take these words as content, cue, speaker, or a mention of the name"],
  ["X", "go on without the part asked for"],
  ["K", "another kind"],
  ["N P", "to the next or previous quote"],
  ["Delete", "delete the quote"],
  ["Escape", "stop asking, or let go of the words"],
  ["U R", "undo, redo"],
  ["?", "show or hide these keys"],
];

const quoted = (words) => (/^[“‘„"«»]/.test(words) ? words : `“${words}”`); // not in marks twice
const keyOf = (quote) => quote.content.join("-");
const counted = (n) => `${n} ${n === 1 ? "quote" : "quotes"}`;

/** The marks of quotes in the text, the current one's first. */
function marksOf(quotes, now) {
  const marks = quotes.flatMap((quote, i) => MARKED.filter((part) => quote[part]).map((part) => ({
    start: quote[part][0], end: quote[part][1], tone: PARTS[part].tone,
    letter: PARTS[part].letter + (i + 1), name: `${part} of quote ${i + 1}`,
    kind: keyOf(quote) === now ? "now" : "" })));
  // First, so that its look wins where two quotes share their cue or speaker.
  return marks.sort((a, b) => (b.kind === "now") - (a.kind === "now"));
}

/** The names that words mention: the same, else those that hold the words, else those that they hold. */
function namesFitting(words, names) {
  const holds = (long, little) => ` ${long} `.includes(` ${little} `);
  return [(name) => name === words, (name) => holds(name, words), (name) => holds(words, name)]
    .map((fits) => names.filter(fits)).find(({ length }) => length) ?? [];
}

/** A row of the card: what it is of, its sign, and what it says and does. */
const linkerRow = (name, sign, ...parts) =>
  h("div", { class: "nbk-linker-row", role: "group", "aria-label": name },
    h("span", { class: "nbk-linker-part" }, sign, name), parts);

/** The name that goes with a speaker's words, as long as nobody says otherwise; null where none does. */
function nameOfSpeaker(words, names, loosely) {
  if (names.includes(words) || !loosely) return names.includes(words) ? words : null;
  const found = namesFitting(words, names);
  return found.length === 1 ? found[0] : null;
}

/** What to do next, told to fingers (`touch`) or to a mouse and keys. */
function nextStep(asked, number, has, touch) {
  if (!asked) {
    return "Select words that somebody is said to have said, and make them a new quote"
      + (touch ? "." : " (Q).");
  }
  const { key, what, name } = PARTS[asked];
  const how = touch ? "" : ` (click, or arrow keys and ${key})`;
  const select = touch ? "tap" : "select";
  const part = name.toLowerCase();
  const task = asked === "resolved" ? `choose its name below, or ${select} a mention of it${how}`
    : has ? `${select} other words${how} instead of its ${part} ${has}`
      : touch ? `tap its ${part}: ${what}` : `select its ${part}, ${what}${how}`;
  return `Quote ${number}: now ${task}.`
    + (asked === "content" ? "" : ` Is there none? Then go on without${touch ? "." : " (X)."}`);
}

/** How quotes of a text, cut by `cut`, are told in words; `marked` is what stands in quotation marks. */
function quoteWords(cut, marked) {
  const wordsOf = (span) => cut(...span).replace(/\s+/g, " ");

  /** Words, with their middle left out where they are long. */
  function short(span, most) {
    const points = codePoints(wordsOf(span));
    if (points.length <= most) return points.join("");
    const first = points.slice(0, most - 18).join("").replace(/\s\S{0,20}$/, "");
    return `${first} … ${points.slice(-16).join("").replace(/^\S{0,12}\s/, "")}`;
  }

  function who({ speaker, resolved }) {
    const words = speaker ? `“${wordsOf(speaker)}”` : "";
    return [words, resolved && words !== `“${resolved}”` ? resolved : ""].filter(Boolean).join(" → ");
  }

  /** How speaker, cue and content belong together, as one line. */
  const tell = (quote) => [who(quote) || "somebody", quote.cue ? `“${wordsOf(quote.cue)}”` : "no cue",
    short(quote.content, 80)].join(" – ");

  const piecesOf = ([from, to]) => marked.filter(([start, end]) => start >= from && end <= to);

  const worded = (from, to) => from < to && /[^\p{P}\s]/u.test(cut(from, to));

  /** Words with the quotation marks that they fill: who drags over what is said seldom takes the marks. */
  function withMarks([from, to]) {
    for (const [start, end] of marked) {
      const opens = start < from && from < end && !worded(start, from);
      const closes = start < to && to < end && !worded(to, end);
      if ((opens && (to >= end || closes)) || (closes && (from <= start || opens))) {
        return withMarks([opens ? start : from, closes ? end : to]); // another quotation may be at the other end
      }
    }
    return [from, to];
  }

  /** What of these words stands in quotation marks, as it is told. */
  function heldOf(content) {
    const kind = kindOf(content);
    const cutShort = marked.some(([start, end]) => start < content[1] && content[0] < end);
    return kind === "direct" ? "all of it"
      : kind === "mixed" ? piecesOf(content).map((piece) => short(piece, 40)).join(" ")
        : cutShort ? "a part of what stands there" : "none of it";
  }

  /** The kind that the quotation marks make of words, as kind_by_marks in Python has it. */
  function kindOf(content) {
    const bare = (span) => cut(...span).replace(/\s/g, "");
    const held = piecesOf(content).map(bare).join("");
    return held === bare(content) ? "direct" : held ? "mixed" : "indirect";
  }

  return { wordsOf, short, who, tell, piecesOf, kindOf, withMarks, heldOf };
}
