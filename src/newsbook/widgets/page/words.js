// Text as it is shown and said: cut by code points, with what hides in it written out; and the rows in
// which marks lie under it. It follows frame.js in the same module.

// Not shown by any font, or turning the text around: written out instead, so that nothing in an
// article hides or misleads. Joiners and variation marks inside an emoji or a word do their work.
const HIDING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}]/u;
const SPACE = /^\s+$/;

/** A function that cuts a text by code points; quick where each is one UTF-16 unit. */
function cutter(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (start, end) => text.slice(start, end);
  const points = codePoints(text);
  return (start, end) => points.slice(start, end).join("");
}

/** A text's nodes, with characters that hide written out. */
function writtenOut(text) {
  if (!HIDING.test(text)) return [text];
  const segments = Intl.Segmenter
    ? Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text),
      ({ segment }) => segment)
    : codePoints(text);
  return segments.map((part) => (INVISIBLE.test(part) && !SPACE.test(part)
    ? h("span", { class: "nbk-hidden-char" }, codePoints(part).map(visible).join(" ")) : part));
}

/** A text for the ear: what hides is named, a mark on its own is called by its name. */
function aloud(text) {
  const points = codePoints(text.trim().replace(/\s+/gu, " "));
  return points.length === 1 ? spoken(points[0]) : points.map(visible).join("");
}

/** The first index in a sorted list of [start, end] whose end lies after an offset. */
function firstAfter(units, offset) {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (units[middle][1] > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Give each mark of a paragraph the first row in which it overlaps nothing. Marks that are `late` (1, or
 * 2 for the last) lie below all others that they overlap.
 */
function inRows(marks) {
  const laid = [];
  const late = (mark) => mark.late ?? 0;
  for (const mark of [...marks].sort((a, b) => late(a) - late(b) || a.start - b.start || b.end - a.end)) {
    const over = mark.bare ? [] : laid.filter(({ start, end }) => start < mark.end && end > mark.start)
      .map(({ row }) => row);
    let row = mark.bare ? -1 : mark.late ? Math.max(-1, ...over) + 1 : 0;
    while (over.includes(row)) row++;
    laid.push({ ...mark, row });
  }
  return laid.sort((a, b) => a.start - b.start);
}
