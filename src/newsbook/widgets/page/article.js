// An article to point at: its text in paragraphs, marks under it, a caret and a selection that go by
// whole units (tokens). It follows words.js and pieces.js in the same module.
//
// A paragraph is drawn again only when something in it changed; one that is not near the screen is
// plain text, and the browser lays out only what is in sight (content-visibility). So a long article
// costs what its visible part does. All offsets are code points.

const LONG = 40; // paragraphs
// Words of a selection that are all read out.
const TOLD_WHOLE = 4;

/**
 * Draw an article.
 *
 * content has text, blocks and units ([[start, end], …], see surface.py). The options:
 *   name       what it is called for a screen reader
 *   announce   says a text in the live region
 *   selects    whether units can be pointed at and selected; without it the article is only shown
 *   describe   (unit) → what else a screen reader hears when the caret reaches it
 *   onSelect   ({by, extend}) → called when the selection changed, by "keys", "pointer" or "code"; true
 *              when it has dealt with what was pointed at, so that nothing more is to be said of it
 *   onKey      (event) → true when it has dealt with a key that is none of the article's
 *   onTap      (unit) → called when a unit is clicked or tapped, after it was selected
 *
 * Nothing is marked before the first paint(marks). It returns an object: board (the element), paint, selection() ({from, to, start, end} or
 * null), select(from, to), caret, go(unit, extend), show(start), unitAt(offset), elementsOf(unit),
 * wordsOf(from, to), shine(start, end) (class nbk-lit), dispose(), extending (set it to make the next click extend the selection).
 */
