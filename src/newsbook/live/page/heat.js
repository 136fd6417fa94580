// The heat map: a text with what the class made of it, beside it the places that are disputed or, with
// the gold laid over it, that the room has otherwise; and the keys to go through them. It follows
// heat_gold.js in the same module.

const HEAT_KEYS = [
  ["n", "next place of the list"], ["p", "previous place"], ["g", "gold, or not"],
  ["m", "pipeline (machine), or not"], ["b", "first vote, or second"], ["t", "table of all places"],
  ["+", "larger letters"], ["-", "smaller letters"], ["?", "these keys"],
];
const SIZES = [0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2];

/**
 * Build a heat map for a board (see activity.py). It returns its body, its tools (in the body, unless it is
 * not alone), update({now, before, gold, pipeline}) with heat maps and what can be laid over them or null, onKey(event) (true when the key
 * was one of its own), and dispose(). A page with a list of keys of its own says that it is not alone;
 * turn, where there is one, turns the page to the other theme. The teacher's page is told what is laid
 * over it (onLay), takes predictions away (hide, showAll) or shows more of them (share, where `shared` comes
 * with update()), and says itself what is asked (asked).
 */
function buildHeat(board, announce, { alone = true, turn = null, onLay = () => {}, ...more } = {}) {
  const cut = cutter(board.text ?? "");
  let data = { now: null, before: null, gold: null, pipeline: null };
  let vote = "now";
  let laid = new Set();
  let chosen = -1; // the place of the list that is pointed at
  let against = null; // the room against the gold, where that is laid over it
  let size = SIZES.indexOf(1);

  const shown = () => data[vote] ?? data.now;
  const overlays = () => Object.fromEntries(["gold", "pipeline"]
    .filter((kind) => laid.has(kind) && data[kind]).map((kind) => [kind, data[kind]]));

  const article = board.text === undefined ? null : drawArticle(board, {
    name: "Heat map. Arrow keys go from word to word.",
    announce,
    selects: true,
    describe: (unit) => (shown() ? toldOf(board, shown(), unit, cut) : ""),
  });
  const unlabel = article ? labelEachLine(article.board) : null;
  const picture = article?.board ?? h("div", { class: "nbk-picture", tabindex: "0", role: "group",
    "aria-label": "Heat map" });

  // -- tools

  const switchOf = (key, words, does) => tool("", does, { "aria-pressed": "false", "data-key-of": key,
    "data-words": words });
  const tools = {
    b: switchOf("b", "First vote", () => flipVote()),
    g: switchOf("g", "Gold", () => lay("gold")),
    m: switchOf("m", "Pipeline", () => lay("pipeline")),
    t: switchOf("t", "Table", () => flipTable()),
  };
  const label = (button) => [h("kbd", { "aria-hidden": "true" }, button.dataset.keyOf),
    ` ${button.dataset.words}`];
  const keys = keyList(turn ? [...HEAT_KEYS, ["d", "dark or light"]] : HEAT_KEYS, announce);
  const smaller = tool("A−", () => resize(-1), { "aria-label": "Smaller letters" });
  const larger = tool("A+", () => resize(1), { "aria-label": "Larger letters" });
  const figures = h("div", { class: "nbk-figures" });
  const bar = toolbar("Heat map", ...Object.values(tools), smaller, larger,
    ...(alone ? [keys.button] : []));
  const legend = h("p", { class: "nbk-legend" });

  // -- the places beside it

  const list = h("div", { class: "nbk-disputes", tabindex: "-1" });
  const side = h("section", { class: "nbk-side", "aria-label": "Places" }, list);
  const table = h("div", { class: "nbk-table-place", tabindex: "0", role: "group",
    "aria-label": "Table of all places", hidden: true });

  /** What is listed, in the order in which the keys go through it. */
  function places() {
    const heat = shown();
    return [...(against?.places ?? []).map((place, i) => ({ ...place, rank: `✗${i + 1}` })),
      ...(heat?.disputed ?? []).map((place, i) => ({ ...place, rank: `${i + 1}` }))];
  }

  const rowOf = (place, i, inside) => h("li", {}, h("button", { type: "button", class: "nbk-place",
    "aria-current": i === chosen ? "true" : null, onclick: () => go(i) },
  h("span", { class: "nbk-rank", "aria-hidden": "true" }, place.rank),
  h("span", { class: "nbk-where" }, writtenOut(inShort(cut(place.start, place.end)))), inside));

  function goldRow(place, i) {
    const line = (sign, what) => h("span", { class: "nbk-reading" }, h("b", {}, sign), " ",
      h("bdi", {}, writtenOut(what)));
    return rowOf(place, i, [
      h("span", { class: "nbk-readings" }, line("room", place.room),
        line(`${LAID.gold.letter} gold`, place.gold)),
      h("span", { class: "nbk-differ" }, `${place.n} of ${shown().answered} as gold`)]);
  }

  function placeRow(place, i) {
    const heat = shown();
    const was = vote === "now" && data.before
      ? data.before.disputed.find((one) => Boolean(one.names) === Boolean(place.names)
        && one.start < place.end && place.start < one.end) : undefined;
    const of = place.of ?? heat.answered; // who have marked these words at all, where that is asked
    const line = ([what, n]) => h("span", { class: "nbk-reading" },
      h("b", {}, `${percent(n, of)} %`), " ", h("bdi", {}, writtenOut(what)));
    const first = data.before && vote === "now"
      ? [h("span", { class: "nbk-quiet" }, was
        ? `first vote: ${percent(was.differ, was.of ?? data.before.answered)} % differed`
        : "first vote: not disputed")] : [];
    // The figures are those of one word, where a place has more.
    const [start, end] = place.labels ? board.units[place.unit] : [place.start, place.end];
    const at = start > place.start || end < place.end ? [" at “",
      h("bdi", {}, writtenOut(inShort(cut(start, end), 20))), "”"] : [];
    return rowOf(place, i, [
      h("span", { class: "nbk-readings" }, readingsOf(board, heat, place, cut).slice(0, 4).map(line)),
      h("span", { class: "nbk-differ" }, `${place.differ} of ${of} differ`, at),
      i === chosen ? spansOver(heat, place, cut).map((one) => h("span",
        { class: "nbk-reading nbk-whole" }, `${one[1]} × `, h("bdi", {}, writtenOut(one[0])))) : [],
      first].flat());
  }

  function go(to) {
    const all = places();
    if (!article || !all.length) {
      announce("no place is listed");
      return;
    }
    chosen = (to + all.length) % all.length;
    const place = all[chosen];
    const from = article.unitAt(place.start);
    let last = from;
    while (board.units[last + 1]?.[0] < place.end) last++;
    article.select(from, last);
    article.show(place.start);
    // What the class made of it stands below the words, so they go to the upper half.
    const [word] = article.elementsOf(from);
    const down = word.getBoundingClientRect().top - picture.getBoundingClientRect().top;
    picture.scrollTop += down - picture.clientHeight * 0.35;
    drawList();
    const current = list.querySelector("[aria-current]");
    if (current) reveal(list, current);
    const told = place.gold === undefined ? readingsOf(board, shown(), place, cut)
      .map(([what, n]) => `${what} ${percent(n, place.of ?? shown().answered)} %`).join(", ")
      : `room ${aloud(place.room)}, gold ${aloud(place.gold)}`;
    announce(`Place ${chosen + 1} of ${all.length}: ${aloud(inShort(cut(place.start, place.end)))}: ${told}`);
  }

  /** How what more than half gave does against the gold. */
  function scoreLine(heat) {
    if (!heat.answered) return null;
    const { precision, recall, f1 } = against.score;
    const one = (name, value, means) => h("div", {}, h("span", {}, `${name} `, h("b", {}, figure(value))),
      h("small", {}, means));
    const { whose } = against;
    return h("div", { class: "nbk-score", title: "The room is what more than half gave" },
      one("precision", precision, "of the room’s right"), one("recall", recall, "of the gold found"),
      one("F1", f1, "both in one"), whose && h("div", {}, h("span", {},
        "same words, same person: ", h("b", {}, `${whose[0]} of ${whose[1]}`))));
  }

  /** Why no place is disputed: with few answers, nine of ten is a hard saying. */
  function noneDisputed({ answered }) {
    if (!answered) return "Nobody has answered.";
    if (answered === 1) return "One answer: there is nothing to compare it with.";
    return answered < 10 ? `None: all ${answered} agree everywhere.`
      : "None: at every place at least nine of ten agree.";
  }

  function drawList() {
    const heat = shown();
    if (!heat || !article) return;
    // The list is made anew, and the focus must not go with the old one.
    const had = [...list.querySelectorAll("button")].indexOf(list.getRootNode().activeElement);
    fill(list, [heat.disputed, heat.answered, chosen, vote, data.before?.disputed, against], () => {
      const all = places();
      const wrong = against?.places.length ?? 0;
      const part = (title, rows, none, more) => [h("h2", {}, title), more,
        rows.length ? h("ol", {}, rows) : h("p", { class: "nbk-quiet" }, none)];
      const gold = against ? part("The room against the gold",
        all.slice(0, wrong).map((place, i) => goldRow(place, i)),
        heat.answered ? "Nowhere: more than half have all of the gold, and nothing else." : "Nobody has answered.", scoreLine(heat)) : [];
      return [...gold, ...part("Disputed places",
        all.slice(wrong).map((place, i) => placeRow(place, i + wrong)), noneDisputed(heat))].filter(Boolean);
    });
    if (had >= 0) list.querySelectorAll("button")[had]?.focus({ preventScroll: true });
  }

  // -- what the keys do

  function lay(kind) {
    if (!data[kind]) {
      announce(`there is no ${LAID[kind].name} to compare with`);
      return;
    }
    laid = new Set(laid);
    if (!laid.delete(kind)) laid.add(kind);
    chosen = -1;
    onLay(kind, laid.has(kind));
    announce(`${LAID[kind].name} ${laid.has(kind) ? "shown" : "hidden"}`);
    draw();
  }

  function flipVote() {
    if (!data.before) {
      announce("there was one vote");
      return;
    }
    vote = vote === "now" ? "before" : "now";
    chosen = -1;
    announce(vote === "now" ? "second vote" : "first vote");
    draw();
  }

  function flipTable() {
    if (!article) return;
    table.hidden = !table.hidden;
    draw();
    if (!table.hidden) table.focus();
  }

  function resize(way) {
    size = Math.min(Math.max(size + way, 0), SIZES.length - 1);
    body.style.setProperty("--size", String(SIZES[size]));
    announce(`letters at ${Math.round(SIZES[size] * 100)} %`);
  }

  const acts = {
    n: () => go(chosen + 1), p: () => go(chosen < 0 ? -1 : chosen - 1), g: () => lay("gold"),
    m: () => lay("pipeline"), b: flipVote, t: flipTable,
    "+": () => resize(1), "=": () => resize(1), "-": () => resize(-1), ...(turn ? { d: turn } : {}),
  };
  function onKey(event) {
    if (alone && event.key === "?" && !isChord(event)) {
      event.preventDefault();
      keys.toggle();
      return true;
    }
    // A plus is typed with Shift on most keyboards.
    return actOnKey(event, acts);
  }

  // -- drawing

  function drawFigures(heat) {
    const first = vote === "now" && data.before;
    const share = (value) => (typeof value === "number" // never rounded up to 100
      ? `${Math.min(Math.round(100 * value), value < 1 ? 99 : 100)} %` : "–");
    const one = (name, value, was, means, told) => h("span", { class: "nbk-figure", title: told },
      h("span", { class: "nbk-quiet" }, name), " ", h("b", {}, value),
      first && was ? h("span", { class: "nbk-quiet" }, `, was ${was}`) : "",
      means ? h("span", { class: "nbk-quiet" }, ` (${means})`) : "");
    const score = laid.has("gold") && data.gold && !article ? roomScore(board, heat, data.gold) : null;
    // Of a choice alone, or of one line, F1 says no more than the bars do.
    const bare = board.kind === "choice" || board.kind === "predict";
    fill(figures, [heat.answered, heat.students, heat.alpha, heat.f1, vote, first, score], () => [
      data.before ? h("b", { class: "nbk-vote" }, vote === "now" ? "Second vote" : "First vote") : null,
      h("span", {}, h("span", { class: "nbk-quiet" }, "answered "), h("b", {}, `${heat.answered} of ${heat.students}`)),
      heat.alpha === null ? null : one("agreement", figure(heat.alpha), figure(first?.alpha),
        "1 all, 0 chance", "Krippendorff’s alpha: 1 is agreement, 0 what chance would give"),
      bare || heat.f1 === null ? null : one("two students share", share(heat.f1), first && share(first.f1),
        "", "F1 between any two answers, pooled over all pairs"),
      typeof heat.names_alpha === "number" ? one("on whose words they are", figure(heat.names_alpha),
        figure(first?.names_alpha), "", "Krippendorff’s alpha of the names that quotes were tied to")
        : null,
      score ? one(score[0], score[1], null, score[2], score[3]) : null,
    ].filter(Boolean));
  }

  function drawLegend(over) {
    const laidOver = Object.keys(over).map((kind) => `${LAID[kind].letter} ${LAID[kind].name}`);
    fill(legend, [laidOver], () => {
      const parts = board.kind === "tokens" ? ["bar and number in a gap: how many of a hundred split there"]
        : labelsTold(board);
      if (board.labels) parts.push("number: of a hundred, from 5 on");
      if (over.gold) parts.push("✗ room (more than half) against gold");
      return [...parts, ...laidOver].map((part) => h("span", {}, part));
    });
  }

  function draw() {
    const heat = shown();
    if (!heat) return;
    const over = overlays();
    against = article && over.gold ? againstGold(board, heat, over.gold, cut) : null;
    drawFigures(heat);
    for (const [key, button] of Object.entries(tools)) {
      button.replaceChildren(...label(button));
      const on = { b: vote === "before", g: laid.has("gold"), m: laid.has("pipeline"), t: !table.hidden };
      button.setAttribute("aria-pressed", String(on[key]));
    }
    tools.b.hidden = !data.before;
    tools.g.hidden = !data.gold;
    tools.m.hidden = !data.pipeline;
    tools.t.hidden = !article;
    if (!article) {
      const before = vote === "now" ? data.before : null;
      const { shared } = data;
      fill(picture, [heat, before, over, shared], () => bars(board, heat, before, over, { ...more, shared }));
      return;
    }
    drawLegend(over);
    article.paint(heatMarks(board, heat, over, places()));
    drawList();
    if (!table.hidden) fill(table, [data, vote], () => [placesTable(board, data, cut)]);
  }

  function update(given) {
    data = { ...data, ...given };
    if (vote === "before" && !data.before) vote = "now";
    if (chosen >= places().length) chosen = -1;
    draw();
  }

  const body = h("div", { class: `nbk-heat nbk-heat-${board.kind}` },
    h("div", { class: "nbk-heat-head" }, figures, ...(alone ? [bar] : [])),
    ...(alone ? [keys.list] : []),
    h("div", { class: "nbk-heat-main" },
      h("div", { class: "nbk-heat-text" }, picture, ...(article ? [legend] : [])),
      ...(article ? [side] : [])),
    table);
  body.style.setProperty("--size", "1");
  return { body, tools: bar, update, onKey, dispose: () => {
    unlabel?.();
    article?.dispose();
  } };
}
