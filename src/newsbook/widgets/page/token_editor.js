// Split and join tokens. A gap between two characters of a word is cut or whole; the answer is the
// cuts. It follows token_boxes.js in the same module.
//
// Of a long text only the blocks near the screen hold boxes, and a key or a click looks at one block,
// never at all gaps.

const KEYS = [
  ["← →", "to the next gap on that side"],
  ["↑ ↓", "to the next line"],
  ["PageUp PageDown", "to the next paragraph"],
  ["Home End", "to the first or last gap"],
  ["Space", "split or join (also Enter or S)"],
  ["U", "undo"],
  ["R", "redo"],
  ["?", "show or hide these keys"],
];
const COMPARE_KEYS = [["N", "to the next difference"], ["P", "to the one before"]];

const DIFFERS = {
  extra: "you split here, the reference does not",
  missing: "the reference splits here, you do not",
};

const LONG = 1500; // characters from which on the board scrolls and is drawn in part
const REACH = 14; // px beside a letter that still count as it

export default widget(({ store, announce }) => {
  const { text, compares } = store.content;
  const { points, allowed, words, blocks, base } = layOut(text, store.content.spaces);
  const written = (start, end) => points.slice(start, end).join("");
  const cuts = new Uint8Array(points.length + 1);
  const wanted = new Uint8Array(points.length + 1); // the cuts of the reference, once it is here
  const shown = new Set(); // the blocks that hold boxes
  let spans = [];
  let reference = null;
  let differing = []; // the gaps that differ from it
  let caret = null; // the gap, as an offset
  let hover = null;
  let pinned = false; // the caret shows although the board has no focus
  let marked = {}; // the cells that bear caret and hover

  const board = h("div", { class: "nbk-board", role: "application", tabindex: "0", dir: base,
    "aria-roledescription": "token editor", "aria-describedby": newId("keys"),
    onkeydown: onKey, onclick: onClick, onpointermove: onMove, onpointerleave: () => setHover(null),
    onfocus: mark, onblur: () => { pinned = false; mark(); } });
  board.append(...blocks.map((block) => block.el));
  const help = h("p", { class: "nbk-quiet", id: board.getAttribute("aria-describedby") },
    "Click or tap between two letters to split or join there. With the keyboard: ",
    h("kbd", {}, "←"), " ", h("kbd", {}, "→"), " move, ", h("kbd", {}, "Space"),
    " splits or joins, ", h("kbd", {}, "?"), " shows all keys.");
  const keys = keyList([...KEYS.slice(0, 5), ...(compares ? COMPARE_KEYS : []), ...KEYS.slice(5)],
    announce);
  const history = historyTools(store, announce, () => tokens(spans.length));
  const count = h("span", { class: "nbk-count" });
  const reading = h("p", { class: "nbk-sr" });
  const compare = h("div", { class: "nbk-comparing", hidden: true });
  const askButton = tool("", () => {
    asked = reference === null;
    store.send({ do: "compare", show: asked });
  });
  const walk = [tool("Previous difference", () => step(-1)), tool("Next difference", () => step(1))];
  let asked = null; // what the learner has asked for and not seen yet
  const legend = h("p", { class: "nbk-differences nbk-quiet" });
  if (compares) compare.append(toolbar("Differences", askButton, walk), legend);
  const body = h("div", { class: "nbk-editor" }, board,
    toolbar("Tools", count, history.buttons, keys.button), compare, help, keys.list, reading);

  const inBlock = (block) => words.slice(block.first, block.last);
  const wordOf = (at) => words[lastUpTo(words.length, (i) => words[i].start, at)];
  const spanAt = (at) => lastUpTo(spans.length, (i) => spans[i][0], at);
  const offered = (at) => allowed[at] === BETWEEN || cuts[at] || (reference && wanted[at]);

  /** The next gap that can be chosen, from an offset on; null at the end. */
  function beyond(at, way) {
    for (let i = at + way; i > 0 && i < points.length; i += way) if (offered(i)) return i;
    return null;
  }

  function gapsOf(word) {
    const found = [];
    for (let at = word.start + 1; at < word.end; at++) if (offered(at)) found.push(at);
    return found;
  }

  function read(value) {
    const given = value?.spans ?? [];
    if (given.length === spans.length
      && given.every(([start, end], i) => start === spans[i][0] && end === spans[i][1])) return;
    spans = given;
    cuts.fill(0);
    for (let i = 1; i < spans.length; i++) if (spans[i - 1][1] === spans[i][0]) cuts[spans[i][0]] = 1;
  }

  // -- drawing

  const differs = (at) => reference && cuts[at] !== wanted[at];

  /** Draw what changed in the blocks that are near the screen. */
  function draw() {
    if (caret === null || !offered(caret)) caret = beyond(caret ?? 0, 1) ?? beyond(caret ?? 0, -1);
    for (const block of shown) inBlock(block).forEach(drawWord);
    mark();
  }

  /** Fill a block with boxes. */
  function show(block) {
    if (shown.has(block)) return;
    shown.add(block);
    inBlock(block).forEach(drawWord);
    block.el.classList.add("nbk-drawn");
    block.el.replaceChildren(...inBlock(block).map((word) => word.el));
  }

  /** Leave a far block as plain text, as high as it was. */
  function hide(block, height) {
    if (!shown.delete(block)) return;
    for (const word of inBlock(block)) word.el = word.key = null;
    block.el.style.setProperty("--high", `${height}px`);
    block.el.classList.remove("nbk-drawn");
    block.el.replaceChildren(written(block.start, block.end));
  }

  function drawWord(word) {
    const inside = gapsOf(word);
    const key = inside.map((at) => `${at}${cuts[at] ? "|" : ""}${differs(at) ? "!" : ""}`).join();
    if (word.key === key) return;
    word.key = key;
    word.el ??= h("span", { class: "nbk-word", dir: word.dir });
    word.el.replaceChildren(...boxes(points, word, inside, cuts, differs));
  }

  /** Show caret and hover on the cells that they are at now. */
  function mark() {
    const now = { hover: cellAt(hover),
      caret: pinned || board.matches(":focus") ? cellAt(caret) : null };
    for (const name of ["hover", "caret"]) {
      if (marked[name] === now[name]) continue;
      marked[name]?.classList.remove(`nbk-${name}`);
      now[name]?.classList.add(`nbk-${name}`);
    }
    marked = now;
  }

  const cellAt = (at) => (at === null ? null
    : wordOf(at)?.el?.querySelector(`.nbk-cell[data-at="${at}"]`) ?? null);

  // -- changing

  function toggle(at) {
    if (at === null) return;
    caret = at;
    const split = !cuts[at];
    const i = spanAt(at);
    // The other tokens are shared with the value before, so that undo of a book fits in memory.
    const made = spans.slice();
    if (split) made.splice(i, 1, [spans[i][0], at], [at, spans[i][1]]);
    else made.splice(i - 1, 2, [spans[i - 1][0], spans[i][1]]);
    store.change({ spans: made });
    const near = split ? made.slice(i, i + 2) : made.slice(i - 1, i);
    const said = near.map(([s, e]) => say(s, e)).join(" | ");
    announce(`${split ? "split" : "joined"}: ${said}, ${tokens(made.length)}`);
  }

  const tokens = (n) => `${n} ${n === 1 ? "token" : "tokens"}`;
  const say = (start, end) => end - start === 1
    ? spoken(points[start]) : points.slice(start, end).map(visible).join("");

  const told = (at) => DIFFERS[cuts[at] ? "extra" : "missing"];

  function move(to, said) {
    if (to === undefined || to === null) {
      announce("no gap further that way");
      return;
    }
    const before = caret === null ? null : wordOf(caret);
    caret = to;
    show(wordOf(to).block);
    mark();
    readAloud();
    const place = `gap between ${spoken(points[to - 1])} and ${spoken(points[to])}`;
    const word = wordOf(to);
    const inWord = word === before ? "" : `in ${say(word.start, word.end)}`;
    announce(said ?? [place, inWord, cuts[to] ? "split" : "joined", differs(to) && told(to)]
      .filter(Boolean).join(", "));
    cellAt(to)?.scrollIntoView({ block: "nearest" });
  }

  /** To the next difference after the caret (1) or the one before it (-1), round the end. */
  function step(way) {
    if (!differing.length) {
      announce(reference ? "no difference"
        : store.state.may ? "press the button Show where it differs first"
          : "check first, then ask where it differs");
      return;
    }
    const upTo = lastUpTo(differing.length, (i) => differing[i], way > 0 ? caret : caret - 1);
    const i = (upTo + (way > 0 ? 1 : 0) + differing.length) % differing.length;
    const at = differing[i];
    pinned = true;
    move(at, `difference ${i + 1} of ${differing.length}: between ${spoken(points[at - 1])} `
      + `and ${spoken(points[at])}, ${told(at)}`);
    tell();
  }

  // -- where things are

  const isRtl = (el) => getComputedStyle(el).direction === "rtl";

  /** A block's gaps with their places on screen. */
  function placesIn(block) {
    show(block);
    return inBlock(block).flatMap(gapsOf).map((at) => ({ at, cell: cellAt(at) }))
      .map(({ at, cell }) => ({ at, cell, box: cell.getBoundingClientRect() }));
  }

  /** The gap that comes next on screen; in a block that runs both ways that has to be measured. */
  function onSide(right) {
    const { block } = wordOf(caret);
    const way = right === (block.dir === "ltr") ? 1 : -1;
    if (block.mixed) {
      const order = inReadingOrder(block);
      const to = order[order.indexOf(caret) + way];
      if (to !== undefined) return to;
    }
    const to = beyond(block.mixed ? (way > 0 ? block.end - 1 : block.start) : caret, way);
    const next = to === null ? null : wordOf(to).block;
    return next && next !== block && next.mixed ? inReadingOrder(next).at(way > 0 ? 0 : -1) : to;
  }

  function inReadingOrder(block) {
    const sign = block.dir === "rtl" ? -1 : 1;
    return placesIn(block)
      .map(({ at, cell, box }) => ({ at, box, x: isRtl(cell) ? box.right : box.left }))
      .sort((a, b) => (Math.abs(a.box.top - b.box.top) > a.box.height / 2
        ? a.box.top - b.box.top : sign * (a.x - b.x))).map(({ at }) => at);
  }

  /** The gap on the line above (-1) or below (1) that is nearest across. */
  function onLine(way) {
    const here = cellAt(caret)?.getBoundingClientRect();
    if (!here) return null;
    for (let i = wordOf(caret).block.index; i >= 0 && i < blocks.length; i += way) {
      const beyondHere = placesIn(blocks[i]).filter(({ box }) =>
        way * (box.top - here.top) > here.height / 2);
      if (!beyondHere.length) continue;
      const line = beyondHere.map(({ box }) => box.top)
        .reduce((a, b) => (way * (b - a) < 0 ? b : a));
      return beyondHere.filter(({ box }) => Math.abs(box.top - line) < here.height / 2)
        .reduce((a, b) => (Math.abs(b.box.left - here.left) < Math.abs(a.box.left - here.left)
          ? b : a)).at;
    }
    return null;
  }

  /** The first gap of this block or the one before (-1), or of the one after (1). */
  function onBlock(way) {
    const { block } = wordOf(caret);
    const first = beyond(block.start, 1);
    if (way > 0) return beyond(block.end - 1, 1) ?? beyond(points.length, -1);
    const before = beyond(block.start, -1);
    return first < caret || before === null ? first : beyond(wordOf(before).block.start, 1);
  }

  /** The gap nearest to a pointer, or null where there is none. */
  function gapAt({ target, clientX: x, clientY: y }) {
    const far = (el) => {
      const box = el.getBoundingClientRect();
      return Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
    };
    let cell = target.closest(".nbk-cell");
    if (!cell) {
      const i = lastUpTo(blocks.length, (i) => blocks[i].el.getBoundingClientRect().top, y);
      if (i < 0) return null;
      show(blocks[i]);
      const near = inBlock(blocks[i]).filter((word) => far(word.el) <= REACH)
        .flatMap((word) => Array.from(word.el.querySelectorAll(".nbk-cell"), (el) => ({ el, far: far(el) })));
      if (!near.length) return null;
      const best = near.reduce((a, b) => (b.far < a.far ? b : a));
      if (best.far > REACH) return null;
      cell = best.el;
    }
    const { left, right } = cell.getBoundingClientRect();
    const first = x < (left + right) / 2 !== isRtl(cell);
    const at = Number(first ? cell.dataset.at : cell.dataset.end);
    return offered(at) ? at : null;
  }

  // -- events

  function onKey(event) {
    const go = (to) => () => move(caret === null ? null : to());
    actOnKey(event, {
      ArrowLeft: go(() => onSide(false)),
      ArrowRight: go(() => onSide(true)),
      ArrowUp: go(() => onLine(-1)),
      ArrowDown: go(() => onLine(1)),
      PageUp: go(() => onBlock(-1)),
      PageDown: go(() => onBlock(1)),
      Home: go(() => beyond(0, 1)),
      End: go(() => beyond(points.length, -1)),
      " ": () => toggle(caret),
      Enter: () => toggle(caret),
      s: () => toggle(caret),
      n: compares && (() => step(1)),
      p: compares && (() => step(-1)),
      u: history.undo,
      r: history.redo,
      "?": keys.toggle,
    });
  }

  function onClick(event) {
    board.focus({ preventScroll: true });
    const at = gapAt(event);
    if (at !== null) toggle(at);
  }

  function onMove(event) {
    if (event.pointerType === "mouse") setHover(gapAt(event));
  }

  function setHover(at) {
    if (at === hover) return;
    hover = at;
    board.classList.toggle("nbk-over-gap", at !== null);
    mark();
  }

  // -- what stands beside the board

  /** For a screen reader, the tokens: of a long text those of the paragraph that the caret is in. */
  function readAloud() {
    const block = caret === null ? blocks[0] : wordOf(caret).block;
    const here = block ? spans.slice(spanAt(block.start), spanAt(block.end - 1) + 1) : [];
    const whose = blocks.length > 1 ? "The tokens of this paragraph" : "The tokens";
    const words = `${whose} are: ${here.map(([s, e]) => say(s, e)).join(" | ")}`;
    if (reading.textContent !== words) reading.textContent = words;
  }

  function readReference() {
    reference = store.state.reference ?? null;
    wanted.fill(0);
    for (const at of reference ?? []) wanted[at] = 1;
    differing = [];
    if (reference) cuts.forEach((cut, at) => { if (cut !== wanted[at]) differing.push(at); });
  }

  /** Say beside the board what differs. */
  function tell() {
    compare.hidden = !store.state.may;
    askButton.textContent = reference ? "Hide where it differs" : "Show where it differs";
    for (const button of walk) button.hidden = !differing.length;
    const extra = differing.filter((at) => cuts[at]).length;
    const kinds = [["extra", extra, DIFFERS.extra],
      ["missing", differing.length - extra, DIFFERS.missing]].filter(([, n]) => n);
    const at = pinned || board.matches(":focus") ? differing.indexOf(caret) : -1;
    const none = reference && !differing.length ? "No difference: every token is as in the reference." : "";
    fill(legend, [kinds, at, none], () => [none, ...kinds.map(([kind, n, words]) =>
      h("span", {}, h("span", { class: "nbk-sample", "aria-hidden": "true" },
        h("span", { class: "nbk-differs", "data-kind": kind })), `${n} × ${words}`)),
    at < 0 ? "" : h("span", {}, `At difference ${at + 1} of ${differing.length}.`)]);
    if (asked === null || asked !== Boolean(reference)) return;
    asked = null;
    announce(!reference ? "differences hidden" : none
      || kinds.map(([, n, words]) => `${n} times: ${words}`).join("; "));
  }

  function update() {
    read(store.value);
    if (compares) readReference();
    draw();
    if (compares) tell();
    readAloud();
    count.textContent = tokens(spans.length);
    history.update();
    board.setAttribute("aria-label", `Token editor, ${tokens(spans.length)}`);
  }

  const long = points.length > LONG;
  board.classList.toggle("nbk-long", long);
  const blockOf = new Map(blocks.map((block) => [block.el, block]));
  const nearing = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target, boundingClientRect } of entries) {
      const block = blockOf.get(target);
      if (isIntersecting) show(block);
      else if (boundingClientRect.height && block !== wordOf(caret ?? 0).block) {
        hide(block, boundingClientRect.height);
      }
    }
    mark();
  }, { root: board, rootMargin: "800px 0px" });
  read(store.value);
  for (const block of blocks) {
    if (!long || block.start < LONG) show(block);
    else block.el.append(written(block.start, block.end));
    if (long) nearing.observe(block.el);
  }

  return { body, update, asksItself: false, name: "Token editor", dispose: () => nearing.disconnect() };
});
