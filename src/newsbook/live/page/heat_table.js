// The heat map as tables and bars: for who hears the page, and for what has no text. It follows
// heat_marks.js in the same module.

/**
 * The rows of the table of all places, those of heat_csv in saving.py in its order (a test holds the two
 * against each other): [[where, what, n, n before, gold, pipeline], …].
 */
function tableRows(board, { now, before, gold, pipeline }, cut) {
  const rows = new Map(); // key → [where, what, n, n before, in gold, in pipeline]
  const put = (key, where, what, column, n) => {
    if (!rows.has(key)) rows.set(key, [where, what, 0, 0, false, false]);
    rows.get(key)[column] = n;
  };
  const sides = [[now, 2], [before, 3]].filter(([heat]) => heat);
  if (board.kind === "tokens") {
    const gap = (at, column, n) => {
      const [start, end] = board.units[firstAfter(board.units, at)];
      put(at, cut(start, end), inPieces(cut, start, end, [at]), column, n);
    };
    for (const [heat, column] of sides) for (const [at, n] of heat.units) gap(at, column, n);
    gold?.gaps.forEach((at) => gap(at, 4, true));
    pipeline?.gaps.forEach((at) => gap(at, 5, true));
    return [...rows].sort((a, b) => a[0] - b[0]).map(([, row]) => row);
  }
  const span = ([start, end, label, n], column, value) =>
    put(`${start} ${end} ${label}`, cut(start, end), label, column, value ?? n);
  const name = ([start, end, who, n]) => [start, end, saidBy(who), n];
  const all = (side) => [...side.spans, ...(side.names ?? []).map(name)];
  for (const [heat, column] of sides) for (const one of all(heat)) span(one, column);
  if (gold) for (const one of all(gold)) span(one, 4, true);
  if (pipeline) for (const one of all(pipeline)) span(one, 5, true);
  const place = (key) => key.split(" ").slice(0, 2).map(Number);
  return [...rows].map(([key, row]) => [place(key), row])
    .sort(([a, [, one]], [b, [, other]]) => a[0] - b[0] || a[1] - b[1] || (one < other ? -1 : 1))
    .map(([, row]) => row);
}

/** The table itself; the columns that there is nothing for are left out. */
function placesTable(board, data, cut) {
  const { now, before, gold, pipeline } = data;
  const names = board.kind === "tokens" ? ["Word", "Split"] : ["Words", "Label"];
  const share = (n, heat) => `${percent(n, heat.answered)}\u00a0% (${n})`;
  const columns = [
    [names[0], (row) => row[0]], [names[1], (row) => row[1]],
    [before ? "Second vote" : "Class", (row) => share(row[2], now)],
    before ? ["First vote", (row) => share(row[3], before)] : null,
    gold ? ["Gold", (row) => (row[4] ? "yes" : "")] : null,
    pipeline ? ["Pipeline", (row) => (row[5] ? "yes" : "")] : null,
  ].filter(Boolean);
  const body = tableRows(board, data, cut).map((row) => h("tr", {}, columns.map(([, text], i) =>
    h(i ? "td" : "th", i ? {} : { scope: "row" }, writtenOut(text(row))))));
  return h("table", { class: "nbk-table" },
    h("caption", {}, "All places, in the order of the text"),
    h("thead", {}, h("tr", {}, columns.map(([name]) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, body));
}

/**
 * One bar of many: its words, a bar as long as its share, the share, and what else is said of it; hide,
 * where there is one, takes it out of what is shown.
 */
function barRow(words, n, of, before, notes, hide = null) {
  const was = before === null ? null
    : h("span", { class: "nbk-was", style: `--share: ${before.n / Math.max(before.of, 1)}` });
  return h("tr", { class: notes.length ? "nbk-noted" : "" },
    h("th", { scope: "row" }, words),
    h("td", { class: "nbk-bar-cell", "aria-hidden": "true" },
      h("span", { class: "nbk-length", style: `--share: ${n / Math.max(of, 1)}` }), was),
    h("td", { class: "nbk-share" }, `${percent(n, of)} %`),
    h("td", { class: "nbk-quiet" }, `${n} of ${of}`,
      before === null ? "" : `; first ${percent(before.n, before.of)} %`),
    h("td", { class: "nbk-notes" }, notes.map((note) => h("span", { class: "nbk-laid" }, note)),
      hide ? tool("Hide this", hide.act, { "aria-label": `Hide this answer: ${hide.what}` }) : null));
}

/**
 * Bars for a choice, or for each line that was predicted. On the teacher's page hide(key, what) takes a
 * prediction away, showAll() brings all of these back, and share("read" or "words") shows predictions in
 * words of students' own there, and then on phones, where `shared` does not have that yet.
 */
function bars(board, heat, before, laid, { hide = null, showAll = null, share = null, shared = [],
  asked = false } = {}) {
  const table = (caption, rows, seen = true) => h("table", { class: "nbk-bars" },
    h("caption", { class: seen ? "" : "nbk-sr" }, caption),
    h("thead", { class: "nbk-sr" }, h("tr", {},
      ["Answer", "Bar", "Share", "Number", "Compared"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, rows));
  const noted = (has) => Object.entries(laid).filter(([, answer]) => has(answer))
    .map(([kind]) => `${LAID[kind].letter} ${LAID[kind].name}`);
  if (board.kind === "choice") {
    const was = new Map((before?.options ?? []).map(({ key, n }) => [key, n]));
    const texts = new Map(board.options.map(({ key, text }) => [key, text]));
    return [table(prose(board.question), heat.options.map(({ key, n }) => barRow(
      [h("span", { class: "nbk-key" }, key), " ", ...prose(texts.get(key) ?? "")], n, heat.answered,
      before ? { n: was.get(key) ?? 0, of: before.answered } : null,
      noted(({ chosen }) => chosen.includes(key)))), !asked)];
  }
  return heat.lines.map((one, i) => {
    const { key, n, given, other } = one;
    const first = before?.lines[i];
    const was = new Map(first?.given ?? []);
    const code = (text) => h("code", {}, writtenOut(text));
    const rows = given.map(([what, count]) => barRow([code(what)], count, n,
      first ? { n: was.get(what) ?? 0, of: first.n } : null,
      noted((answer) => answer.given[key] === what),
      hide && { act: () => hide(key, what), what }));
    // The right value is shown even where nobody predicted it.
    const missing = [...new Set(Object.values(laid).map((answer) => answer.given[key]))]
      .filter((what) => what !== undefined && !given.some(([one]) => one === what));
    for (const what of missing) {
      rows.push(barRow([code(what)], 0, n, null, noted((answer) => answer.given[key] === what)));
    }
    const { covered = 0, free = 0, held = false } = one;
    if (other) rows.push(barRow([given.length ? "other answers" : "answers"], other, n, null, []));
    if (covered) {
      rows.push(h("tr", { class: "nbk-covered" }, h("td", { colspan: "5" },
        `${covered} of these hidden by the teacher `,
        showAll ? tool("Show again", showAll) : null)));
    }
    if (free && (held || (share && !shared.includes("words")))) {
      const own = `${free === 1 ? "is" : "are"} in students’ own words`;
      const words = held ? `${free} of these ${own} ` : `${free} ${own}; phones do not show that yet `;
      rows.push(h("tr", { class: "nbk-covered" }, h("td", { colspan: "5" }, words, share
        ? tool(held ? "Read them" : "Show them to all", () => share(held ? "read" : "words")) : null)));
    }
    const line = board.lines.find((one) => one.key === key)?.code ?? "";
    return table([h("span", { class: "nbk-key" }, key), " ", code(line)], rows);
  });
}
