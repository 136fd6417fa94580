// Spans in an article: choose words, give them a label, change or delete what is there.
//
// A label goes to the current span (clicked, or chosen with Enter), else to the chosen words, else to the
// word at the caret. A span on just those words is changed rather than marked twice, unless a second
// label is asked for. Where spans may not overlap, a new one takes the place of those that it meets; an edge
// that is moved stops at them. The current span, and whom one compares with, are a view's own.

// The digits are also found by their place, for keyboards that hide them.
const EDGE_KEYS = {
  1: ["start", -1], 2: ["start", 1], 3: ["end", -1], 4: ["end", 1], "[": ["start", -1],
  "]": ["start", 1], "{": ["end", -1], "}": ["end", 1], "<": ["end", -1], ">": ["end", 1],
};

export default widget(({ store, announce }) => {
  const { text, labels, others, overlapping, units } = store.content;
  const cut = cutter(text);
  const wordsOf = ([start, end]) => cut(start, end).replace(/\s+/g, " ");
  const told = (span) => {
    const words = aloud(wordsOf(span));
    return `${span[2]} “${words.length > 60 ? `${words.slice(0, 59)}…` : words}”`;
  };
  let spans = [];
  let seen = null;
  let current = null; // the key of the span that is worked on
  let pivot = null; // the word at which it was chosen, among others there
  let before = {}; // the same two, before the last click
  let visited = false; // whether the caret was ever used
  let also = false; // whether the next label is a second one
  let ours = false; // whether the selection moves by our own doing
  let renamed = null;
  let replaced = { key: null, words: "" }; // a span, and what it took the place of
  let compared = null;
  let pairs = [];
  let asked = false; // whether the reference is awaited

  const keys = keyList([
    ["← ↑ → ↓", "to another word; with Shift, choose more words"],
    [labels.slice(0, 8).map(({ letter }) => letter).join(" "), "give the label with this letter"],
    ...(overlapping ? [["Shift+letter", "a second label on the same words"]] : []),
    ["Enter", "choose the span at this word, or the next one there"],
    ["1 2", "move its start one word back, on (also [ ])"],
    ["3 4", "move its end one word back, on (also { } < >)"],
    ["Delete", "delete it (also Backspace)"],
    [", .", "to the difference before, after this one"],
    ["Escape", "let go of what is chosen"],
    ["U R ?", "undo, redo, show these keys"],
  ], announce);
  const history = historyTools(store, announce, () => counted(spans.length));
  const article = drawArticle(store.content, { name: "Article", announce, selects: true, onSelect,
    onKey, onTap: (unit) => cycle(unit, before.pivot === unit ? before.current : null),
    describe: (unit) => {
      const names = spansAt(unit).map((span) => span[2]);
      return names.length ? `in ${names.join(" and ")}, Enter chooses` : "";
    } });
  const { board } = article;
  const labelButtons = labels.map(({ name, letter, tone }) => h("button", { type: "button",
    class: "nbk-button nbk-small nbk-label", "data-tone": tone % TONES,
    onclick: (event) => give(name, event.shiftKey) },
  h("span", { class: "nbk-letter" }, letter), h("bdi", {}, name), h("span", { class: "nbk-count-of" })));
  const chosen = h("p", { class: "nbk-chosen" });
  const refusal = h("p", { class: "nbk-error", hidden: true });
  const edge = (which, by, sign, name) => tool(sign, () => move(which, by), { "aria-label": name });
  const edges = ["start", "end"].map((which) => h("span", { class: "nbk-edges" },
    edge(which, -1, "◂", `Move the ${which} back`), h("span", { class: "nbk-edge" }, which),
    edge(which, 1, "▸", `Move the ${which} on`)));
  const remove = tool("Delete", () => removeSpan());
  const second = tool("Second label", () => set({ second: !also }));
  const extend = tool("Extend", () => set({ extend: !article.extending }));
  const bar = toolbar("Chosen words", extend, edges, overlapping ? second : null, remove);
  const count = h("span", { class: "nbk-count" });
  const help = h("p", { class: "nbk-quiet", id: newId("help") },
    "Choose words: click or drag, or ", h("kbd", {}, "←"), " ", h("kbd", {}, "→"), " with ",
    h("kbd", {}, "Shift"), ". Then a label. Click a marked word to change what is there. ",
    h("kbd", {}, "?"), " shows all keys.");
  board.setAttribute("aria-roledescription", "span annotator");
  board.setAttribute("aria-describedby", help.id);
  const meanings = labels.some(({ says }) => says)
    ? h("details", { class: "nbk-meanings" }, h("summary", {}, "What the labels mean"),
      h("dl", {}, labels.map(({ name, says }) => h("div", {}, h("dt", { dir: "auto" }, name),
        h("dd", { dir: "auto" }, says))))) : null;
  const table = spanTable({ labels: labels.map(({ name }) => name), wordsOf, onDelete: removeSpan,
    onLabel: (span, label) => put(span, [span[0], span[1], label], "changed"),
    onEdge: (span, which, by) => move(which, by, span), onShow: (span) => {
      pick(rangeOf(span), span);
      article.show(span[0]);
      announce(`chosen in the text: ${told(span)}`);
    } });
  const hasReference = Boolean(store.state.reference);
  const names = others.map(({ name }) => ({ button: `Compare with ${name}`, name }));
  if (hasReference) names.push({ button: "Show where it differs", name: "the reference" });
  const compare = comparison({ names, onOver, onStep, describe: difference });
  const lock = h("p", { class: "nbk-quiet" });
  const body = h("div", { class: "nbk-annotator" }, board, toolbar("Labels", labelButtons), meanings,
    h("div", { class: "nbk-work" }, chosen, bar, refusal),
    ...(names.length ? [toolbar("Compare", compare.buttons, compare.steps), compare.el, lock] : []),
    toolbar("Tools", count, history.buttons, keys.button), help, keys.list, table.el);

  const rangeOf = ([start, end]) => [article.unitAt(start), article.unitAt(end - 1)];
  const currentSpan = () => spans.find((span) => keyOf(span) === current) ?? null;

  /** The spans over a word, the innermost first. */
  function spansAt(unit) {
    const [start, end] = units[unit];
    return spans.filter((span) => span[0] < end && span[1] > start)
      .sort((a, b) => (a[1] - a[0]) - (b[1] - b[0]) || inOrder(a, b));
  }

  function difference({ mine, theirs }, name) {
    return `you have ${mine ? told(mine) : "nothing there"}, ${name} `
      + `has ${theirs ? told(theirs) : "nothing there"}.`;
  }

  // -- choosing

  /** What a label would be given to, as [start, end]; or null. */
  function target() {
    const range = article.selection();
    if (range) return [range.start, range.end];
    return visited ? units[article.caret] : null;
  }

  function onSelect() {
    if (ours) return;
    before = { current, pivot };
    replaced = { key: null, words: "" };
    visited = true;
    current = pivot = null;
    set({ extend: false });
  }

  /** Choose units, and a span that is then the current one. `at` is the word it was chosen at. */
  function pick(range, span = null, at = null) {
    current = span && keyOf(span);
    pivot = at;
    visited = true;
    ours = true;
    article.select(...range);
    ours = false;
    set({});
  }

  /** Choose the next span over a word; after the last one the word alone. */
  function cycle(unit, from) {
    const here = spansAt(unit);
    const index = here.findIndex((span) => keyOf(span) === from) + 1;
    if (!here.length) return;
    pick(here[index] ? rangeOf(here[index]) : [unit], here[index], unit);
    announce(here[index] ? `${told(here[index])}, span ${index + 1} of ${here.length} here`
      : `only the word ${aloud(wordsOf(units[unit]))}`);
  }

  /** What the next tap and the next label will do; by default nothing special. */
  function set({ second: beside = false, extend: longer = false }) {
    also = beside;
    article.extending = longer;
    second.setAttribute("aria-pressed", String(also));
    extend.setAttribute("aria-pressed", String(longer));
    refusal.hidden = true;
    if (longer) announce("The next click or tap chooses all words up to there.");
    showChosen();
  }

  function showChosen() {
    const span = currentSpan();
    const range = target();
    const on = span ? [span] : spansOn(range ?? []);
    labelButtons.forEach((button, i) => {
      button.setAttribute("aria-pressed", String(on.some((one) => one[2] === labels[i].name)));
      button.setAttribute("aria-disabled", String(!range));
    });
    for (const button of bar.querySelectorAll("button")) {
      if (button !== extend) button.setAttribute("aria-disabled", String(!span));
    }
    table.choose(current);
    const here = span && pivot !== null ? spansAt(pivot).length : 0;
    const instead = span && keyOf(span) === replaced.key ? `, instead of ${replaced.words}` : "";
    fill(chosen, [range, span, here, instead], () => (!range ? ["Nothing is chosen."] : [
      span ? h("b", { dir: "auto" }, span[2]) : "Chosen:", " “",
      h("bdi", {}, writtenOut(wordsOf([range[0], Math.min(range[1], range[0] + 200)]))), "”",
      instead,
      here > 1 ? h("span", { class: "nbk-quiet" }, ` · ${here} spans here: click again for the next`) : ""]));
  }

  const spansOn = ([start, end]) => spans.filter((one) => one[0] === start && one[1] === end);

  // -- changing

  function refuse(sentence) {
    refusal.textContent = sentence;
    refusal.hidden = false;
    announce(sentence);
    return false;
  }

  /** Put a span in the place of an old one, and of those it meets or beside the others; say so. */
  function put(old, span, verb, replaces = false) {
    const met = overlapping ? []
      : spans.filter((other) => other !== old && other[0] < span[1] && other[1] > span[0]);
    if (met.length && !replaces) {
      return refuse(`Spans may not overlap here, and ${told(met[0])} is in the way. `
        + "Delete it or move its edge first.");
    }
    const rest = spans.filter((other) => other !== old && !met.includes(other)
      && keyOf(other) !== keyOf(span));
    renamed = old && [keyOf(old), keyOf(span)];
    current = keyOf(span);
    replaced = { key: current, words: met.map(told).join(" and ") };
    if (!met.length) replaced.key = null;
    store.change({ spans: [...rest, span].sort(inOrder) });
    pick(rangeOf(span), span, pivot);
    const instead = met.length ? `, instead of ${replaced.words}` : "";
    announce(`${verb}: ${told(span)}${instead}, ${counted(spans.length)}`);
    return true;
  }

  function give(label, beside) {
    const range = target();
    if (!range) return refuse("Choose words first.");
    const same = spansOn(range);
    const beyond = also || (overlapping && beside);
    const old = beyond ? null : currentSpan() ?? same[0] ?? null;
    if (same.some((other) => other[2] === label)) return refuse(`These words are ${label} already.`);
    return put(old, [...range, label], old ? "changed" : beyond ? "second label" : "marked",
      true);
  }

  function move(which, by, span = currentSpan()) {
    if (!span) return refuse("Choose a span first: click in it, or press Enter.");
    let [from, to] = rangeOf(span);
    if (which === "start") from += by;
    else to += by;
    if (from < 0 || to >= units.length) return refuse("There is no word beyond this one.");
    if (from > to) return refuse("A span keeps at least one word.");
    return put(span, [units[from][0], units[to][1], span[2]], `${which} moved`);
  }

  function removeSpan(given = null) {
    const span = given ?? currentSpan() ?? (visited ? spansAt(article.caret)[0] : null);
    if (!span) return refuse("There is no span here.");
    current = pivot = null;
    store.change({ spans: spans.filter((other) => other !== span) });
    set({});
    announce(`deleted: ${told(span)}, ${counted(spans.length)}`);
    return true;
  }

  // -- comparing

  function onOver(index) {
    const { reference } = store.state;
    refusal.hidden = true;
    if (index === others.length && !reference.spans) {
      if (reference.locked) return refuse(`${names[index].button}: ${reference.locked}`);
      asked = true;
      return store.send({ do: "differ" });
    }
    compareWith(index);
    return announce(index === null ? "comparison closed" : agreementSaid(pairs, names[index].name));
  }

  /** Draw the marks, my own or compared, if either side has changed. */
  function compareWith(index) {
    if (compared === `${index}/${seen}`) return;
    compared = `${index}/${seen}`;
    pairs = index === null ? []
      : compareSpans(spans, others[index]?.spans ?? store.state.reference.spans);
    compare.show(index, pairs);
    article.paint(index === null ? spans.map((span) => mark(span)) : pairs.flatMap(marksOf));
  }

  function mark([start, end, name], kind = "", sign = "") {
    const { letter, tone } = labels.find((one) => one.name === name)
      ?? { letter: codePoints(name)[0], tone: TONES - 1 };
    return { start, end, letter: sign + letter, tone, name, kind };
  }

  function marksOf({ kind, mine, theirs }) {
    const [sign] = OUTCOMES[kind];
    if (kind === "agreed") return [mark(mine, kind, sign)];
    return [mine && mark(mine, "mine", sign), theirs && mark(theirs, "theirs", sign)].filter(Boolean);
  }

  function onStep(pair, words) {
    if (pair) {
      pick(rangeOf(pair.mine ?? pair.theirs), pair.mine);
      article.show(pair.start);
    }
    announce(words);
  }

  // -- keys

  function letterOf({ key, code }) {
    if (/^[a-z]$/i.test(key)) return key.toUpperCase();
    // On a keyboard of another script the key is known by its place.
    return /^\p{L}$/u.test(key) ? /^Key([A-Z])$/.exec(code)?.[1] : null;
  }

  function onKey(event) {
    const letter = letterOf(event);
    const label = labels.find((one) => one.letter === letter);
    const digit = event.shiftKey ? null : /^Digit([1-4])$/.exec(event.code)?.[1];
    const edgeKey = EDGE_KEYS[event.key] ?? EDGE_KEYS[digit];
    const does = {
      Enter: () => {
        const unit = pivot ?? article.caret;
        if (spansAt(unit).length) cycle(unit, current);
        else refuse("There is no span here.");
      },
      Delete: () => removeSpan(),
      Backspace: () => removeSpan(),
      Escape: letGo,
      ",": () => compare.step(-1),
      ".": () => compare.step(1),
      "?": keys.toggle,
    }[event.key] ?? { U: history.undo, R: history.redo }[letter]
      ?? (label && (() => give(label.name, event.shiftKey))) ?? (edgeKey && (() => move(...edgeKey)));
    if (!does || article.caret === null) return false;
    visited = true; // who uses the keyboard sees the caret
    // A key that is held down must not change the answer again and again.
    if (!event.repeat) does();
    return true;
  }

  function letGo() {
    if (article.extending || also) set({});
    else if (article.selection()) pick([null]);
    else if (compare.over !== null) return onOver(null);
    return announce("let go");
  }

  function update() {
    const { reference } = store.state;
    const value = store.value?.spans ?? [];
    const written = JSON.stringify(value);
    if (written !== seen) {
      seen = written;
      spans = value;
      if (!currentSpan()) current = null;
      labelButtons.forEach((button, i) => {
        button.lastChild.textContent = spans.filter((span) => span[2] === labels[i].name).length;
      });
      count.textContent = counted(spans.length);
      board.setAttribute("aria-label", `Article, ${counted(spans.length)}`);
      table.update(spans, renamed);
      renamed = null;
      showChosen();
    }
    if (asked && reference.spans) {
      asked = false;
      onOver(others.length);
    }
    compareWith(compare.over);
    history.update();
    if (!hasReference) return;
    compare.buttons.at(-1).setAttribute("aria-disabled", String(Boolean(reference.locked)));
    lock.textContent = reference.locked;
  }

  return { body, update, asksItself: false, name: "Span annotator", dispose: () => {
    article.dispose();
    table.dispose();
  } };
});
