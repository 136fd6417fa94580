// The answer, as the page knows it. It follows core.js in the same module.

const ANSWER_MS = 4000; // how long Python may take before a change counts as not saved
const PING_MS = 2000; // the same, once the connection is known to have changed
const AGAIN_MS = [2000, 4000, 8000, 16000, 60000]; // when to ask once more, counted from the last try
const PATIENCE = 2; // after so many tries it is time to say what helps

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

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
    this.changeSeq = 0; // the number of the last change
    this.tries = 0;
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
    // As the page made it rather than as Python repeats it: what two values share, they hold once.
    this.past.push(this.own ?? (this.waiting ? this.state.value : this.last));
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
    this.changeSeq = this.seq + 1;
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
    const wait = AGAIN_MS[Math.min(this.tries, AGAIN_MS.length - 1)];
    this.lateTimer = setTimeout(() => this.askAgain(), wait);
    this.tries += 1;
    this.tell();
  }

  /**
   * Ask once more: the answer may have been lost on its way, or the change itself. Python takes the
   * change only if it has not come by its first number, for it may have changed the value since.
   */
  askAgain() {
    if (!this.waiting) return;
    const again = { do: "change", value: this.own, again: this.changeSeq };
    this.send(this.own === null ? { do: "ping" } : again, PING_MS);
  }

  lost() {
    clearTimeout(this.lateTimer);
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
      this.tries = 0;
      const value = this.state.value;
      // Python or another window changed it: that, too, can be undone. But a first value is no
      // change, and a change that Python refused leaves nothing to undo.
      if (this.last !== undefined && !same(value, this.last)) {
        // Before anybody saw it, as in the cell that made it, a value is one to start from.
        if (!this.listeners.size) this.past = [];
        else if (this.past.length && same(value, this.past.at(-1))) this.past.pop();
        else this.past.push(this.last);
        this.last = value;
      }
      this.last ??= value;
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
    if (this.late && unsaved && this.tries > PATIENCE) {
      const helps = "When it is idle, run this cell again.";
      return { kind: "unsaved", text: `${kept}: the kernel does not answer. ${helps}` };
    }
    if (this.late && unsaved) {
      return { kind: "unsaved", text: `${kept}: the kernel is gone or busy.` };
    }
    if (unsaved && this.content.exercise && !this.asked) return { kind: "saving", text: "saving…" };
    return this.state.note ?? { kind: "", text: "" };
  }
}
