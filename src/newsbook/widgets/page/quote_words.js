// The quote linker's words.

const PARTS = {
  content: { tone: 0, letter: "Q", name: "Content", what: "what was said" },
  cue: { tone: 1, letter: "C", name: "Cue", what: "the words that say that something was said" },
  speaker: { tone: 2, letter: "S", name: "Speaker", what: "the words for who says it" },
  resolved: { name: "Name", what: "whose name that is: choose it, or select a mention of it" },
};
const MARKED = ["content", "cue", "speaker"];
const KINDS = ["direct", "mixed", "indirect"];
const MENTION = "mention"; // the choice of a name that is none, but asks for a mention in the text

const KEYS = [
  ["← → ↑ ↓", "to another word (with Shift: select)"],
  ["Q", "make the selected words a new quote"],
  ["Enter", "take the selected words for the part asked for"],
  ["W C S M", "choose its words, cue, speaker, or name by a mention"],
  ["X", "go on without the part asked for"],
  ["K", "another kind"],
  ["N P", "to the next or previous quote"],
  ["Delete", "delete the quote"],
  ["Escape", "stop asking, or let go of the words"],
  ["U R", "undo, redo"],
  ["?", "show or hide these keys"],
];

const keyOf = (quote) => quote.content.join("-");
const counted = (n) => `${n} ${n === 1 ? "quote" : "quotes"}`;

/** How quotes of a text, cut by `cut`, are told in words. */
function quoteWords(cut) {
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

  return { wordsOf, short, who, tell };
}
