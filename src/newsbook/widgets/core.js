// What every newsbook widget shares. Python puts this text before a widget's own, so that both are
// one module (see front_end in core.py): no import, no build step, nothing from the network.
//
// Text from Python is data: it becomes text nodes and attributes, and never markup.

const ANSWER_MS = 4000; // how long Python may take before a change counts as not saved
const PING_MS = 2000; // the same, once the connection is known to have changed

// ---------------------------------------------------------------- elements

let serial = 0;
const newId = (word) => `nbk-${word}-${Math.random().toString(36).slice(2, 8)}-${++serial}`;

/** An element. Properties are attributes, but for "on…" (listeners); children are nodes or text. */
function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (value === true) el.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) el.setAttribute(name, value);
  }
  el.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return el;
}

/** Text in which words between backticks become code. */
function prose(text) {
  return text.split(/`([^`]+)`/).map((part, i) => (i % 2 ? h("code", {}, part) : part));
}

// ---------------------------------------------------------------- code points

// Python counts code points, JavaScript UTF-16 units. Only these two functions know of both; all
// other code here works on lists of code points.

/** The text as a list of code points. */
const codePoints = (text) => Array.from(text);

/** Offsets, in code points, at which a written character starts; every code point's if unknown. */
function characterStarts(text) {
  const starts = new Set();
  if (typeof Intl === "undefined" || !Intl.Segmenter) {
    return new Set(codePoints(text).keys());
  }
  let at = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) {
    starts.add(at);
    at += codePoints(segment).length;
  }
  return starts;
}

const SPOKEN = {
  ".": "full stop", ",": "comma", ":": "colon", ";": "semicolon", "-": "hyphen", "–": "en dash",
  "—": "em dash", "'": "straight apostrophe", "’": "curly apostrophe", "‘": "opening single quote",
  "“": "opening quote", "”": "closing quote", '"': "straight quote", "!": "exclamation mark",
  "?": "question mark", "(": "opening bracket", ")": "closing bracket", "…": "ellipsis",
  "/": "slash", "&": "ampersand", "%": "per cent", "$": "dollar", "<": "less than",
  ">": "greater than", "=": "equals", "_": "underscore", "`": "backtick", "*": "asterisk",
};
const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}]+$/u;

/** How a character that cannot be seen is written: "U+202E". */
function visible(char) {
  if (!INVISIBLE.test(char)) return char;
  const hex = char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  return `U+${hex}`;
}

/** A character for the ear: screen readers pass over punctuation. */
const spoken = (char) => SPOKEN[char] ?? visible(char);

// ---------------------------------------------------------------- the store

// Answers that could not be saved, by exercise: when the cell runs again in a new kernel, its new
// widget offers to bring them back. Each widget is a module of its own, so the page keeps them.
const unsaved = (globalThis.newsbookUnsaved ??= new Map());

/**
 * The answer as the page knows it, one for a model, shared by all its views.
 *
 * A change is drawn at once and sent with a running number. As long as Python has not answered the
 * last number, the page's own value is the one that counts, so a late answer to an earlier change
 * never takes a newer one back.
 */
class Store {
  constructor(model) {
    this.model = model;
    this.client = newId("page");
    this.seq = 0;
    this.own = null; // the value that Python has not answered yet
    this.late = false;
    this.gone = false;
    this.listeners = new Set();
    this.past = [];
    this.future = [];
    this.last = this.state.value;
    this.rescued = unsaved.get(this.exerciseId) ?? null;
    model.on("change:_state", () => this.answered());
    model.on("comm_live_update", () => this.ask(PING_MS));
    model.on("comm:close", () => this.lost());
  }

  get state() {
    return this.model.get("_state") ?? {};
  }

  get content() {
    return this.model.get("_content") ?? {};
  }

  get exerciseId() {
    return this.content.exercise?.id;
  }

  get value() {
    return this.own ?? this.state.value;
  }

  get waiting() {
    return this.seq > (this.state.acks?.[this.client] ?? 0);
  }

  /** The verdict, unless the answer has been changed since. */
  get verdict() {
    return this.own === null ? this.state.verdict : null;
  }

  change(value) {
    this.past.push(this.value);
    this.future = [];
    this.put(value);
  }

  undo() {
    return this.step(this.past, this.future);
  }

  redo() {
    return this.step(this.future, this.past);
  }

  step(from, to) {
    if (!from.length) return false;
    to.push(this.value);
    this.put(from.pop());
    return true;
  }

  /** Take up again what an earlier kernel could not save. */
  bringBack() {
    const value = this.rescued;
    this.rescued = null;
    if (value !== null) this.change(value);
  }

  put(value) {
    this.rescued = null;
    this.own = value;
    this.last = value;
    this.send({ do: "change", value });
  }

  send(message, wait = ANSWER_MS) {
    this.seq += 1;
    try {
      this.model.send({ ...message, client: this.client, seq: this.seq });
    } catch {
      this.lost();
      return;
    }
    clearTimeout(this.lateTimer);
    this.lateTimer = setTimeout(() => this.overdue(), wait);
    this.tell();
  }

  /** Ask whether Python is still there, as after the connection changed. */
  ask(wait) {
    this.asked = true;
    this.send({ do: "ping" }, wait);
  }

  overdue() {
    if (!this.waiting) return;
    this.late = true;
    this.gone = this.gone || this.asked === true;
    this.keep();
    this.tell();
  }

  lost() {
    this.gone = true;
    this.keep();
    this.tell();
  }

  keep() {
    if (this.own !== null && this.exerciseId) unsaved.set(this.exerciseId, this.own);
  }

  answered() {
    if (!this.waiting) {
      clearTimeout(this.lateTimer);
      if (this.own !== null) unsaved.delete(this.exerciseId);
      this.own = null;
      this.late = this.gone = this.asked = false;
      const value = this.state.value;
      // Python or another window changed it: that, too, can be undone.
      if (JSON.stringify(value) !== JSON.stringify(this.last)) this.past.push(this.last);
      this.last = value;
    }
    this.tell();
  }

  tell() {
    for (const listener of [...this.listeners]) listener();
  }

  /** What to say about saving: a kind and a sentence. */
  get note() {
    const unsaved = this.own !== null || this.waiting;
    const kept = this.content.exercise ? "not saved" : "not kept";
    if (this.gone) {
      return { kind: "unsaved", text: `${kept}: the kernel is gone. Run this cell again.` };
    }
    if (this.late && unsaved) {
      return { kind: "unsaved", text: `${kept}: the kernel is gone or busy.` };
    }
    if (unsaved && this.content.exercise && !this.asked) return { kind: "saving", text: "saving…" };
    return this.state.note ?? { kind: "", text: "" };
  }
}

// ---------------------------------------------------------------- the frame

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
  const { exercise, question } = store.content;
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
  if (exercise) {
    root.append(rescue, h("div", { class: "nbk-foot" }, checkButton, hintButton, note), verdict, hints);
  } else {
    root.append(note);
  }
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
    if (!exercise) return;
    rescue.hidden = store.rescued === null
      || JSON.stringify(store.rescued) === JSON.stringify(store.value);
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