function drawArticle(content, options) {
  const { name, announce, selects = false, describe = () => "" } = options;
  const { text, blocks, units } = content;
  const cut = cutter(text);
  // A region would be a landmark, and there may be many.
  const board = h("div", { class: "nbk-article", "aria-label": name, tabindex: "0",
    role: selects ? "application" : "group" });
  // Where words can be marked there is room for a mark already, so that the first one moves nothing.
  const least = selects ? 1 : 0;
  const drawn = blocks.map(([start, end], index) => {
    const words = cut(start, end);
    const first = firstAfter(units, start);
    let last = first;
    while (last < units.length && units[last][0] < end) last++;
    const el = h("p", { class: "nbk-block", dir: direction(words) ?? "auto" });
    // A guess at the height, for as long as the paragraph has not been in sight.
    el.style.setProperty("--lines", String(Math.ceil(words.length / 90)));
    el.style.setProperty("--rows", String(least));
    el.append(...writtenOut(words));
    return { index, start, end, first, last, el, near: index < 12, key: null, pieces: new Map() };
  });
  board.append(...drawn.map((block) => block.el));
  // In a long article a paragraph that has left the screen keeps what it shows, and is drawn again
  // only when it comes back: a change to all marks costs no more after scrolling through than before.
  const long = drawn.length > LONG;
  const indexOf = new Map(drawn.map((block) => [block.el, block.index]));
  const nearing = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const block = drawn[indexOf.get(target)];
      if (isIntersecting) drawNear(block);
      else if (long) block.near = false;
    }
  }, { rootMargin: "600px" });
  for (const block of drawn) if (long || !block.near) nearing.observe(block.el);

  let marks = null;
  let byBlock = drawn.map(() => []);
  let caret = units.length ? 0 : null;
  let anchor = null; // where the selection began; null when there is none
  let spot = null; // the stretch that shine() has put a light on
  let lit = [];
  const self = { board, extending: false };

  const blockOf = (unit) => drawn[firstAfter(blocks, units[unit][0])];
  const range = () => (anchor === null || caret === null
    ? null : [Math.min(anchor, caret), Math.max(anchor, caret)]);

  // -- drawing

  /** Draw again what changed. Marks that are the same list as before are not looked at again. */
  function paint(given = marks) {
    if (given !== marks) {
      marks = given;
      byBlock = drawn.map(() => []);
      for (const mark of marks) {
        for (let i = firstAfter(blocks, mark.start); i < drawn.length; i++) {
          if (drawn[i].start >= mark.end) break;
          byBlock[i].push(mark);
        }
      }
      for (const block of drawn) block.marked = null; // laid in rows when it is drawn
    }
    const focused = board.matches(":focus");
    const chosen = range();
    for (const block of drawn) drawBlock(block, chosen, focused);
  }

  function drawNear(block) {
    if (block.near) return;
    block.near = true;
    if (!long) nearing.unobserve(block.el);
    drawBlock(block, range(), board.matches(":focus"));
  }

  function drawBlock(block, chosen, focused) {
    if (!block.near) return;
    const from = chosen && chosen[0] < block.last && chosen[1] >= block.first
      ? [Math.max(chosen[0], block.first), Math.min(chosen[1], block.last - 1)] : null;
    const here = focused && selects && caret >= block.first && caret < block.last ? caret : null;
    if (block.marked === null) {
      block.marked = inRows(byBlock[block.index]);
      block.marksKey = block.marked.length ? JSON.stringify(block.marked) : "";
    }
    const key = `${block.marksKey ?? ""}/${from ?? ""}/${here ?? ""}`;
    if (block.key === key) return;
    block.key = key;
    const marked = block.marked ?? [];
    const rows = Math.max(least, ...marked.map(({ row }) => row + 1));
    block.el.style.setProperty("--rows", String(rows));
    const selected = from && [units[from[0]][0], units[from[1]][1]];
    const { nodes, pieces } = drawPieces(block, marked, { cut, units, selected, here });
    block.pieces = pieces;
    block.el.replaceChildren(...nodes);
    if (spot) light(block);
  }

  /** Put the light on what is marked in a stretch, and take it from where it was: no mark is drawn again. */
  function shine(start, end) {
    for (const piece of lit) piece.classList.remove("nbk-lit");
    lit = [];
    spot = [start, end];
    for (let i = firstAfter(blocks, start); i < drawn.length && drawn[i].start < end; i++) light(drawn[i]);
  }

  function light(block) {
    for (const piece of block.el.querySelectorAll("[data-at]")) {
      if (Number(piece.dataset.at) < spot[0] || Number(piece.dataset.at) >= spot[1]) continue;
      piece.classList.add("nbk-lit");
      lit.push(piece);
    }
  }

  /** The elements of a unit, drawn if they were not yet. */
  function elementsOf(unit) {
    const block = blockOf(unit);
    if (!block) return [];
    drawNear(block);
    return block.pieces.get(unit) ?? [];
  }

  // -- selecting

  const wordsOf = (from, to) => cut(units[from][0], units[to][1]);

  function selection() {
    const chosen = range();
    if (!chosen) return null;
    const [from, to] = chosen;
    return { from, to, start: units[from][0], end: units[to][1] };
  }

  function select(from, to = from) {
    anchor = from;
    if (from !== null) caret = to;
    paint();
    options.onSelect?.({ by: "code", extend: false });
  }

  /** Say where the caret is; of a long selection only how many words it has, and the last of them. */
  function say(extend) {
    const [from, to] = range() ?? [caret, caret];
    const count = to - from + 1;
    if (!extend || count === 1) {
      announce([aloud(wordsOf(from, to)), describe(caret)].filter(Boolean).join(", "));
    } else if (count <= TOLD_WHOLE) announce(`selected: ${aloud(wordsOf(from, to))}`);
    else announce(`${aloud(wordsOf(caret, caret))}, ${count} words selected`);
  }

  /** Move the caret to a unit; the selection goes along, or grows when `extend` is true. */
  function go(unit, extend = false) {
    if (unit === undefined || unit === null || unit < 0 || unit >= units.length) {
      announce("no word further that way");
      return;
    }
    if (extend && anchor === null) anchor = caret;
    if (!extend) anchor = null;
    caret = unit;
    paint();
    const [first] = elementsOf(unit);
    if (first) reveal(board, first);
    options.onSelect?.({ by: "keys", extend });
    say(extend);
  }

  /** The unit nearest across on the line above (-1) or below (1), also in the next paragraph. */
  function onLine(way) {
    const here = elementsOf(caret)[0]?.getBoundingClientRect();
    if (!here) return null;
    const middle = (here.left + here.right) / 2;
    const from = blockOf(caret).index;
    for (let i = from; i >= 0 && i < drawn.length; i += way) {
      if (drawn[i].first === drawn[i].last) continue;
      const boxes = [];
      for (let u = drawn[i].first; u < drawn[i].last; u++) {
        const box = elementsOf(u)[0]?.getBoundingClientRect();
        if (box && way * (box.top - here.top) > here.height / 2) boxes.push({ u, box });
      }
      if (!boxes.length) continue;
      const tops = boxes.map(({ box }) => box.top);
      const line = way > 0 ? Math.min(...tops) : Math.max(...tops);
      const far = ({ box }) => Math.max(box.left - middle, 0, middle - box.right);
      return boxes.filter(({ box }) => Math.abs(box.top - line) < here.height / 2)
        .reduce((a, b) => (far(b) < far(a) ? b : a)).u;
    }
    return null;
  }

  /** The first unit of the paragraph before (-1) or after (1). */
  function onParagraph(way) {
    const full = drawn.filter((block) => block.first < block.last);
    const at = full.indexOf(blockOf(caret));
    if (way < 0 && caret > full[at].first) return full[at].first;
    return full[at + way]?.first ?? (way > 0 ? units.length - 1 : 0);
  }

  function onKey(event) {
    if (isChord(event)) return;
    if (selects && caret !== null && event.target === board) {
      const forward = blockOf(caret).el.matches(":dir(rtl)") ? -1 : 1;
      const to = {
        ArrowLeft: () => caret - forward,
        ArrowRight: () => caret + forward,
        ArrowUp: () => onLine(-1),
        ArrowDown: () => onLine(1),
        Home: () => blockOf(caret).first,
        End: () => blockOf(caret).last - 1,
        PageUp: () => onParagraph(-1),
        PageDown: () => onParagraph(1),
      }[event.key];
      if (to) {
        event.preventDefault();
        go(to(), event.shiftKey);
        return;
      }
    }
    if (options.onKey?.(event)) event.preventDefault();
  }

  // -- pointing

  function unitUnder(x, y) {
    const under = board.getRootNode().elementFromPoint(x, y);
    const piece = under?.closest?.(".nbk-piece[data-u]");
    if (piece && board.contains(piece)) return Number(piece.dataset.u);
    // Between two words or beside a line: the nearest word of that line's paragraph.
    const block = drawn.find(({ el }) => {
      const box = el.getBoundingClientRect();
      return y >= box.top && y <= box.bottom;
    });
    if (!block || under === null || !board.contains(under)) return null;
    let best = null;
    for (const [unit, pieces] of block.pieces) {
      for (const box of pieces.flatMap((el) => Array.from(el.getClientRects()))) {
        const far = Math.hypot(Math.max(box.left - x, 0, x - box.right),
          Math.max(box.top - y, 0, y - box.bottom));
        if (!best || far < best.far) best = { far, unit };
      }
    }
    return best && best.far < 24 ? best.unit : null;
  }

  let pressed = null; // {unit, x, y, moved} while a pointer is down

  function onDown(event) {
    if (event.button !== 0) return;
    const unit = unitUnder(event.clientX, event.clientY);
    board.focus({ preventScroll: true });
    if (unit === null) return;
    pressed = { unit, moved: false, extend: event.shiftKey || self.extending };
    if (event.pointerType === "touch") return; // it may yet become a scroll
    begin();
  }

  function begin() {
    if (pressed.extend && anchor === null) anchor = caret;
    if (!pressed.extend) anchor = pressed.unit;
    caret = pressed.unit;
    pressed.begun = true;
    paint();
  }

  function onMove(event) {
    if (!pressed) return;
    const unit = unitUnder(event.clientX, event.clientY);
    if (unit === null || (unit === pressed.unit && !pressed.moved)) return;
    if (!pressed.begun) begin();
    pressed.moved = true;
    if (unit !== caret) {
      caret = unit;
      paint();
    }
  }

  function onUp() {
    if (!pressed) return;
    if (!pressed.begun) begin();
    // WebKit takes it away once the word under the pointer has been drawn anew.
    board.focus({ preventScroll: true });
    const { unit, moved, extend } = pressed;
    pressed = null;
    self.extending = false;
    if (options.onSelect?.({ by: "pointer", extend }) === true) return;
    say(moved || extend);
    if (!moved && !extend) options.onTap?.(unit);
  }

  board.addEventListener("keydown", onKey);
  if (selects) {
    board.addEventListener("pointerdown", onDown);
    board.addEventListener("pointermove", onMove);
    board.addEventListener("pointerup", onUp);
    board.addEventListener("pointercancel", () => { pressed = null; });
    board.addEventListener("focus", () => paint());
    board.addEventListener("blur", () => paint());
    // Words are chosen here, not copied: the browser's own selection would lie over ours.
    board.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Bring an offset into sight, within the board. */
  function show(start) {
    const unit = units.length ? Math.min(firstAfter(units, start), units.length - 1) : null;
    const block = drawn[Math.min(firstAfter(blocks, start), drawn.length - 1)];
    if (block) drawNear(block);
    const target = (unit === null ? block?.el.querySelector(`[data-at="${start}"]`)
      : elementsOf(unit)[0]) ?? block?.el;
    if (target) reveal(board, target);
  }

  Object.defineProperty(self, "caret", { get: () => caret });
  return Object.assign(self, {
    paint, selection, select, go, show, shine, elementsOf, wordsOf,
    unitAt: (offset) => firstAfter(units, offset),
    dispose: () => nearing.disconnect(),
  });
}
