// A paragraph of an article in pieces, each with the marks that lie under it. It follows words.js in the
// same module.
//
// A mark is {start, end, letter, tone, name}: a line of the tone's colour and kind under the words,
// with the letter where it begins, so that no mark is known by its colour alone. Marks that overlap
// lie in rows below each other, those that are `late` last. A mark that is `bare` is only its letter,
// raised before the words that it begins with: a sentence's number. A mark of what many have marked has
// a share (0 to 1) or a step (1 to 5), for the style sheet.

const TONES = 8; // as many as article.css has
const BREAKS = /[\s\u002d\u2010-\u2014\u3000-\u30ff\uac00-\ud7af]|\p{Ideographic}/u; // a line may end here

/**
 * Cut a paragraph wherever a unit or a mark begins or ends, and draw the pieces.
 *
 * block has start and end, and the units that lie in it (from first to before last); marked is its marks in
 * rows. cut gives words by code points; selected is [start, end] or null; here is the caret's unit or null.
 * It returns nodes, which stand for the whole paragraph, and pieces, the elements of each unit.
 */
function drawPieces(block, marked, { cut, units, selected, here }) {
  const edges = new Set([block.start, block.end]);
  for (let u = block.first; u < block.last; u++) {
    edges.add(Math.max(units[u][0], block.start));
    edges.add(Math.min(units[u][1], block.end));
  }
  for (const { start, end } of marked) {
    edges.add(Math.max(start, block.start));
    edges.add(Math.min(end, block.end));
    if (!units.length) for (const at of breaksIn(start, end, cut)) edges.add(at);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const nodes = [];
  const pieces = new Map();
  let u = block.first;
  let m = 0;
  let all = []; // the marks over a piece, in their order
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    while (u < block.last && units[u][1] <= start) u++;
    const unit = u < block.last && units[u][0] <= start ? u : null;
    if (all.some((mark) => mark.end <= start)) all = all.filter((mark) => mark.end > start);
    while (m < marked.length && marked[m].start <= start) all.push(marked[m++]);
    const over = all.filter((mark) => !mark.bare);
    const within = selected && selected[0] <= start && end <= selected[1];
    const words = cut(start, end);
    if (unit === null && !all.length && !within) {
      nodes.push(...writtenOut(words));
      continue;
    }
    const classes = ["nbk-piece", within ? "nbk-selected" : "", unit !== null && unit === here
      ? "nbk-at" : "", over.length ? "nbk-marked" : ""].filter(Boolean).join(" ");
    const numbers = all.filter((mark) => mark.bare && mark.start === start)
      .map((mark) => h("sup", { class: "nbk-raised", "aria-hidden": "true", "data-kind": mark.kind,
        style: "share" in mark ? `--share: ${mark.share}` : null }, mark.letter));
    const piece = h("span", { class: classes, "data-u": unit }, numbers, writtenOut(words));
    if (over.length) {
      // The shortest mark gives the words their tint: it says most about them.
      const inner = over.reduce((a, b) => (b.end - b.start < a.end - a.start ? b : a));
      piece.dataset.tint = String(inner.tone % TONES);
      if (inner.kind) piece.dataset.kind = inner.kind;
      piece.dataset.at = String(start);
      piece.append(...over.map((mark) => h("i", { class: "nbk-bar", "aria-hidden": "true",
        "data-tone": mark.tone % TONES, "data-kind": mark.kind,
        "data-letter": mark.start === start ? mark.letter : null,
        "data-end": mark.end === end ? "" : null, "data-step": mark.step,
        style: `--row: ${mark.row}` })));
    }
    if (unit !== null) {
      if (!pieces.has(unit)) pieces.set(unit, []);
      pieces.get(unit).push(piece);
    }
    nodes.push(piece);
  }
  return { nodes, pieces };
}

/** Where a line may break in marked words: a piece, with its lines below, has to stay on one line. */
function breaksIn(start, end, cut) {
  const found = [];
  codePoints(cut(start, end - 1)).forEach((char, i) => {
    if (BREAKS.test(char)) found.push(start + i + 1);
  });
  return found;
}
