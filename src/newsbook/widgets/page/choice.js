// Radio buttons or checkboxes: the browser's own, which every assistive technology knows.

export default widget(({ store, ids }) => {
  const { question, options, many } = store.content;
  const name = newId("choice"); // two views of one widget must not share a radio group
  const inputs = options.map((option) =>
    h("input", { type: many ? "checkbox" : "radio", name, value: option.key, onchange: choose }));
  const rows = options.map((option, i) =>
    h("label", { class: "nbk-option" },
      inputs[i],
      h("span", { class: "nbk-key", "aria-hidden": "true" }, option.key),
      h("span", { class: "nbk-option-text" }, prose(option.text))));
  const body = h("fieldset", { class: "nbk-options" },
    h("legend", { class: "nbk-question", id: ids.question }, prose(question)),
    many ? h("p", { class: "nbk-quiet" }, "Choose all that apply.") : null,
    rows);

  function choose() {
    const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
    store.change({ chosen: chosen.sort() });
  }

  function update() {
    const chosen = new Set(store.value?.chosen ?? []);
    inputs.forEach((input, i) => {
      input.checked = chosen.has(input.value);
      rows[i].classList.toggle("nbk-chosen", input.checked);
    });
  }

  return { body, update, asksItself: true, name: "Choice" };
});
