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
 * Give each mark of a paragraph the first row in which it overlaps nothing. Marks that are `late` lie
 * below all others.
 */
function inRows(marks) {
  const ends = [];
  // The first row of those that are late.
  let base = null;
  return [...marks]
    .sort((a, b) => (a.late ?? 0) - (b.late ?? 0) || a.start - b.start || b.end - a.end)
    .map((mark) => {
      if (mark.bare) return { ...mark, row: -1 };
      if (mark.late) base ??= ends.length;
      let row = ends.findIndex((end, i) => i >= base && end <= mark.start);
      if (row < 0) row = ends.length;
      ends[row] = mark.end;
      return { ...mark, row };
    })
    .sort((a, b) => a.start - b.start);
}
