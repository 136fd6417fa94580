// A field for a pattern, and what Python found with it. Each change is sent; the matches that come
// back say which pattern they are for, so a late answer to an earlier pattern is never taken for one
// to the present one. Until there is an answer, the last good matches stay, faded. It follows
// regex_pieces.js in the same module.

const PAUSE_MS = 60; // between two keys, so that a fast typist does not send each
const PATIENCE_MS = 150; // before an answer that is not there yet is spoken of
const SAY_MS = 800; // of quiet before counts are read out
const BURST_MS = 1500; // what is typed within it is undone at once
const AROUND = 2; // rows of the table before and after the current match
const GROUP_TONES = [2, 3, 4, 6, 7];
const STALE = "These are the matches of your last working pattern.";
const NAMED = 8; // words of what is missed
const MARGIN = 24; // pixels above and below a match that is gone to

export default widget(({ store, announce }) => {
  const { content, model } = store;
  const { target } = content;
  const { short, size, sized } = matchWords(cutter(content.text));
  let timer = null; // runs while something is typed and not sent
  let late = null; // runs until an answer counts as late
  let saying = null;
  let sentAt = 0;
  let typed = false; // whether counts are to be read out when there is an answer
  let now = 0; // the current match
  let was = 0; // where the one began that was gone to last
  let drawn = null; // the answer that the marks are drawn for
  let extra = null; // which of the matches are too much, where that may be seen

  const ids = { field: newId("pattern"), counts: newId("counts"), problem: newId("problem"),
    opens: newId("opens") };
  const field = h("input", { id: ids.field, class: "nbk-pattern", type: "text", role: "textbox",
    maxlength: content.longest, spellcheck: "false", autocapitalize: "off", autocomplete: "off",
    autocorrect: "off", dir: "ltr", "aria-describedby": `${ids.counts} ${ids.problem}`,
    oninput: onInput, onblur: flush, onkeydown: onFieldKey });
  const boxes = content.flags.map(({ letter }) =>
    h("input", { type: "checkbox", value: letter, onchange: () => { typed = true; flush(); } }));
  const flags = content.flags.length === 0 ? null
    : h("div", { class: "nbk-flags", role: "group", "aria-label": "Flags" }, content.flags.map(
      ({ says }, i) => h("label", { class: "nbk-flag" }, boxes[i], h("span", {}, prose(says)))));
  const pieces = h("div", { class: "nbk-pieces", role: "toolbar", hidden: true,
    "aria-label": "Pieces of a pattern", onkeydown: (event) => {
      if (event.key !== "Escape") return;
      togglePieces();
      piecesButton.focus();
    } }, PIECES.map(([piece, means, before, behind]) =>
    h("button", { type: "button", class: "nbk-button nbk-small nbk-insert",
      onclick: () => insert(before ?? piece, behind ?? "") },
    h("code", {}, piece), " ", h("span", {}, means))));
  oneTabStop(pieces);
  const piecesButton = tool("Pieces", togglePieces, { "aria-expanded": "false" });
  const problem = h("div", { id: ids.problem, class: "nbk-problem", hidden: true });
  const counts = h("div", { id: ids.counts, class: "nbk-found" });
  const signs = h("div", { class: "nbk-quiet", hidden: true },
    [RIGHT, EXTRA].flatMap((of, i) => [i ? " · " : "", sign(of, true), ` ${of[2]}`]));
  const article = drawArticle(content, { name: "The text", announce, onKey: onBoardKey });
  article.board.addEventListener("click", ({ target: under }) => {
    const at = under.closest?.(".nbk-marked")?.dataset.at;
    if (at !== undefined) go(lastAt(Number(at)));
  });

  const place = h("span", { class: "nbk-count" });
  const history = historyTools(store, announce, () => `pattern ${store.value.pattern || "empty"}`);
  const asks = target !== null && store.state.locked !== null;
  const keys = keyList(asks ? [...KEYS.slice(0, 3), MISSED_KEY, ...KEYS.slice(3)] : KEYS, announce);
  const missedButton = tool("", toggleMissed, { "aria-describedby": ids.opens });
  const opens = h("span", { id: ids.opens, class: "nbk-quiet" });
  const legend = h("div", { class: "nbk-missed", hidden: true });
  const rows = h("tbody", {});
  const head = h("tr", {});
  const table = oneTabStop(h("table", { class: "nbk-matches", hidden: true },
    h("caption", { class: "nbk-sr" }, "The matches near the current one"),
    h("thead", {}, head), rows));
  const body = h("div", { class: "nbk-regex" },
    h("label", { class: "nbk-label", for: ids.field }, "Pattern"), field,
    h("div", { class: "nbk-under" }, flags, content.example
      ? h("span", { class: "nbk-quiet" }, "Such as ", h("code", {}, content.example)) : null,
    piecesButton),
    pieces, problem, h("div", { class: "nbk-counted" }, counts, signs), article.board,
    toolbar("Tools", place, tool("Previous", () => step(-1)), tool("Next", () => step(1)),
      history.buttons, keys.button),
    table,
    asks ? h("div", { class: "nbk-ask" }, missedButton, opens) : null, legend, keys.list);

  // -- what is typed, and what came of it

  const value = () => (timer === null ? store.value
    : { pattern: field.value, flags: boxes.filter((b) => b.checked).map((b) => b.value) });
  const found = () => model.get("_found") ?? {};
  const matches = () => found().matches ?? [];
  /** Whether the answer is one to what stands in the field. */
  const fresh = () => same(found().of, [value().pattern, value().flags]);
  /** A pattern as a field of one line can hold it. */
  const inLine = (pattern) => pattern.replace(/\\?\n/g, "\\n").replace(/\\?\r/g, "\\r");

  function onInput() {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
    draw();
  }

  function flush() {
    const next = { pattern: field.value, flags: boxes.filter((b) => b.checked).map((b) => b.value) };
    clearTimeout(timer);
    timer = null;
    const { pattern, flags: given } = store.value;
    if (next.pattern === inLine(pattern)) next.pattern = pattern;
    if (same(next, { pattern, flags: given })) return draw();
    // A burst of typing is one step to undo.
    const burst = Date.now() - sentAt < BURST_MS && store.past.length > 0;
    sentAt = Date.now();
    if (burst) store.put(next);
    else store.change(next);
  }

  function insert(before, behind) {
    const { selectionStart: from, selectionEnd: to } = field;
    const chosen = field.value.slice(from, to);
    if (field.value.length + before.length + behind.length > content.longest) return;
    field.setRangeText(behind ? `${before}${chosen}${behind}` : before, from, to, "end");
    const caret = from + before.length + (behind ? chosen.length : 0);
    field.focus();
    field.setSelectionRange(caret, caret);
    onInput();
  }

  function togglePieces() {
    pieces.hidden = !pieces.hidden;
    piecesButton.setAttribute("aria-expanded", String(!pieces.hidden));
  }

  // -- drawing

  function told() {
    const { count = 0, empty = 0, hits = 0 } = found();
    if (!value().pattern) {
      return target === null ? "Type a pattern: what it finds lights up in the text."
        : `${many(target, "place is", "places are")} to be found.`;
    }
    const too = count - hits ? `, ${(count - hits).toLocaleString("en")} too much` : "";
    const said = [target === null ? many(count, "match") : `${hits} of ${target} found${too}`];
    if (count > matches().length) said.push(`shown are the first ${matches().length.toLocaleString("en")}`);
    if (empty) said.push(`${many(empty, "match", "matches")} of no character left out`);
    return [said.join("; "), found().remark].filter(Boolean).join(". ");
  }

  function draw() {
    const current = fresh();
    const wrong = current ? found().problem : "";
    if (current) {
      clearTimeout(late);
      late = null;
      article.board.classList.toggle("nbk-stale", Boolean(wrong));
      const text = !wrong ? told() : matches().length ? STALE : "";
      if (counts.textContent !== text) counts.textContent = text;
    } else {
      late ??= setTimeout(() => {
        article.board.classList.add("nbk-stale");
        counts.textContent = store.gone || store.late ? "Python does not answer." : "still trying…";
      }, PATIENCE_MS);
    }
    field.setAttribute("aria-invalid", String(Boolean(wrong)));
    problem.hidden = !wrong;
    fill(problem, [wrong, found().of], () => (wrong
      ? [pointedAt(), h("div", {}, prose(wrong))].filter(Boolean) : []));
    if (current && typed) {
      typed = false;
      clearTimeout(saying);
      saying = setTimeout(() => announce(wrong ? `${wrong} ${counts.textContent}` : told()), SAY_MS);
    }
    paint();
    drawTable();
    drawMissed();
  }

  /** The pattern with the place that Python complains of. */
  function pointedAt() {
    const { at, of } = found();
    if (at === null || at === undefined) return null;
    const points = codePoints(of[0]);
    const from = Math.max(0, at - 30);
    const to = at + 31;
    return h("code", { class: "nbk-echo", dir: "ltr" }, from ? "…" : "",
      writtenOut(points.slice(from, at).join("")),
      h("mark", { class: "nbk-here" }, at < points.length ? writtenOut(points[at]) : "\u00a0"),
      writtenOut(points.slice(at + 1, to).join("")), to < points.length ? "…" : "");
  }

  function paint() {
    const answer = found();
    if (drawn === answer) return;
    drawn = answer;
    // The match that was gone to last, or the first behind its place.
    const next = matches().findIndex(([[start]]) => start >= was);
    now = Math.max(0, next < 0 ? matches().length - 1 : next);
    extra = answer.extra && new Set(answer.extra);
    signs.hidden = !extra || !matches().length;
    const marks = [];
    matches().forEach(([[start, end], ...groups], i) => {
      // A letter is as wide as two or three of the text.
      const [letter, kind] = judged(i) ?? [null, ""];
      marks.push({ start, end, letter: end - start > 2 ? letter : null, tone: i % 2 ? 5 : 0, kind });
      groups.forEach((at, g) => {
        if (!at || at[0] === at[1]) return;
        marks.push({ start: at[0], end: at[1], letter: String(g + 1), tone: toneOf(g), kind: "" });
      });
    });
    for (const [start, end] of answer.missed ?? []) {
      marks.push({ start, end, letter: "○", tone: 1, kind: "missed" });
    }
    article.paint(marks);
    point();
  }

  /** Show which match is the current one. */
  function point() {
    article.shine(...(matches()[now]?.[0] ?? [0, 0]));
  }

  /** What a match is, where that may be seen. */
  const judged = (i) => extra && (extra.has(i) ? EXTRA : RIGHT);

  const toneOf = (group) => GROUP_TONES[group % GROUP_TONES.length];

  function drawTable() {
    const all = matches();
    const { names = [] } = found();
    const long = all.length ? size(...all[now][0]) : "";
    place.textContent = !all.length ? "No matches"
      : `Match ${(now + 1).toLocaleString("en")} of ${all.length.toLocaleString("en")}${long ? `: ${long}` : ""}`;
    table.hidden = !all.length;
    const from = Math.max(0, Math.min(now - AROUND, all.length - 2 * AROUND - 1));
    const shown = all.slice(from, from + 2 * AROUND + 1);
    const had = table.matches(":focus-within");
    fill(head, names.length > 0, () => ["No.", "Match", ...(names.length ? ["Groups"] : [])]
      .map((name) => h("th", { scope: "col" }, name)));
    fill(rows, [from, now, names, shown, found().extra], () => shown.map(([[start, end], ...groups], i) =>
      h("tr", { "aria-current": from + i === now ? "true" : null },
        h("td", {}, tool(String(from + i + 1), () => go(from + i),
          { "aria-label": `Go to match ${from + i + 1}` })),
        h("td", { class: "nbk-words" }, extra ? [sign(judged(from + i)), " "] : null,
          h("bdi", {}, writtenOut(short(start, end))), sized(start, end)),
        names.length ? h("td", {}, h("div", { class: "nbk-groups" },
          groups.map((at, g) => group(at, g, names[g])))) : null)));
    if (had) rows.querySelector('[aria-current] button')?.focus();
  }

  function group(at, g, name) {
    const number = String(g + 1);
    return h("span", { class: "nbk-group" },
      h("span", { class: "nbk-letter", "data-tone": toneOf(g) }, number), " ",
      name === number ? null : h("span", { class: "nbk-quiet" }, name, " "),
      at && at[0] < at[1] ? h("bdi", {}, writtenOut(short(...at)))
        : h("span", { class: "nbk-quiet" }, "nothing"));
  }

  function drawMissed() {
    if (!asks) return;
    const { locked, showing } = store.state;
    missedButton.textContent = showing ? "Hide what is missed" : "Show what is missed";
    missedButton.setAttribute("aria-disabled", String(Boolean(locked)));
    opens.textContent = locked;
    const { missed } = found();
    const list = ([letter, tone, name], places) => h("p", {},
      h("span", { class: "nbk-letter", "data-tone": tone }, letter), ` ${places.length} ${name}`,
      places.length ? ": " : ".",
      places.slice(0, NAMED).flatMap((at, i) => [i ? " · " : "",
        h("bdi", {}, writtenOut(short(...at))), sized(...at)]),
      places.length > NAMED ? ` · and ${places.length - NAMED} more` : "");
    legend.hidden = !missed;
    fill(legend, [missed, found().extra], () => (missed ? [list(["○", 1, "missed"], missed),
      list(EXTRA, found().extra.map((i) => matches()[i][0]))] : []));
    if (asked && missed) {
      asked = false;
      announce(legend.textContent);
    }
  }

  let asked = false;
  function toggleMissed() {
    const { locked, showing } = store.state;
    if (locked) {
      announce(locked);
      return;
    }
    asked = !showing;
    if (showing) announce("what is missed is hidden");
    store.send({ do: "missed", show: !showing });
  }

  // -- going from match to match

  /** The last match that begins at an offset or before it. */
  function lastAt(offset) {
    let low = 0;
    let high = matches().length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (matches()[middle][0][0] <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function go(to) {
    if (!matches()[to]) {
      announce("no matches");
      return;
    }
    now = to;
    point();
    drawTable();
    const [[start, end], ...groups] = matches()[now];
    was = start;
    article.show(start);
    bringIn();
    const parts = groups.map((at, g) => at && at[0] < at[1]
      ? `group ${found().names[g]}: ${aloud(short(...at))}` : "").filter(Boolean);
    const is = judged(now) ? `, ${judged(now)[2]}` : "";
    announce([`match ${now + 1} of ${matches().length}${is}: ${aloud(short(start, end))}`,
      size(start, end), ...parts].filter(Boolean).join(", "));
  }

  /** Show as much of a match as there is room for above, once its start is in sight. */
  function bringIn() {
    const { board } = article;
    const boxes = Array.from(board.querySelectorAll(".nbk-lit"), (el) => el.getBoundingClientRect());
    if (!boxes.length) return;
    const [top, bottom] = inSight(board);
    const below = boxes.at(-1).bottom + MARGIN - bottom;
    if (below > 0) board.scrollTop += Math.min(below, Math.max(0, boxes[0].top - MARGIN - top));
  }

  const step = (way) => go((now + way + matches().length) % Math.max(1, matches().length));

  function onBoardKey(event) {
    const does = {
      n: () => step(1), ArrowRight: () => step(1), p: () => step(-1), ArrowLeft: () => step(-1),
      Home: () => go(0), End: () => go(matches().length - 1), u: history.undo, r: history.redo,
      "?": keys.toggle, m: asks ? toggleMissed : null,
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    does?.();
    return Boolean(does);
  }

  function onFieldKey(event) {
    if (isChord(event) || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      flush();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && !pieces.hidden) togglePieces();
  }

  function update() {
    if (timer === null) {
      const { pattern, flags: given } = store.value;
      if (field.value !== inLine(pattern)) field.value = inLine(pattern);
      for (const box of boxes) box.checked = given.includes(box.value);
    }
    history.update();
    draw();
  }

  model.on("change:_found", draw);
  const dispose = () => {
    model.off("change:_found", draw);
    for (const clock of [timer, late, saying]) clearTimeout(clock);
    article.dispose();
  };
  return { body, update, asksItself: false, name: "Pattern playground", dispose };
});
