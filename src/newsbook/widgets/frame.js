// What stands around every widget's body: heading, question, buttons, verdict, hints. It follows
// core.js in the same module.

const NOTE_SIGNS = { saved: "✓", saving: "…", unsaved: "✕", problem: "!" };

/**
 * Keep the notebook's one-letter commands (x cuts the cell) away from a widget, and let chords
 * such as Ctrl+S through to it.
 */
function guardKeys(root) {
  const mark = () => root.setAttribute("data-lm-suppress-shortcuts", "true");
  mark();
  const guard = (event) => {
    const altGr = event.getModifierState?.("AltGraph");
    if ((event.ctrlKey || event.metaKey) && !altGr) {
      // The mark would also stop chords, so it steps aside until this event is through.
      root.removeAttribute("data-lm-suppress-shortcuts");
      setTimeout(mark, 0);
      return;
    }
    event.stopPropagation();
  };
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, guard);
}

const isChord = (event) => event.ctrlKey || event.metaKey || event.altKey;

/** Put into an element only when it differs, so that a screen reader hears changes alone. */
function fill(el, key, make) {
  const wanted = JSON.stringify(key);
  if (el.dataset.key === wanted) return;
  el.dataset.key = wanted;
  el.replaceChildren(...make());
}

/**
 * Draw a widget: heading, question, the body that `build` gives, buttons, verdict and hints.
 *
 * build(context) returns {body: Element, update: () => void, asksItself: boolean}; the context has
 * the store, announce(text), the ids of heading and question, and a signal that ends with the view.
 */
function frame(store, el, build) {
  const { exercise, question, checks } = store.content;
  const ids = { title: newId("title"), question: newId("question"), hints: newId("hints") };
  const live = h("div", { class: "nbk-sr", "aria-live": "polite", "aria-atomic": "true" });
  let said = false;
  const announce = (text) => {
    // A live region is read when its text changes: the same sentence twice must differ somehow.
    said = !said;
    live.textContent = said ? text : `${text}\u00a0`;
  };

  const root = h("div", { class: "nbk", role: "group" });
  guardKeys(root);
  if (exercise) {
    const points = `${exercise.points} ${exercise.points === 1 ? "point" : "points"}`;
    root.append(
      h("div", { class: "nbk-head" },
        h("div", { class: "nbk-title", id: ids.title },
          h("span", { class: "nbk-number" }, exercise.id), " ", prose(exercise.title)),
        h("div", { class: "nbk-points" }, points)),
    );
    root.setAttribute("aria-labelledby", ids.title);
  }
  const part = build({ store, announce, ids });
  if (question && !part.asksItself) {
    root.append(h("p", { class: "nbk-question", id: ids.question }, prose(question)));
  }
  if (!exercise) root.setAttribute("aria-label", part.name);
  root.append(part.body);

  const note = h("div", { class: "nbk-note" });
  const verdict = h("div", { class: "nbk-verdict-place", role: "status" });
  const hints = h("div", { id: ids.hints });
  const hintButton = h("button", { type: "button", class: "nbk-button",
    "aria-describedby": ids.hints, onclick: () => takeHint() });
  const checkButton = h("button", { type: "button", class: "nbk-button nbk-primary",
    onclick: () => {
      checking = true;
      store.send({ do: "check" });
    } }, "Check");
  const rescue = h("div", { class: "nbk-rescue", hidden: true },
    h("span", {}, "Your last change could not be saved."),
    h("button", { type: "button", class: "nbk-button nbk-small", onclick: () => {
      store.bringBack();
      checkButton.focus(); // this button goes, and the focus must not go with it
    } }, "Bring it back"));
  let checking = false;
  const takeHint = () => {
    if (hintButton.getAttribute("aria-disabled") !== "true") store.send({ do: "hint" });
  };
  const foot = [checks ? checkButton : null, exercise ? hintButton : null].filter(Boolean);
  if (exercise) root.append(rescue);
  if (foot.length) root.append(h("div", { class: "nbk-foot" }, foot, note), verdict, hints);
  else root.append(note);
  root.append(live);

  let hintsSeen = store.state.hints?.length ?? 0;
  let noteSeen = store.note.text;
  const update = () => {
    part.update();
    const now = store.note;
    note.dataset.kind = now.kind;
    fill(note, now, () => now.text
      ? [h("span", { class: "nbk-sign", "aria-hidden": "true" }, NOTE_SIGNS[now.kind] ?? ""),
        h("span", {}, now.text)]
      : []);
    if (now.text !== noteSeen && now.kind !== "saved" && now.kind !== "saving") announce(now.text);
    noteSeen = now.text;
    rescue.hidden = store.rescued === null || same(store.rescued, store.value);
    const told = store.verdict;
    // Asking again and hearing the same must be heard again, so the place is emptied first.
    if (checking && !store.waiting) {
      checking = false;
      verdict.dataset.key = "";
      verdict.replaceChildren();
    }
    fill(verdict, told ?? null, () => told
      ? [h("div", { class: "nbk-verdict", "data-state": told.state },
        h("div", { class: "nbk-headline" }, told.headline),
        h("div", {}, prose(told.sentence)))]
      : []);
    if (!exercise) return;
    const shown = store.state.hints ?? [];
    fill(hints, shown, () => shown.length
      ? [h("div", { class: "nbk-hints" },
        h("div", { class: "nbk-hints-title" }, shown.length === 1 ? "Hint" : "Hints"),
        h("ol", {}, shown.map((text) => h("li", {}, prose(text)))))]
      : []);
    if (shown.length > hintsSeen) announce(`Hint ${shown.length}: ${shown[shown.length - 1]}`);
    hintsSeen = shown.length;
    const left = exercise.hints - shown.length;
    hintButton.textContent = left ? `Hint ${shown.length + 1} of ${exercise.hints}` : "No more hints";
    hintButton.setAttribute("aria-disabled", left ? "false" : "true");
  };

  store.listeners.add(update);
  update();
  el.append(root);
  return () => store.listeners.delete(update);
}

/** The anywidget definition: one store for a model, one frame for a view. */
function widget(build) {
  return () => {
    let store = null;
    return {
      initialize({ model }) {
        store = new Store(model);
      },
      render({ model, el }) {
        store ??= new Store(model);
        return frame(store, el, build);
      },
    };
  };
}
