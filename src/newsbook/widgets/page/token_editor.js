// Tokens in boxes. A gap between two characters of a word is cut or whole; the answer is the cuts.
//
// Text from the right. The line runs in the direction of the whole text, each word in its own, and in
// it each token in its own, always by the first letter (a token without one goes as its word does).
// What runs against that, letters in a token or tokens in a word, is laid out as a run. Arabic letters
// do not join here: each has a cell of its own, so that each gap can be pointed at.

const KEYS = [
  ["← →", "to the next gap on that side"],
  ["↑ ↓", "to the next line"],
  ["Home End", "to the first or last gap"],
  ["Space", "split or join (also Enter or S)"],
  ["U", "undo"],
  ["R", "redo"],
  ["?", "show or hide these keys"],
];

const DIGIT = /\p{Nd}/u; // digits run from the left in every script

export default widget(({ store, ids, announce }) => {
  const points = codePoints(store.content.text);
  const starts = characterStarts(store.content.text);
  const spaces = new Set(store.content.spaces); // as Python means white space
  const allowed = new Set();
  for (let i = 1; i < points.length; i++) if (!spaces.has(i - 1) && !spaces.has(i)) allowed.add(i);
  const words = findWords();
  let cuts = new Set();
  let spans = [];
  let caret = null; // the gap, as an offset
  let hover = null;

  const board = h("div", { class: "nbk-board", role: "application", tabindex: "0",
    "aria-roledescription": "token editor", "aria-describedby": newId("keys"),
    onkeydown: onKey, onclick: onClick, onpointermove: onMove, onpointerleave: () => setHover(null),
    onfocus: () => draw(), onblur: () => draw() });
  const base = direction(store.content.text) ?? "ltr";
  board.dir = base;
  // Where all runs one way, the order on screen is that of the text and need not be measured.
  const mixed = new Set(points.map(direction).filter(Boolean)).size > 1;
  const help = h("p", { class: "nbk-quiet", id: board.getAttribute("aria-describedby") },
    "Click between two letters to split or join there. With the keyboard: ",
    h("kbd", {}, "←"), " ", h("kbd", {}, "→"), " move, ", h("kbd", {}, "Space"),
    " splits or joins, ", h("kbd", {}, "?"), " shows all keys.");
  const keys = keyList(KEYS, announce);
  const history = historyTools(store, announce, () => tokens(spans.length));
  const count = h("span", { class: "nbk-count" });
  const reading = h("p", { class: "nbk-sr" });
  const body = h("div", { class: "nbk-editor" }, board,
    toolbar("Tools", count, history.buttons, keys.button), help, keys.list, reading);

  /** The stretches without white space: {start, end} in code points. */
  function findWords() {
    const found = [];
    points.forEach((_, i) => {
      if (spaces.has(i)) return;
      if (allowed.has(i)) found[found.length - 1].end = i + 1;
      else found.push({ start: i, end: i + 1 });
    });
    return found;
  }

  /** The gaps that can be chosen: between written characters, and wherever there is a cut. */
  const gaps = () => [...allowed].filter((at) => starts.has(at) || cuts.has(at)).sort((a, b) => a - b);

  function read(value) {
    spans = value?.spans ?? [];
    cuts = new Set();
    const ends = new Set(spans.map(([, end]) => end));
    for (const [start] of spans) if (ends.has(start) && allowed.has(start)) cuts.add(start);
  }

  function write() {
    const made = [];
    for (const word of words) {
      let start = word.start;
      for (let at = word.start + 1; at <= word.end; at++) {
        if (at === word.end || cuts.has(at)) {
          made.push([start, at]);
          start = at;
        }
      }
    }
    return { spans: made };
  }

  // -- drawing

  function draw() {
    const focused = board.matches(":focus");
    const open = gaps();
    if (caret === null || !open.includes(caret)) caret = open.find((at) => at >= (caret ?? 0)) ?? open[0] ?? null;
    for (const word of words) {
      const inside = open.filter((at) => at > word.start && at < word.end);
      const key = inside.map((at) => (cuts.has(at) ? `|${at}` : `${at}`)).join();
      if (word.key !== key) {
        word.key = key;
        const written = points.slice(word.start, word.end).join("");
        word.dir = direction(written) ?? (DIGIT.test(written) ? "ltr" : base);
        word.el ??= h("span", { class: "nbk-word", dir: word.dir });
        word.el.replaceChildren(...drawTokens(word, inside));
      }
    }
    if (!board.childElementCount) {
      words.forEach((word, i) => {
        const between = points.slice(i ? words[i - 1].end : 0, word.start);
        if (i && between.includes("\n")) board.append(h("span", { class: "nbk-line" }));
        board.append(word.el);
      });
    }
    for (const cell of board.querySelectorAll(".nbk-cell")) {
      const at = Number(cell.dataset.at);
      cell.classList.toggle("nbk-caret", focused && at === caret);
      cell.classList.toggle("nbk-hover", at === hover);
    }
  }

  function drawTokens(word, inside) {
    const tokens = [];
    let token = null;
    let at = word.start;
    for (const next of [...inside, word.end]) {
      if (token === null || cuts.has(at)) {
        token = [];
        tokens.push(token);
      }
      const chars = points.slice(at, next);
      const hidden = chars.every((char) => INVISIBLE.test(char));
      const text = hidden ? chars.map(visible).join(" ") : chars.join("");
      const letter = hidden ? null : direction(text);
      const way = !hidden && DIGIT.test(text) ? "ltr" : letter;
      const kind = ["nbk-cell", hidden ? "nbk-invisible" : "", token.length ? "nbk-inner" : "",
        cuts.has(at) ? "nbk-cut" : ""].filter(Boolean).join(" ");
      token.push({ letter, way, el: h("span", { class: kind, "aria-hidden": "true", "data-at": at,
        "data-end": next }, text) });
      at = next;
    }
    return inRuns(tokens.map((cells) => drawToken(cells, word.dir)), word.dir);
  }

  /** One token's box, and the way it goes. */
  function drawToken(cells, wordDir) {
    const letter = cells.find((cell) => cell.letter)?.letter;
    const way = letter ?? cells.find((cell) => cell.way)?.way ?? null;
    const dir = way ?? wordDir;
    return { way, el: h("span", { class: "nbk-token", dir }, inRuns(cells, dir)) };
  }

  /** The elements of items that go some way, in runs where some go against the direction. */
  function inRuns(items, dir) {
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

  // -- changing

  function toggle(at) {
    if (at === null) return;
    caret = at;
    const split = !cuts.has(at);
    if (split) cuts.add(at);
    else cuts.delete(at);
    const value = write();
    store.change(value);
    const word = words.find((w) => w.start < at && at < w.end);
    const near = value.spans.filter(([s, e]) => s >= word.start && e <= word.end && s <= at && e >= at);
    const said = near.map(([s, e]) => say(s, e)).join(" | ");
    announce(`${split ? "split" : "joined"}: ${said}, ${tokens(value.spans.length)}`);
  }

  const tokens = (n) => `${n} ${n === 1 ? "token" : "tokens"}`;
  const say = (start, end) => end - start === 1
    ? spoken(points[start]) : points.slice(start, end).map(visible).join("");

  function move(to) {
    if (to === undefined || to === null) return;
    caret = to;
    draw();
    announce(`gap between ${spoken(points[to - 1])} and ${spoken(points[to])}, ${cuts.has(to) ? "split" : "joined"}`);
    cellAt(to)?.scrollIntoView({ block: "nearest" });
  }

  // -- where things are

  const cellAt = (at) => board.querySelector(`.nbk-cell[data-at="${at}"]`);

  const isRtl = (el) => getComputedStyle(el).direction === "rtl";

  /** The gaps in the order in which they are met on screen, line by line. */
  function gapsOnScreen() {
    if (!mixed) return gaps();
    const places = gaps().map((at) => {
      const cell = cellAt(at);
      const { top, left, right, height } = cell.getBoundingClientRect();
      return { at, top, height, x: isRtl(cell) ? right : left };
    });
    const sign = base === "rtl" ? -1 : 1;
    return places.sort((a, b) => (Math.abs(a.top - b.top) > a.height / 2
      ? a.top - b.top : sign * (a.x - b.x))).map(({ at }) => at);
  }

  /** The gap nearest to a point of the screen, or null where there is none. */
  function gapAt(x, y) {
    let best = null;
    for (const cell of board.querySelectorAll(".nbk-cell")) {
      const box = cell.getBoundingClientRect();
      const dx = Math.max(box.left - x, 0, x - box.right);
      const dy = Math.max(box.top - y, 0, y - box.bottom);
      const far = Math.hypot(dx, dy);
      if (best === null || far < best.far) best = { far, cell, box };
    }
    if (best === null || best.far > 14) return null;
    const first = x < (best.box.left + best.box.right) / 2 !== isRtl(best.cell);
    const at = Number(first ? best.cell.dataset.at : best.cell.dataset.end);
    return gaps().includes(at) ? at : null;
  }

  /** The gap on the line above (-1) or below (1) that is nearest across. */
  function onLine(direction) {
    const here = cellAt(caret)?.getBoundingClientRect();
    if (!here) return null;
    const boxes = gaps().map((at) => ({ at, box: cellAt(at).getBoundingClientRect() }));
    const lines = boxes.map(({ box }) => box.top)
      .filter((top) => direction * (top - here.top) > here.height / 2);
    if (!lines.length) return null;
    const line = direction > 0 ? Math.min(...lines) : Math.max(...lines);
    return boxes.filter(({ box }) => Math.abs(box.top - line) < here.height / 2)
      .sort((a, b) => Math.abs(a.box.left - here.left) - Math.abs(b.box.left - here.left))[0].at;
  }

  // -- events

  function onKey(event) {
    if (isChord(event)) return;
    const open = gaps();
    const step = (right) => {
      const order = gapsOnScreen();
      move(order[order.indexOf(caret) + (right === (base === "ltr") ? 1 : -1)]);
    };
    const does = {
      ArrowLeft: () => step(false),
      ArrowRight: () => step(true),
      ArrowUp: () => move(onLine(-1)),
      ArrowDown: () => move(onLine(1)),
      Home: () => move(open[0]),
      End: () => move(open[open.length - 1]),
      " ": () => toggle(caret),
      Enter: () => toggle(caret),
      s: () => toggle(caret),
      u: history.undo,
      r: history.redo,
      "?": keys.toggle,
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!does) return;
    event.preventDefault();
    // A key held down moves on, but must not flicker between split and joined.
    if (event.repeat && !event.key.startsWith("Arrow")) return;
    does();
  }

  function onClick(event) {
    board.focus({ preventScroll: true });
    const at = gapAt(event.clientX, event.clientY);
    if (at !== null) toggle(at);
  }

  function onMove(event) {
    if (event.pointerType === "mouse") setHover(gapAt(event.clientX, event.clientY));
  }

  function setHover(at) {
    if (at === hover) return;
    hover = at;
    board.classList.toggle("nbk-over-gap", at !== null);
    draw();
  }

  function update() {
    read(store.value);
    draw();
    count.textContent = tokens(spans.length);
    history.update();
    const words = spans.map(([s, e]) => say(s, e));
    board.setAttribute("aria-label", `Token editor, ${tokens(spans.length)}`);
    reading.textContent = `The tokens are: ${words.join(" | ")}`;
  }

  return { body, update, asksItself: false, name: "Token editor" };
});
