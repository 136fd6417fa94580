// What stands around every widget's body: heading, question, buttons, verdict, hints, and the tools
// that boards share. It follows store.js in the same module.

const NOTE_SIGNS = { saved: "✓", saving: "…", unsaved: "✕", problem: "!" };

/**
 * Keep the notebook's one-letter commands (x cuts the cell) away from a widget, and let chords
 * such as Ctrl+S through to it.
 *
 * JupyterLab hears a key after the widget, and stopping it is enough. Notebook 7 hears it before, and
 * then looks whether the element with the focus, or one around it, bears a mark; it looks at the
 * selector of a command first, so the element itself must bear it. Chords need both marks gone, from
 * the moment that Ctrl or Cmd goes down.
 */
function guardKeys(root) {
  const MARK = "data-lm-suppress-shortcuts";
  let focused = null;
  const marked = () => [root, focused].filter(Boolean);
  const mark = () => marked().forEach((el) => el.setAttribute(MARK, "true"));
  const unmark = () => marked().forEach((el) => el.removeAttribute(MARK));
  mark();
  root.addEventListener("focusin", ({ target }) => {
    if (focused !== target) focused?.removeAttribute(MARK);
    focused = target;
    mark();
  });
  root.addEventListener("focusout", mark);
  const guard = (event) => {
    const altGr = event.getModifierState?.("AltGraph");
    if ((event.ctrlKey || event.metaKey) && !altGr) {
      unmark();
      return;
    }
    mark();
    if (event.key !== "Control" && event.key !== "Meta") event.stopPropagation();
  };
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, guard);
}

const isChord = (event) => event.ctrlKey || event.metaKey || event.altKey;

/**
 * Do what a key stands for: actions by event.key, letters in lower case. A key that is held down
 * repeats only the arrows, so that nothing flickers. Returns whether the key was one of them.
 */
function actOnKey(event, actions) {
  // Shift+Enter runs a cell; who presses it here means that, and not Enter.
  if (isChord(event) || (event.shiftKey && event.key === "Enter")) return false;
  const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return false;
  event.preventDefault();
  if (!event.repeat || event.key.startsWith("Arrow")) act();
  return true;
}

/** Put into an element only when it differs, so that a screen reader hears changes alone. */
function fill(el, key, make) {
  const wanted = JSON.stringify(key);
  if (el.dataset.key === wanted) return;
  el.dataset.key = wanted;
  el.replaceChildren(...make());
}

/** Whether the page around an element is dark: JupyterLab, Notebook 7 and Voilà say so on the body. */
const isDark = () => document.body.dataset.jpThemeLight === "false";

// Styles in a page are everybody's. Each kind of widget keeps its own to itself, where a browser knows
// how, so that neither their names nor their order can come between two kinds.
const KIND = newId("kind");
const scoped = (style) => `@scope ([data-nbk="${KIND}"]) {\n${style}\n}`;
const SCOPED = globalThis.CSSScopeRule && scopeReaches() ? scoped(STYLE) : STYLE;

/** Whether such styles reach all elements: Safari 26.0 to 26.3 leaves out text fields and what is in details. */
function scopeReaches() {
  const tried = [h("input", { type: "text" }), h("p", {})];
  const probe = h("div", { "data-nbk": KIND, hidden: true },
    h("style", {}, scoped("input, p { --nbk-reached: yes; }")), tried[0], h("details", {}, tried[1]));
  document.body.append(probe);
  const reached = tried.every((el) => getComputedStyle(el).getPropertyValue("--nbk-reached"));
  probe.remove();
  return reached;
}

/**
 * The box that a widget is drawn in: its style, theme, size, keys, and a live region.
 *
 * The style goes along with each view, and not into the document's head, which a shadow root does
 * not look at; nor does a style in it see the theme, so the box is told.
 */
