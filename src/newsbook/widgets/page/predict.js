// Predict, commit, and only then see: the value of a line comes from Python after the commit. In a class
// it comes to nobody until all are shown it. So there is nothing to commit to: what stands in the field
// is the prediction, goes to the class while it is typed, and can be changed as long as the vote is open.

export default widget(({ store, ids, announce }) => {
  const rows = new Map(); // key → {el, tries, form, input, code, drawn}
  const list = h("div", { class: "nbk-predictions" });
  let committed = null; // the key whose answer is awaited
  const together = Boolean(store.content.lines); // in a class
  const TYPED_MS = 500; // after so long without a key, what is typed goes to the class

  const USED_UP = "All lines of this idea are used up. Change one in a cell of your own, and run it.";
  const AGAIN = "You have met this line before: its value stands above.";

  function makeRow(key) {
    const id = newId("line");
    const error = newId("error");
    const code = h("code", { id, class: "nbk-code" });
    const input = h("input", { type: "text", class: "nbk-input", autocomplete: "off",
      autocapitalize: "off", spellcheck: "false", maxlength: store.content.longest,
      "aria-label": `Your prediction for line ${key}`, "aria-describedby": `${id} ${error}` });
    const said = h("span", { id: error, class: "nbk-error" });
    const form = h("form", { class: "nbk-form", onsubmit: (event) => {
      event.preventDefault();
      if (!together) return commit(key);
      tell(key);
      return (nextOpen(key) ?? input).focus();
    } },
    code,
    h("div", { class: "nbk-commit" }, input,
      together ? null : h("button", { type: "submit", class: "nbk-button" }, "Commit"), said));
    if (together) {
      input.enterKeyHint = "done";
      input.addEventListener("change", () => tell(key));
      input.addEventListener("input", () => {
        const row = rows.get(key);
        clearTimeout(row.typing);
        row.typing = setTimeout(() => tell(key), TYPED_MS);
      });
    }
    const again = h("p", { class: "nbk-quiet" }, AGAIN);
    form.prepend(again);
    const usedUp = h("p", { class: "nbk-used-up" }, USED_UP);
    const tries = h("div", { class: "nbk-tries" });
    const el = h("div", { class: "nbk-prediction", role: "group", tabindex: "-1",
      "aria-label": `Line ${key}` },
    h("span", { class: "nbk-key", "aria-hidden": "true" }, key), h("div", {}, tries, form, usedUp));
    list.append(el);
    return { el, tries, form, input, code, said, again, usedUp, count: 0 };
  }

  function commit(key) {
    const row = rows.get(key);
    if (!row.input.value.trim()) {
      row.said.textContent = "Write what you expect first.";
      announce("Write what you expect first.");
      row.input.focus();
      return;
    }
    if (committed !== null && store.waiting) return; // Enter held down commits once
    row.said.textContent = "";
    committed = key;
    store.send({ do: "commit", key, number: row.count, typed: row.input.value });
  }

  /** In a class: let what stands in the field be the prediction, an empty one too. */
  function tell(key) {
    const row = rows.get(key);
    clearTimeout(row.typing);
    row.typing = null;
    const typed = row.input.value.trim();
    if (typed !== row.typed) store.send({ do: "commit", key, number: 0, typed });
  }

  const open = (made) => made.gives === null;

  function drawTry(made) {
    const words = made.right ? "as you predicted" : "a surprise: look closely";
    return h("div", { class: "nbk-try", "data-right": String(made.right) },
      h("code", { class: "nbk-code" }, made.code),
      h("dl", { class: "nbk-compare" },
        h("div", {}, h("dt", {}, "You"), h("dd", {}, h("code", {}, made.typed))),
        h("div", {}, h("dt", {}, "Python"), h("dd", {}, h("code", {}, made.gives)))),
      h("div", { class: "nbk-outcome" },
        h("span", { class: "nbk-sign", "aria-hidden": "true" }, made.right ? "✓" : "△"), words));
  }

  function update() {
    for (const shown of store.state.rows ?? []) {
      if (!rows.has(shown.key)) rows.set(shown.key, makeRow(shown.key));
      const row = rows.get(shown.key);
      const grew = shown.tries.length > row.count;
      const mine = committed === shown.key && !store.waiting;
      const tries = shown.tries.filter((made) => !open(made));
      fill(row.tries, tries, () => tries.map(drawTry));
      row.count = shown.tries.length;
      if (together) {
        row.typed = shown.tries.at(-1)?.typed ?? "";
        if (!row.typing && row.input.value.trim() !== row.typed) row.input.value = row.typed;
      }
      const hadFocus = row.form.matches(":focus-within");
      row.form.hidden = shown.next === null;
      row.again.hidden = !shown.again;
      row.usedUp.hidden = !shown.used_up;
      if (row.code.textContent !== (shown.next ?? "")) row.code.textContent = shown.next ?? "";
      if (!mine) continue;
      committed = null;
      if (!grew) { // refused: what was typed stays
        row.said.textContent = shown.refused;
        if (shown.refused) announce(shown.refused);
        continue;
      }
      row.input.value = "";
      const last = shown.tries[shown.tries.length - 1];
      const outcome = last.right ? "as you predicted" : "a surprise: look closely";
      const then = shown.used_up ? ` ${USED_UP}` : shown.next === null ? "" : ` Now predict ${shown.next}`;
      announce(`Line ${shown.key}: you said ${last.typed}, Python gives ${last.gives}, ${outcome}.${then}`);
      // What had the focus is gone: it goes on to the next question, or stays at the result.
      if (shown.next !== null) row.input.focus();
      else if (hadFocus) (nextOpen(shown.key) ?? row.el).focus();
    }
  }

  function nextOpen(key) {
    const open = (store.state.rows ?? []).filter((row) => row.next !== null);
    const after = open.find((row) => row.key > key) ?? open[0];
    return after ? rows.get(after.key)?.input : null;
  }

  return { body: list, update, asksItself: false, name: "Predict" };
});
