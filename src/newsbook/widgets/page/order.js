// Lines of a program to be put in order and indented. The upper list is the program, the lower one
// holds the lines that are not used. One line is the current one; keys and buttons act on it.

const KEYS = [
  ["↑ ↓", "to the line above or below"],
  ["Space", "use the line, or put it back (also Enter)"],
  ["Shift+↑ Shift+↓", "move the line up or down"],
  ["→ ←", "indent it more or less"],
  ["U", "undo"],
  ["R", "redo"],
  ["?", "show or hide these keys"],
];
const STEP = 2.4; // em that a step of indentation takes on screen

export default widget(({ store, ids, announce }) => {
  const { question, deepest } = store.content;
  let used = []; // [[text, steps], …]
  let bank = []; // [text, …]
  let current = { list: "bank", at: 0 };
  let drag = null;

  const program = h("ol", { class: "nbk-lines nbk-program" });
  const rest = h("ul", { class: "nbk-lines nbk-bank" });
  const programTitle = h("div", { class: "nbk-quiet" }, "Your program");
  const restTitle = h("div", { class: "nbk-quiet" }, "Lines to choose from");
  const helpId = newId("keys");
  const board = h("div", { class: "nbk-order", role: "application", tabindex: "0",
    "aria-roledescription": "program in pieces", "aria-describedby": helpId,
    onkeydown: onKey, onpointerdown: onDown, onpointermove: onMove, onpointerup: onUp,
    onpointercancel: () => { drag = null; draw(); }, onfocus: draw, onblur: draw },
  programTitle, program, restTitle, rest);
  const keys = keyList(KEYS, announce);
  const history = historyTools(store, announce, howMany);
  const acts = {
    use: tool("Use", () => pick()),
    up: tool("Up", () => shift(-1)),
    down: tool("Down", () => shift(1)),
    less: tool("Indent less", () => indent(-1)),
    more: tool("Indent more", () => indent(1)),
  };
  const reading = h("p", { class: "nbk-sr" });
  const body = h("div", {},
    h("p", { class: "nbk-question", id: ids.question }, prose(question)), board,
    toolbar("Tools for the current line", Object.values(acts), history.buttons, keys.button),
    h("p", { class: "nbk-quiet", id: helpId },
      "Click a line to use it, and drag it by its dots. With the keyboard: ", h("kbd", {}, "Space"),
      " uses a line, ", h("kbd", {}, "→"), " indents it, ", h("kbd", {}, "?"), " shows all keys."),
    keys.list, reading);

  function howMany() {
    return `${used.length} ${used.length === 1 ? "line" : "lines"} used`;
  }

  const flat = () => [...used.map((_, at) => ({ list: "program", at })),
    ...bank.map((_, at) => ({ list: "bank", at }))];
  const isCurrent = (list, at) => current.list === list && current.at === at;

  // -- drawing

  function row(list, text, steps, at) {
    const drawn = h("li", { class: ["nbk-codeline", isCurrent(list, at) ? "nbk-now" : ""].join(" "),
      "data-list": list, "data-at": at, style: `--steps: ${steps}` },
    h("span", { class: "nbk-grip", "aria-hidden": "true" }, "⠿"),
    list === "program" ? h("span", { class: "nbk-lineno", "aria-hidden": "true" }, at + 1) : null,
    h("code", {}, writtenOut(text)));
    return drawn;
  }

  /** Hidden and turning characters of a line, written out. */
  function writtenOut(text) {
    return codePoints(text).map(visible).join("");
  }

  function draw() {
    const all = flat();
    if (!all.some(({ list, at }) => isCurrent(list, at))) current = all.at(-1) ?? current;
    const shown = drag?.moved ? drag.draft : used;
    const key = JSON.stringify([shown, bank, current, drag?.moved ?? false]);
    if (board.dataset.key !== key) {
      board.dataset.key = key;
      program.replaceChildren(...shown.map(([text, steps], at) => row("program", text, steps, at)));
      if (!shown.length) {
        program.append(h("li", { class: "nbk-empty nbk-quiet" }, "No line yet."));
      }
      rest.replaceChildren(...bank.map((text, at) => row("bank", text, 0, at)));
      if (!bank.length) rest.append(h("li", { class: "nbk-empty nbk-quiet" }, "All lines are used."));
    }
    const inProgram = current.list === "program" && used.length > 0;
    acts.use.textContent = inProgram ? "Put back" : "Use";
    const able = { use: all.length > 0, up: inProgram && current.at > 0,
      down: inProgram && current.at < used.length - 1,
      less: inProgram && used[current.at]?.[1] > 0,
      more: inProgram && used[current.at]?.[1] < deepest };
    for (const [name, on] of Object.entries(able)) {
      acts[name].setAttribute("aria-disabled", String(!on));
    }
  }

  // -- changing

  const put = (lines) => store.change({ lines });
  const textOf = ({ list, at }) => (list === "program" ? used[at]?.[0] : bank[at]) ?? "";
  const where = () => (current.list === "program"
    ? `line ${current.at + 1}, ${used[current.at][1]} ${used[current.at][1] === 1 ? "step" : "steps"} in`
    : "not used");

  /** Use the current line or put it back. By keyboard one stays among the lines to choose from. */
  function pick(stay = true) {
    const text = textOf(current);
    if (!text) return;
    if (current.list === "bank") {
      // It goes in below the line before it, as deep as that, and under a colon one step deeper.
      const [last, steps] = used.at(-1) ?? ["", 0];
      const deeper = last.trimEnd().endsWith(":") ? 1 : 0;
      const at = current.at;
      put([...used, [text, Math.min(steps + deeper, deepest)]]);
      current = stay && bank.length
        ? { list: "bank", at: Math.min(at, bank.length - 1) }
        : { list: "program", at: used.length - 1 };
      draw();
      const [, given] = used.at(-1) ?? ["", 0];
      const now = current.list === "bank" ? `; now at: ${textOf(current)}` : "";
      announce(`used as line ${used.length}, ${given} ${given === 1 ? "step" : "steps"} in: ${text}${now}`);
    } else {
      put(used.filter((_, i) => i !== current.at));
      announce(`put back: ${text}`);
    }
  }

  function shift(by) {
    const to = current.at + by;
    if (current.list !== "program" || to < 0 || to >= used.length) {
      announce(current.list === "program" ? "it cannot go further" : "use the line first");
      return;
    }
    const lines = [...used];
    lines.splice(to, 0, ...lines.splice(current.at, 1));
    current = { list: "program", at: to };
    put(lines);
    announce(`moved: ${where()}, ${textOf(current)}`);
  }

  function indent(by) {
    if (current.list !== "program" || !used.length) {
      announce("only a line of your program can be indented");
      return;
    }
    const [text, steps] = used[current.at];
    const to = Math.min(Math.max(steps + by, 0), deepest);
    if (to === steps) {
      announce(by < 0 ? "it stands at the edge" : "it cannot go deeper");
      return;
    }
    put(used.map((line, i) => (i === current.at ? [text, to] : line)));
    announce(`${where()}: ${text}`);
  }

  function move(by) {
    const all = flat();
    const at = all.findIndex(({ list, at: i }) => isCurrent(list, i));
    const to = all[at + by];
    if (!to) {
      announce(by < 0 ? "the first line" : "the last line");
      return;
    }
    current = to;
    draw();
    board.querySelector(".nbk-now")?.scrollIntoView({ block: "nearest" });
    announce(`${textOf(current)}, ${where()}`);
  }

  // -- events

  function onKey(event) {
    const rtl = getComputedStyle(board).direction === "rtl" ? -1 : 1;
    actOnKey(event, {
      ArrowUp: () => (event.shiftKey ? shift(-1) : move(-1)),
      ArrowDown: () => (event.shiftKey ? shift(1) : move(1)),
      ArrowLeft: () => indent(-rtl),
      ArrowRight: () => indent(rtl),
      " ": () => pick(),
      Enter: () => pick(),
      u: history.undo,
      r: history.redo,
      "?": keys.toggle,
    });
  }

  function onDown(event) {
    const line = event.target.closest?.(".nbk-codeline");
    if (event.button !== 0 || !line) return;
    event.preventDefault(); // no text selection while a line is dragged
    board.focus({ preventScroll: true });
    drag = { list: line.dataset.list, at: Number(line.dataset.at), x: event.clientX,
      y: event.clientY, grip: event.pointerType === "mouse" || event.target.matches(".nbk-grip"),
      pointer: event.pointerId, moved: false };
  }

  function onMove(event) {
    if (!drag || !drag.grip || event.pointerId !== drag.pointer) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
    if (!drag.moved && far < 8) return;
    if (!drag.moved) {
      drag.moved = true;
      board.setPointerCapture(event.pointerId);
    }
    const [text, steps] = drag.list === "program" ? used[drag.at] : [bank[drag.at], 0];
    const others = drag.list === "program" ? used.filter((_, i) => i !== drag.at) : used;
    const box = program.getBoundingClientRect();
    const em = parseFloat(getComputedStyle(program).fontSize);
    if (event.clientY > box.bottom + 2 * em) {
      drag.draft = others;
      drag.to = null;
    } else {
      // The dragged line is drawn where it would go; only the others say where that is.
      const shown = drag.to ?? (drag.draft || drag.list === "bank" ? null : drag.at);
      const rows = Array.from(program.querySelectorAll(".nbk-codeline"))
        .filter((_, i) => i !== shown)
        .map((row) => row.getBoundingClientRect());
      const to = rows.filter(({ top, height }) => event.clientY > top + height / 2).length;
      const by = Math.round((event.clientX - drag.x) / (STEP * em));
      drag.draft = [...others];
      drag.draft.splice(to, 0, [text, Math.min(Math.max(steps + by, 0), deepest)]);
      drag.to = to;
      current = { list: "program", at: to };
    }
    draw();
  }

  function onUp() {
    if (!drag) return;
    const { moved, draft, to, list, at } = drag;
    drag = null;
    if (moved) {
      if (draft && !same(draft, used)) {
        put(draft);
        announce(to === null ? "put back" : `moved: ${where()}, ${textOf(current)}`);
      } else draw();
      return;
    }
    const was = isCurrent(list, at);
    current = { list, at };
    if (list === "bank") pick(false);
    else {
      draw();
      announce(was ? where() : `${textOf(current)}, ${where()}`);
    }
  }

  function update() {
    used = store.value?.lines ?? [];
    const left = [...store.content.lines];
    for (const [text] of used) {
      const at = left.indexOf(text);
      if (at >= 0) left.splice(at, 1);
    }
    bank = left;
    draw();
    history.update();
    board.setAttribute("aria-label", `Program in pieces, ${howMany()}`);
    reading.textContent = used.length
      ? `Your program: ${used.map(([text, steps], i) => `${i + 1}, ${steps} in: ${text}`).join("; ")}`
      : "No line is used yet.";
  }

  return { body, update, asksItself: true, name: "Order" };
});
