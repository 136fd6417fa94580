// A text's words, in blocks, and a word's tokens, in boxes. It follows frame.js in the same module.
//
// Text from the right. A block runs in the direction of its text, each word in its own, and in it each
// token in its own, always by the first letter (a token without one goes as its word does). What runs
// against that, letters in a token or tokens in a word, is laid out as a run. Arabic letters do not
// join here: each has a cell of its own, so that each gap can be pointed at.

const DIGIT = /\p{Nd}/u; // digits run from the left in every script
const BLOCK = 1000; // characters after which a paragraph goes on in a new block
const INSIDE = 1; // a gap inside a written character: only to be joined, where it is cut
const BETWEEN = 2; // a gap between two written characters

/** The last index below `count` whose place is at or before a value; -1 if there is none. */
function lastUpTo(count, placeOf, value) {
  let low = -1;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (placeOf(middle) <= value) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Find the stretches without white space (words), and the blocks that they lie in: paragraphs, or
 * pieces of long ones. All offsets are code points.
 *
 * It returns the text's points, for each offset whether it is a gap (`allowed`), words ({start, end,
 * dir, block}), blocks ({index, start, end, first, last, dir, mixed, el}; words first to last), and
 * the text's own direction.
 */
function layOut(text, whiteSpace) {
  const points = codePoints(text);
  const starts = characterStarts(text);
  const spaces = new Set(whiteSpace); // as Python means white space
  const allowed = new Uint8Array(points.length + 1);
  const base = direction(text) ?? "ltr";
  const words = [];
  const blocks = [];
  let line = true; // whether a new line has begun
  points.forEach((char, i) => {
    if (spaces.has(i)) {
      line ||= char === "\n";
      return;
    }
    if (i && !spaces.has(i - 1)) {
      allowed[i] = starts.has(i) ? BETWEEN : INSIDE;
      words.at(-1).end = i + 1;
      return;
    }
    if (line || i - blocks.at(-1).start > BLOCK) {
      blocks.push({ index: blocks.length, start: i, first: words.length,
        el: h("div", { class: "nbk-tokens" }) });
      line = false;
    }
    const block = blocks.at(-1);
    block.last = words.push({ start: i, end: i + 1, block });
  });
  for (const block of blocks) {
    block.end = words[block.last - 1].end;
    const letters = points.slice(block.start, block.end);
    block.dir = direction(letters.join("")) ?? base;
    // Where all runs one way, the order on screen is that of the text and need not be measured.
    block.mixed = RTL.test(letters.join(""))
      && letters.some((char) => DIGIT.test(char) || direction(char) === "ltr");
    block.el.dir = block.dir;
    block.el.style.setProperty("--cells", String(letters.length));
  }
  for (const word of words) {
    const letters = points.slice(word.start, word.end).join("");
    word.dir = direction(letters) ?? (DIGIT.test(letters) ? "ltr" : word.block.dir);
  }
  return { points, allowed, words, blocks, base };
}

/** The boxes of a word's tokens: a cell for each piece between its gaps, a box between its cuts. */
function boxes(points, word, gaps, cuts, differs) {
  const tokens = [];
  let token = null;
  let at = word.start;
  for (const next of [...gaps, word.end]) {
    if (token === null || cuts[at]) {
      token = [];
      tokens.push(token);
    }
    const chars = points.slice(at, next);
    const hidden = chars.every((char) => INVISIBLE.test(char));
    const text = hidden ? chars.map(visible).join(" ") : chars.join("");
    const letter = hidden ? null : direction(text);
    const way = !hidden && DIGIT.test(text) ? "ltr" : letter;
    const kind = ["nbk-cell", hidden ? "nbk-invisible" : "", token.length ? "nbk-inner" : "",
      cuts[at] ? "nbk-cut" : ""].filter(Boolean).join(" ");
    const flag = at > word.start && differs(at)
      ? h("span", { class: "nbk-differs", "data-kind": cuts[at] ? "extra" : "missing" }) : null;
    token.push({ letter, way, el: h("span", { class: kind, "aria-hidden": "true", "data-at": at,
      "data-end": next }, text, flag) });
    at = next;
  }
  return inRuns(tokens.map((cells) => box(cells, word.dir)), word.dir);
}

/** One token's box, and the way it goes. */
function box(cells, wordDir) {
  const letter = cells.find((cell) => cell.letter)?.letter;
  const way = letter ?? cells.find((cell) => cell.way)?.way ?? null;
  const dir = way ?? wordDir;
  return { way, el: h("span", { class: "nbk-token", dir }, inRuns(cells, dir)) };
}

/** The elements of items that go some way, in runs where some go against the direction. */
function inRuns(items, dir) {
  if (items.every(({ way }) => way === null || way === dir)) return items.map(({ el }) => el);
  const runs = [];
  items.forEach(({ way, el }, i) => {
    // What goes no way goes with what is on both its sides, else in the direction.
    const before = items.slice(0, i).findLast((other) => other.way)?.way ?? dir;
    const after = items.slice(i + 1).find((other) => other.way)?.way ?? dir;
    const goes = way ?? (before === after ? before : dir);
    if (runs.at(-1)?.goes !== goes) runs.push({ goes, els: [] });
    runs.at(-1).els.push(el);
  });
  return runs.flatMap(({ goes, els }) => (goes === dir
    ? els : [h("span", { class: "nbk-run", dir: goes }, els)]));
}
