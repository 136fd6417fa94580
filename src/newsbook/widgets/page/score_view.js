// Predicted spans against the gold: hits, misses and inventions in the text, and the figures that count
// them. A figure shows just its cases, in the text and as a list, to be gone through one by one.

const SIGN = { hit: "✓", miss: "−", invention: "+" };
const TONE = { hit: 2, miss: 1, invention: 3 };
const CALLED = { hit: "right", miss: "missed", invention: "invented" };
const FIGURE = {
  precision: ["", "precision"], recall: ["", "recall"], f1: ["", "F1"], hits: ["✓", "right"],
  misses: ["−", "missed"], inventions: ["+", "invented"], near: ["≈", "of these near"],
};
const LISTED = 40; // cases in the list at a time

const short = (label) => (label.length > 30 ? `${label.slice(0, 29)}…` : label);

export default view(({ model, announce }) => {
  const content = model.get("_content");
  const { text, cases, rows, of, title } = content;
  const cut = cutter(text);
  const painted = new Map();
  let mine = []; // the cases of the figure that is selected
  let at = null; // the one of them that is gone to
  let page = 0;

  const article = drawArticle(content, { name: "Article with what was found and what was not",
    announce, selects: true, onKey, onSelect: noticed,
    describe: (unit) => mine.filter((one) => touches(unit, one)).map(inWords).join("; ") });
  const { units } = content;
  const touches = (unit, { start, end }) => start < units[unit][1] && end > units[unit][0];

  const keys = keyList([["← →", "next word"], ["↑ ↓", "next line, or row"], ["N", "next case"],
    ["P", "the case before"], ["Escape", "all cases"], ["?", "these keys"]], announce);
  const says = h("p", { class: "nbk-says" });
  const list = h("ol", { class: "nbk-cases" });
  const turn = (by) => tool(by < 0 ? "Earlier" : "Later", () => {
    page += by;
    drawList();
    list.querySelector("button")?.focus();
  });
  const pages = [turn(-1), turn(1)];
  const count = h("span", { class: "nbk-count" });
  const steps = [tool("← Case", () => step(-1), { "aria-label": "the case before" }),
    tool("Case →", () => step(1), { "aria-label": "next case" })];
  const buttons = new Map();
  const table = drawTable();
  const body = h("div", { class: "nbk-score" },
    title ? h("p", { class: "nbk-title" }, writtenOut(title)) : null,
    h("div", { class: "nbk-beside" },
      h("div", {}, article.board,
        h("p", { class: "nbk-quiet nbk-legend" },
          ["hit", "miss", "invention"].map((kind) => h("span", {},
            h("span", { class: "nbk-letter", "data-tone": TONE[kind] }, SIGN[kind]), ` ${CALLED[kind]}`)),
          h("span", {}, `≈ ${content.near}`))),
      h("div", {}, table, says, toolbar("Cases", count, steps, keys.button), keys.list,
        oneTabStop(list), h("div", { class: "nbk-tools" }, pages))));

  // -- the table of figures

  function drawTable() {
    const head = Object.entries(FIGURE).map(([name, [sign, words]]) =>
      h("th", { scope: "col", "data-figure": name },
        h("span", { class: "nbk-headed", "aria-hidden": "true" }, sign), h("span", {}, words)));
    const lines = rows.map((row) => h("tr", {},
      h("th", { scope: "row" }, row.of === "" ? "all" : writtenOut(short(row.of.slice(1)) || "no label")),
      Object.keys(FIGURE).map((name) => {
        const which = name + row.of;
        const label = `${FIGURE[name][1]}${row.of === "" ? "" : `, ${short(row.of.slice(1)) || "no label"}`}: ${row.cells[name]}`;
        const button = h("button", { type: "button", class: "nbk-figure", "aria-label": label,
          title: row.says[name], onclick: () => choose(model.get("selected") === which ? "" : which) },
        row.cells[name]);
        buttons.set(which, button);
        return h("td", {}, button);
      })));
    const made = h("table", { class: "nbk-figures", "aria-label": "Figures" },
      h("thead", {}, h("tr", {}, h("td", {}), head)), h("tbody", {}, lines));
    made.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td");
      if (isChord(event)) return;
      if (event.key === "Escape") choose("");
      else if (cell && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        const line = cell.parentElement;
        const to = event.key === "ArrowUp" ? line.previousElementSibling : line.nextElementSibling;
        to?.children[[...line.children].indexOf(cell)].querySelector("button").focus();
      } else return;
      event.preventDefault();
    });
    if (content.rows_left) {
      made.append(h("caption", {}, `and ${content.rows_left} more labels`));
    }
    return oneTabStop(made);
  }

  function choose(which) {
    model.set("selected", which);
    try {
      model.save_changes();
    } catch {
      // Without a kernel the cases can still be looked at.
    }
    announce(`${sentence(which)} ${mine.length} ${mine.length === 1 ? "case" : "cases"} shown.`);
  }

  function split(which) {
    const colon = which.indexOf(":");
    return colon < 0 ? [which, null] : [which.slice(0, colon), which.slice(colon + 1)];
  }

  function sentence(which) {
    const [name, label] = split(which);
    const row = rows.find((one) => one.of === (label === null ? "" : `:${label}`));
    return which === "" ? "All cases." : row?.says[name] ?? "";
  }

  // -- the cases

  function chosen(which) {
    const [name, label] = split(which || "f1");
    return cases.filter((one) => of[name].includes(one.kind) && (name !== "near" || one.near)
      && (label === null || one.label === label));
  }

  const marksOf = (which) => {
    if (!painted.has(which)) {
      painted.set(which, mine.map((one) => ({ start: one.start, end: one.end, tone: TONE[one.kind],
        letter: `${SIGN[one.kind]}${one.near ? "≈" : ""}${one.label.slice(0, 1)}`,
        name: CALLED[one.kind] })));
    }
    return painted.get(which);
  };

  const wordsAt = (start, end) => {
    const words = cut(start, end).replace(/\s+/gu, " ");
    return words.length > 120 ? `${words.slice(0, 119)}…` : words;
  };

  function remark(one) {
    if (!one.remark) return "";
    const side = one.kind === "miss" || one.kind === "hit" ? "found was" : "the gold has";
    return `${one.remark}: ${side} ${wordsAt(one.other[0], one.other[1])} ${short(one.other[2])}`.trim();
  }

  const inWords = (one) => [CALLED[one.kind], short(one.label), aloud(wordsAt(one.start, one.end)), remark(one)]
    .filter(Boolean).join(", ");

  function drawList() {
    const last = Math.max(0, Math.ceil(mine.length / LISTED) - 1);
    page = Math.max(0, Math.min(page, last));
    const from = page * LISTED;
    fill(list, [model.get("selected"), page], () => mine.slice(from, from + LISTED).map((one, i) =>
      h("li", {}, h("button", { type: "button", class: "nbk-case", "data-case": from + i,
        onclick: () => go(from + i) },
      h("span", { class: "nbk-letter", "data-tone": TONE[one.kind], "aria-label": CALLED[one.kind],
        role: "img" }, SIGN[one.kind]), " ",
      h("bdi", {}, writtenOut(wordsAt(one.start, one.end))), " ",
      h("span", { class: "nbk-quiet" }, writtenOut(short(one.label))),
      one.remark ? h("span", { class: "nbk-quiet nbk-remark" }, "≈ ", writtenOut(remark(one))) : null))));
    list.setAttribute("start", from + 1);
    list.style.setProperty("--from", from);
    for (const button of list.querySelectorAll("button")) {
      button.setAttribute("aria-current", String(Number(button.dataset.case) === at));
    }
    pages[0].hidden = page === 0;
    pages[1].hidden = page >= last;
    count.textContent = `${at === null ? "" : `${at + 1} of `}${mine.length} ${mine.length === 1 ? "case" : "cases"}`;
  }

  function go(index) {
    const one = mine[index];
    if (!one) return;
    at = index;
    page = Math.floor(index / LISTED);
    const first = article.unitAt(one.start);
    const last = Math.max(first, article.unitAt(one.end - 1));
    if (last < units.length) article.select(first, last);
    article.show(one.start);
    drawList();
    list.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
    announce(`${index + 1} of ${mine.length}: ${inWords(one)}`);
  }

  function step(way) {
    const here = at ?? (way > 0 ? -1 : mine.length);
    if (!mine[here + way]) announce(way > 0 ? "no case after this" : "no case before this");
    else go(here + way);
  }

  /** The caret went somewhere: the case there is the one that is gone to. */
  function noticed() {
    if (!article.selection() && !article.board.matches(":focus")) return;
    const found = mine.findIndex((one) => touches(article.caret, one));
    if (found < 0 || (at !== null && touches(article.caret, mine[at]))) return;
    at = found;
    page = Math.floor(at / LISTED);
    drawList();
    list.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }

  function onKey(event) {
    const does = { n: () => step(1), p: () => step(-1), "?": keys.toggle, escape: () => choose("") };
    const doing = does[event.key.toLowerCase()];
    doing?.();
    return doing !== undefined;
  }

  function update() {
    const which = model.get("selected");
    mine = chosen(which);
    at = null;
    page = 0;
    for (const [name, button] of buttons) button.setAttribute("aria-pressed", String(name === which));
    says.textContent = which === "" ? "Choose a figure to see just its cases." : sentence(which);
    article.select(null);
    article.paint(marksOf(which));
    list.dataset.key = "";
    drawList();
  }

  model.on("change:selected", update);
  const dispose = () => {
    model.off("change:selected", update);
    article.dispose();
  };
  return { body, update, dispose, name: title ? `Score view: ${title}` : "Score view" };
});
