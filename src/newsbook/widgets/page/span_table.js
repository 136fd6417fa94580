// A table of spans to look through and to change: one tab stop, arrow keys inside, and only the rows in
// sight are in the page, so that thousands cost what a screenful does. It follows span_compare.js.

const MANY = 8; // rows; more would push what stands below out of sight

/**
 * labels are names. What a row's controls do: onLabel(span, label) → whether it could be done,
 * onEdge(span, edge, by), onDelete(span), onShow(span).
 *
 * It returns el, dispose(), choose(key of the current span), and update(spans, [old key, new key] of a
 * changed one).
 */
function spanTable({ labels, wordsOf, onLabel, onEdge, onDelete, onShow }) {
  const rows = new Map(); // the rows in the page, by their span's key
  let spans = [];
  let current = null;
  let begun = false; // whether it was updated yet
  let at = { row: 0, column: 0 }; // the tab stop, which is always in the page
  const size = h("div", { class: "nbk-rows", role: "rowgroup" });
  const grid = h("div", { class: "nbk-grid", role: "grid", "aria-label": "Spans", onscroll: draw,
    onkeydown: onKey, onfocusin: onFocus }, size);
  const count = h("span", {});
  const button = tool(count, () => {
    open(grid.hidden);
    draw();
  });
  const more = h("p", { class: "nbk-quiet nbk-more", hidden: true });
  const el = h("div", { class: "nbk-table" }, button, grid, more);
  const watch = new ResizeObserver(draw);
  watch.observe(grid);

  function open(yes) {
    grid.hidden = !yes;
    if (!yes) more.hidden = true;
    button.setAttribute("aria-expanded", String(yes));
  }

  const keyAt = (row) => keyOf(spans[row]);
  const focused = () => grid.matches(":focus-within");

  function makeRow() {
    const row = { names: [] };
    const named = (control, name) => {
      row.names.push([control, name]);
      return control;
    };
    const button = (text, name, does) => named(tool(text, () => does(row.span)), name);
    const cell = (...inner) => h("div", { role: "gridcell" }, inner);
    row.words = h("div", { role: "rowheader", class: "nbk-row-words", dir: "auto" });
    row.select = named(h("select", { class: "nbk-select", onchange: () => {
      if (!onLabel(row.span, row.select.value)) row.select.value = row.span[2];
    } }, labels.map((name) => h("option", { value: name }, name))), "Label");
    const edges = ["start", "end"].map((edge) => cell(
      button("◂", `Move the ${edge} back`, (span) => onEdge(span, edge, -1)),
      h("span", { class: "nbk-edge" }, edge),
      button("▸", `Move the ${edge} on`, (span) => onEdge(span, edge, 1))));
    row.el = h("div", { role: "row", class: "nbk-row" }, row.words, cell(row.select),
      cell(button("Show", "Show in the text", onShow), button("Delete", "Delete", onDelete)), edges);
    row.controls = Array.from(row.el.querySelectorAll("select, button"));
    return row;
  }

  function drawRow(index) {
    const span = spans[index];
    const row = rows.get(keyOf(span)) ?? makeRow();
    rows.set(keyOf(span), row);
    Object.assign(row, { span, index });
    row.el.setAttribute("aria-rowindex", String(index + 1));
    row.el.classList.toggle("nbk-row-current", keyOf(span) === current);
    row.select.value = span[2];
    const words = wordsOf(span);
    fill(row.words, words, () => {
      for (const [control, name] of row.names) control.setAttribute("aria-label", `${name}: ${words}`);
      return writtenOut(words);
    });
    row.controls.forEach((control, i) => {
      control.tabIndex = index === at.row && i === at.column ? 0 : -1;
    });
    return row;
  }

  function draw() {
    if (grid.hidden || !spans.length) return;
    const had = focused();
    at.row = Math.min(at.row, spans.length - 1);
    if (!rows.size) size.append(drawRow(at.row).el);
    const height = rows.values().next().value.el.offsetHeight || 40; // all are as high as one
    size.style.height = `${spans.length * height}px`;
    const first = Math.max(0, Math.floor(grid.scrollTop / height) - 3);
    const last = Math.min(spans.length, Math.ceil((grid.scrollTop + grid.clientHeight) / height) + 3);
    const wanted = new Set([at.row]);
    for (let i = first; i < last; i++) wanted.add(i);
    const keys = new Set([...wanted].map(keyAt));
    for (const [key, row] of rows) {
      if (keys.has(key)) continue;
      row.el.remove();
      rows.delete(key);
    }
    let next = size.firstChild;
    for (const index of [...wanted].sort((a, b) => a - b)) {
      const { el } = drawRow(index);
      el.style.top = `${index * height}px`;
      if (el === next) next = next.nextSibling;
      else size.insertBefore(el, next);
    }
    if (had && !focused()) focusOn(at);
    showMore(height);
  }

  /** Which rows are in sight, where others are not: a scroll bar is easily overlooked. */
  function showMore(height) {
    const first = Math.floor((grid.scrollTop + height / 2) / height) + 1;
    const last = Math.min(spans.length, Math.floor((grid.scrollTop + grid.clientHeight) / height));
    more.hidden = grid.clientHeight === 0 || (first <= 1 && last >= spans.length);
    more.textContent = `Rows ${first} to ${last} of ${spans.length}: scroll the table for the others.`;
  }

  function focusOn({ row, column }) {
    at = { row: Math.max(0, Math.min(row, spans.length - 1)), column: Math.max(0, Math.min(column, 6)) };
    draw();
    const { el, controls } = rows.get(keyAt(at.row));
    el.scrollIntoView({ block: "nearest" });
    controls[at.column].focus({ preventScroll: true });
  }

  function onFocus({ target }) {
    for (const { index, controls } of rows.values()) {
      if (controls.includes(target)) at = { row: index, column: controls.indexOf(target) };
    }
    draw();
  }

  function onKey(event) {
    if (isChord(event) || !event.target.closest(".nbk-row")) return;
    const { row, column } = at;
    const to = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], PageUp: [row - 8, column],
      PageDown: [row + 8, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [row, 0], End: [row, 6],
    }[event.key];
    if (to) focusOn({ row: to[0], column: to[1] });
    else if (event.key === "Delete") onDelete(spans[row]);
    else return;
    event.preventDefault();
  }

  function choose(key) {
    if (key === current) return;
    current = key;
    draw();
  }

  function update(given, renamed) {
    const [old, key] = renamed ?? [];
    if (rows.has(old) && !rows.has(key)) {
      rows.set(key, rows.get(old));
      rows.delete(old);
    }
    spans = given;
    // A table of many, or beside a narrow text, waits to be asked for.
    if (!begun) open(spans.length <= MANY && !matchMedia("(max-width: 600px)").matches);
    begun = true;
    const row = rows.get(key);
    if (row?.el.matches(":focus-within")) at.row = spans.findIndex((span) => keyOf(span) === key);
    count.textContent = `Table of ${counted(spans.length)}`;
    grid.setAttribute("aria-rowcount", String(spans.length));
    if (!spans.length) {
      if (focused()) button.focus();
      size.replaceChildren();
      rows.clear();
      size.style.height = 0;
      more.hidden = true;
    }
    draw();
  }

  return { el, update, choose, dispose: () => watch.disconnect() };
}
