// What every newsbook widget shares: elements, and text as Python counts it. The loader joins this
// text and the others that a widget needs to one module (see kit.py): no import, no build step,
// nothing from the network.
//
// Text from Python is data: it becomes text nodes and attributes, and never markup.

// ---------------------------------------------------------------- elements

let serial = 0;
const newId = (word) => `nbk-${word}-${Math.random().toString(36).slice(2, 8)}-${++serial}`;

// These would turn around what stands behind them, whoever's text it is.
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * An element. Properties are attributes, but for "on…" (listeners); children are nodes or text, in
 * which characters that turn the others around are written out.
 */
function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (value === true) el.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) el.setAttribute(name, value);
  }
  el.append(...children.flat().filter((child) => child !== null && child !== undefined)
    .map((child) => (typeof child === "string" ? child.replace(TURNING, visible) : child)));
  return el;
}

/** Text in which words between backticks become code. */
function prose(text) {
  return text.split(/`([^`]+)`/).map((part, i) => (i % 2 ? h("code", {}, part) : part));
}

// ---------------------------------------------------------------- code points

// Python counts code points, JavaScript UTF-16 units. Only these two functions know of both; all
// other code here works on lists of code points.

/** The text as a list of code points. */
const codePoints = (text) => Array.from(text);

// A letter that is written from the right: the blocks that Unicode keeps for such scripts.
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** "rtl" or "ltr" by the first letter (or direction mark) of a text, as HTML's dir=auto; or null. */
function direction(text) {
  const strong = /[\p{L}\u200e\u200f]/u.exec(text)?.[0];
  if (strong === undefined) return null;
  return RTL.test(strong) || strong === "\u200f" ? "rtl" : "ltr";
}

/** Offsets, in code points, at which a written character starts; every code point's if unknown. */
function characterStarts(text) {
  const starts = new Set();
  if (typeof Intl === "undefined" || !Intl.Segmenter) {
    return new Set(codePoints(text).keys());
  }
  let at = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) {
    starts.add(at);
    at += segment.length === 1 ? 1 : codePoints(segment).length;
  }
  return starts;
}

const SPOKEN = {
  ".": "full stop", ",": "comma", ":": "colon", ";": "semicolon", "-": "hyphen", "–": "en dash",
  "—": "em dash", "'": "straight apostrophe", "’": "apostrophe or closing quote", "‘": "opening single quote",
  "“": "opening quote", "”": "closing quote", '"': "straight quote", "!": "exclamation mark",
  "?": "question mark", "(": "opening bracket", ")": "closing bracket", "…": "ellipsis",
  "/": "slash", "&": "ampersand", "%": "per cent", "$": "dollar", "<": "less than",
  ">": "greater than", "=": "equals", "_": "underscore", "`": "backtick", "*": "asterisk",
};
const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}]+$/u;

/** How a character that cannot be seen is written: "U+202E". */
function visible(char) {
  if (!INVISIBLE.test(char)) return char;
  const hex = char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  return `U+${hex}`;
}

/** A character for the ear: screen readers pass over punctuation. */
const spoken = (char) => SPOKEN[char] ?? visible(char);