function shell(model, el) {
  const live = h("div", { class: "nbk-sr", "aria-live": "polite", "aria-atomic": "true" });
  let said = false;
  const announce = (text) => {
    // A live region is read when its text changes: the same sentence twice must differ somehow.
    said = !said;
    live.textContent = said ? text : `${text}\u00a0`;
  };
  const root = h("div", { class: "nbk", role: "group" });
  const themed = () => root.toggleAttribute("data-dark", isDark());
  const sized = () => root.classList.toggle("nbk-large", model.get("large") === true);
  const watch = new MutationObserver(themed);
  watch.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  model.on("change:large", sized);
  themed();
  sized();
  guardKeys(root);
  // The keys can be looked up from wherever the focus is, but where a ? is typed as a letter.
  root.addEventListener("keydown", (event) => {
    if (event.key !== "?" || isChord(event) || event.defaultPrevented) return;
    if (event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
    const button = root.querySelector("[data-keys]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  el.setAttribute("data-nbk", KIND);
  el.append(h("style", {}, SCOPED), root);
  const dispose = () => {
    watch.disconnect();
    model.off("change:large", sized);
  };
  return { root, live, announce, dispose };
}

/**
 * Make a row of controls one tab stop: arrow keys go from one to the next, Home and End to the ends.
 *
 * A control that is hidden or gone is passed over, so a row may change its controls at any time.
 */
function oneTabStop(row) {
  const controls = () => Array.from(row.querySelectorAll("button, input, select, [data-stop]"))
    .filter((control) => !control.hidden && !control.closest("[hidden]"));
  const settle = (current) => {
    const all = controls();
    const stop = all.includes(current) ? current : all.find((c) => c.tabIndex === 0) ?? all[0];
    for (const control of all) control.tabIndex = control === stop ? 0 : -1;
  };
  row.addEventListener("focusin", (event) => settle(event.target));
  row.addEventListener("keydown", (event) => {
    if (isChord(event) || event.defaultPrevented) return;
    // In a field or a list of choices the arrows are the field's own.
    if (event.target.matches("select, input:not([type=radio], [type=checkbox])")) return;
    const all = controls();
    const at = all.indexOf(event.target);
    const rtl = getComputedStyle(row).direction === "rtl";
    const to = {
      ArrowRight: at + (rtl ? -1 : 1), ArrowDown: at + 1, ArrowLeft: at - (rtl ? -1 : 1),
      ArrowUp: at - 1, Home: 0, End: all.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  });
  new MutationObserver(() => settle()).observe(row, { childList: true, subtree: true,
    attributes: true, attributeFilter: ["hidden"] });
  settle();
  return row;
}

/** A small button of a toolbar. */
const tool = (text, does, props = {}) =>
  h("button", { type: "button", class: "nbk-button nbk-small", ...props, onclick: does }, text);

/** A row of tools, one tab stop. */
const toolbar = (label, ...tools) =>
  oneTabStop(h("div", { class: "nbk-tools", role: "toolbar", "aria-label": label }, ...tools));

/** The list of a widget's keys, [[keys, what they do], …], and the button that shows it. */
function keyList(keys, announce) {
  const list = h("dl", { class: "nbk-keys", hidden: true },
    keys.map(([key, does]) => h("div", {},
      h("dt", {}, key.split(" ").map((k) => h("kbd", {}, k))), h("dd", {}, does))));
  const toggle = () => {
    list.hidden = !list.hidden;
    button.setAttribute("aria-expanded", String(!list.hidden));
    if (!list.hidden) list.scrollIntoView({ block: "nearest" });
    announce(list.hidden ? "keys hidden" : keys.map(([key, does]) => `${key}: ${does}`).join("; "));
  };
  const button = tool("Keys", toggle, { "aria-expanded": "false", "data-keys": true });
  return { list, button, toggle };
}

/** The part of an element that is in sight, as [top, bottom]: what lies around it may cut it off. */
function inSight(el) {
  let { top, bottom } = el.getBoundingClientRect();
  const around = (one) => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host;
  for (let up = around(el); up && up !== document.body; up = around(up)) {
    if (getComputedStyle(up).overflowY === "visible") continue;
    const box = up.getBoundingClientRect();
    [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
  }
  return [Math.max(top, 0), Math.min(bottom, innerHeight)];
}

/**
 * Bring an element of a board that scrolls into sight. The board is scrolled, so that what stands
 * around it (such as the button that asked for this) stays where it is; the page only where the board
 * is out of sight or cannot be scrolled far enough.
 */
function reveal(board, el) {
  const box = el.getBoundingClientRect();
  const [top, bottom] = inSight(board);
  const [above, below] = [box.top - 8 - top, box.bottom + 24 - bottom]; // a mark is below its words
  if (bottom - top > box.height + 32) {
    if (above < 0) board.scrollTop += above;
    else if (below > 0) board.scrollTop += Math.min(below, above);
  }
  el.scrollIntoView({ block: "nearest" });
}

/** Undo and redo: the buttons, and what the keys do. `describe` says what there is afterwards. */
function historyTools(store, announce, describe) {
  const undo = () => announce(store.undo() ? `undone, ${describe()}` : "nothing to undo");
  const redo = () => announce(store.redo() ? `redone, ${describe()}` : "nothing to redo");
  const undoButton = tool("Undo", undo);
  const redoButton = tool("Redo", redo);
  const update = () => {
    undoButton.setAttribute("aria-disabled", String(!store.past.length));
    redoButton.setAttribute("aria-disabled", String(!store.future.length));
  };
  return { undo, redo, buttons: [undoButton, redoButton], update };
}

/**
 * Draw a widget: heading, question, the body that `build` gives, buttons, verdict and hints.
 *
 * build(context) returns {body: Element, update: () => void, asksItself: boolean, name: string} and
 * perhaps dispose: () => void; the context has the store, announce(text), and the ids of heading and
 * question.
 */
function frame(store, el, build) {
  const { exercise, question, checks } = store.content;
  const ids = { title: newId("title"), question: newId("question"), hints: newId("hints") };
  const { root, live, announce, dispose } = shell(store.model, el);
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
      checking = unseen = true;
      store.send({ do: "check" });
    } }, "Check");
  const rescue = h("div", { class: "nbk-rescue", hidden: true },
    h("span", {}, "Your last change could not be saved."),
    h("button", { type: "button", class: "nbk-button nbk-small", onclick: () => {
      store.bringBack();
      checkButton.focus(); // this button goes, and the focus must not go with it
    } }, "Bring it back"));
  let checking = false;
  let unseen = false; // whether a verdict was asked for that is not in sight yet
  const takeHint = () => {
    if (hintButton.getAttribute("aria-disabled") !== "true") store.send({ do: "hint" });
  };
  const foot = [checks ? checkButton : null, exercise ? hintButton : null].filter(Boolean);
  if (exercise) root.append(rescue);
  const footRow = h("div", { class: "nbk-foot" }, foot, note);
  if (foot.length > 1) {
    footRow.setAttribute("role", "toolbar");
    footRow.setAttribute("aria-label", "Check and hints");
    oneTabStop(footRow);
  }
  if (foot.length) root.append(footRow, verdict, hints);
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
    // On a projector the button is often the last that is in sight.
    if (told && unseen && !store.waiting) {
      unseen = false;
      requestAnimationFrame(() => verdict.scrollIntoView({ block: "nearest" }));
    }
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
  return () => {
    store.listeners.delete(update);
    part.dispose?.();
    dispose();
  };
}

/** The definition of a widget with an answer: one store for a model, one frame for a view. */
function widget(build) {
  return () => {
    let store = null;
    return {
      initialize({ model }) {
        store = new Store(model);
      },
      render: ({ el }) => frame(store, el, build),
    };
  };
}

/**
 * The definition of a widget that only shows: build({model, announce, root}) returns the same as for
 * `frame`, and is told of each change to the model's `_content`.
 */
function view(build) {
  return () => ({
    initialize() {},
    render({ model, el }) {
      const { root, live, announce, dispose } = shell(model, el);
      const part = build({ model, announce, root });
      root.setAttribute("aria-label", part.name);
      root.append(part.body, live);
      const update = () => part.update();
      model.on("change:_content", update);
      update();
      return () => {
        model.off("change:_content", update);
        part.dispose?.();
        dispose();
      };
    },
  });
}
