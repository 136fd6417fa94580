// Examples and labels. One example is the current one; a label's button or number gives it that
// label and goes on to the next example without one.

export default widget(({ store, ids, announce }) => {
  const { question, labels, examples } = store.content;
  const KEYS = [
    ["↑ ↓", "to the example above or below"],
    [labels.map((_, i) => i + 1).join(" "), `label it ${labels.join(", ")}`],
    ["Delete", "take its label away"],
    ["U", "undo"],
    ["R", "redo"],
    ["?", "show or hide these keys"],
  ];
  let given = {};
  let current = 0;

  const helpId = newId("keys");
  const rows = examples.map(({ text }, i) => {
    const slot = h("span", { class: "nbk-slot" });
    const el = h("li", { class: "nbk-example", "data-at": i },
      h("span", { class: "nbk-key", "aria-hidden": "true" }, examples[i].key),
      h("span", { class: "nbk-example-text", dir: "auto" }, prose(codePoints(text).map(visible).join(""))),
      slot);
    return { el, slot };
  });
  const board = h("div", { class: "nbk-matches", role: "application", tabindex: "0",
    "aria-roledescription": "examples to label", "aria-describedby": helpId,
    onkeydown: onKey, onclick: onClick, onfocus: draw, onblur: draw },
  h("ul", { class: "nbk-examples" }, rows.map(({ el }) => el)));
  const buttons = labels.map((label, i) => h("button", { type: "button",
    class: "nbk-button nbk-label", onclick: () => give(i) },
  h("kbd", { "aria-hidden": "true" }, i + 1), h("span", {}, label)));
  // After a click on a label the focus is there, and the labels' numbers go on working.
  const byNumber = () => Object.fromEntries(labels.map((_, i) => [i + 1, () => give(i)]));
  const palette = oneTabStop(h("div", { class: "nbk-palette", role: "toolbar", "aria-label": "Labels",
    onkeydown: (event) => actOnKey(event, byNumber()) }, buttons));
  const keys = keyList(KEYS, announce);
  const history = historyTools(store, announce, howMany);
  const count = h("span", { class: "nbk-count" });
  const clear = tool("No label", () => give(null));
  const reading = h("p", { class: "nbk-sr" });
  const body = h("div", {},
    h("p", { class: "nbk-question", id: ids.question }, prose(question)), board, palette,
    toolbar("Tools", count, clear, history.buttons, keys.button),
    h("p", { class: "nbk-quiet", id: helpId }, "Choose an example, then its label. With the keyboard: ",
      h("kbd", {}, "↑"), " ", h("kbd", {}, "↓"), " choose, a label’s number gives it, ",
      h("kbd", {}, "?"), " shows all keys."),
    keys.list, reading);

  function howMany() {
    return `${Object.keys(given).length} of ${examples.length} labelled`;
  }

  const labelOf = (i) => given[examples[i].key];
  const told = (i) => `${examples[i].key}, ${examples[i].text}: ${labelOf(i) ?? "no label"}`;

  function draw() {
    rows.forEach(({ el, slot }, i) => {
      el.classList.toggle("nbk-now", i === current);
      const label = labelOf(i);
      slot.textContent = label ?? "…";
      slot.classList.toggle("nbk-filled", label !== undefined);
    });
    buttons.forEach((button, i) => {
      const on = labelOf(current) === labels[i];
      button.setAttribute("aria-pressed", String(on));
      button.classList.toggle("nbk-on", on);
      button.setAttribute("aria-label", `${labels[i]} for: ${examples[current].text}`);
    });
    clear.setAttribute("aria-disabled", String(labelOf(current) === undefined));
  }

  function give(index) {
    const { key } = examples[current];
    const label = index === null ? undefined : labels[index];
    if (labelOf(current) === label) {
      announce(told(current)); // it has that label already, and stays the current one
      return;
    }
    const pairs = { ...given };
    if (label === undefined) delete pairs[key];
    else pairs[key] = label;
    store.change({ pairs: Object.fromEntries(
      examples.filter((e) => e.key in pairs).map((e) => [e.key, pairs[e.key]])) });
    const said = `${told(current)}, ${howMany()}`;
    if (label !== undefined) next();
    announce(label === undefined ? said : `${said}; now ${told(current)}`);
  }

  /** Go on to the next example without a label, if there is one. */
  function next() {
    for (let i = 1; i < examples.length; i++) {
      const at = (current + i) % examples.length;
      if (labelOf(at) === undefined) {
        current = at;
        break;
      }
    }
    draw();
  }

  function move(to) {
    if (to < 0 || to >= examples.length) {
      announce(to < 0 ? "the first example" : "the last example");
      return;
    }
    current = to;
    draw();
    rows[to].el.scrollIntoView({ block: "nearest" });
    announce(told(to));
  }

  function onKey(event) {
    actOnKey(event, {
      ArrowUp: () => move(current - 1),
      ArrowDown: () => move(current + 1),
      Home: () => move(0),
      End: () => move(examples.length - 1),
      Delete: () => give(null),
      Backspace: () => give(null),
      u: history.undo,
      r: history.redo,
      "?": keys.toggle,
      ...byNumber(),
    });
  }

  function onClick(event) {
    board.focus({ preventScroll: true });
    const row = event.target.closest?.(".nbk-example");
    if (row) move(Number(row.dataset.at));
  }

  function update() {
    given = store.value?.pairs ?? {};
    draw();
    history.update();
    count.textContent = howMany();
    board.setAttribute("aria-label", `Examples to label, ${howMany()}`);
    reading.textContent = examples.map((_, i) => told(i)).join("; ");
  }

  return { body, update, asksItself: true, name: "Match" };
});
