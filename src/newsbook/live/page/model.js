// What stands for the kernel on a student's page: the model that a widget's store talks to, and what
// keeps an answer on this device until the class has it.
//
// The store (widgets/page/store.js) wants a model with get, on, off and send, whose `_state` answers
// each message by its number. Here the answer comes at once, for the answer is safe at once: it lies in
// the browser's storage. Whether the class has it, too, is said in words beside it.

/** Whether one change is later than another: [seq, client] each. */
export const later = (one, other) =>
  one[0] !== other[0] ? one[0] > other[0] : one[1] > other[1];

const NEVER = [0, ""];

/** The browser's storage, or memory where the browser gives none. */
export const storage = (() => {
  try {
    localStorage.setItem("newsbook.try", "1");
    localStorage.removeItem("newsbook.try");
    return localStorage;
  } catch {
    const kept = new Map();
    return {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, text) => kept.set(name, text),
      removeItem: (name) => kept.delete(name),
    };
  }
})();

/** JSON out of the storage, or null for what is not there or is none. */
export function recall(name) {
  try {
    return JSON.parse(storage.getItem(name));
  } catch {
    return null;
  }
}

/** Put JSON into the storage; where it is full, this page remembers all the same. */
export function remember(name, value) {
  try {
    storage.setItem(name, JSON.stringify(value));
  } catch {
    // Nothing to be done: the answer is in memory, and is sent from there.
  }
}

/**
 * A student's answer to one round, as this device knows it.
 *
 * `at` says which change it is: a number that all tabs of a browser count on together, and the tab's
 * name, which tells two tabs apart that count alike. The server goes by the same order, so whatever
 * comes twice or too late counts once.
 */
export class Answer {
  constructor(name, client, key) {
    Object.assign(this, { name, client, key }); // key: what is asked, for when it is asked again
    this.value = null;
    this.at = NEVER;
    this.saved = NEVER; // the last change that the class is known to have
    this.adopt(recall(name));
  }

  /** Whether there is a change that the class does not have. */
  get waiting() {
    return this.at !== NEVER && later(this.at, this.saved);
  }

  /** A change made on this page. */
  change(value) {
    const stored = recall(this.name)?.at ?? NEVER;
    const last = Math.max(this.at[0], this.saved[0], Number(stored[0]) || 0);
    this.value = value;
    this.at = [last + 1, this.client];
    this.keep();
  }

  /** Another tab's record; taken over where it is later. Returns whether the value changed. */
  adopt(record) {
    if (!record || !isPlace(record.at)) return false;
    if (isPlace(record.saved) && later(record.saved, this.saved)) this.saved = record.saved;
    if (!later(record.at, this.at)) return false;
    [this.value, this.at] = [record.value, record.at];
    return true;
  }

  /** The class has a change. Returns whether the value changed, since the class has a later one. */
  has(at, value) {
    if (later(at, this.saved)) this.saved = at;
    const changed = value !== undefined && later(at, this.at);
    if (changed) [this.value, this.at] = [value, at];
    this.keep();
    return changed;
  }

  /** The class knows of nothing later than this, whatever was thought before. */
  knows(at) {
    this.saved = at;
  }

  /** Give up a change that the class will not take, for what it has. */
  giveUp(value, at) {
    [this.value, this.at, this.saved] = [value, at, at];
    if (value === null) storage.removeItem(this.name);
    else this.keep();
  }

  keep() {
    remember(this.name, { key: this.key, value: this.value, at: this.at, saved: this.saved });
  }
}

const isPlace = (at) =>
  Array.isArray(at) && Number.isSafeInteger(at[0]) && typeof at[1] === "string";

/** The model of one round's widget. */
export class Model {
  /**
   * @param content what the widget's page needs once
   * @param value the value it starts from
   * @param onChange called with each new value that the student makes
   */
  constructor(content, value, onChange) {
    this.listeners = new Map();
    this.onChange = onChange;
    this.acks = {};
    this.locked = ""; // why nothing can be changed, or ""
    this.extra = null; // more of the state, where the class sent it
    this.values = { _content: content, large: false };
    this.note = { kind: "", text: "" };
    this.value = value;
    this.make();
  }

  get(name) {
    return this.values[name];
  }

  on(event, listener) {
    if (!this.listeners.has(event)) this.listeners.set(event, new Set());
    this.listeners.get(event).add(listener);
  }

  off(event, listener) {
    this.listeners.get(event)?.delete(listener);
  }

  /** A message of the widget: a change, a prediction, or a question whether anybody is there. */
  send(message) {
    this.acks[message.client] = message.seq;
    const value = this.locked ? undefined : this.read(message);
    if (value !== undefined) {
      this.value = value;
      this.refused = {};
      this.onChange(value);
    } else if (this.locked && message.do !== "ping") {
      this.note = { kind: "problem", text: this.locked };
    }
    // The store finishes what it is at before it hears the answer.
    queueMicrotask(() => this.make());
  }

  read(message) {
    if (message.do === "change") return message.value;
    if (message.do !== "commit") return undefined;
    const { [message.key]: former, ...others } = this.value?.tries ?? {};
    const typed = message.typed.trim();
    return { tries: typed ? { ...others, [message.key]: [typed] } : others };
  }

  /** Show another value: another tab's, or what counts. */
  show(value) {
    this.value = value;
    this.make();
  }

  say(kind, text) {
    if (this.note.kind === kind && this.note.text === text) return;
    this.note = { kind, text };
    this.make();
  }

  make() {
    this.values._state = { acks: { ...this.acks }, value: this.value, note: this.note,
      verdict: null, hints: [], ...this.more() };
    for (const listener of [...(this.listeners.get("change:_state") ?? [])]) listener();
  }

  /** Lines to predict: what was typed is shown, and what Python gives only when the class reveals it. */
  more() {
    if (this.extra) return this.extra;
    const lines = this.values._content.lines;
    if (!lines) return {};
    return { rows: lines.map(({ key, code }) => {
      const typed = this.value?.tries?.[key]?.at(-1);
      const tries = typed === undefined ? [] : [{ code, typed, gives: null, right: null }];
      return { key, tries, next: code, used_up: false, again: false, refused: "" };
    }) };
  }
}
