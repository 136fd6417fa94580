// The teacher's page in parts: what cannot be done now and why, how to join, what can be asked. It
// follows asked.js in the same module.

const PHASES = { waiting: "not open yet", open: "open", closed: "closed", revealed: "revealed" };
const NO_PHONES = "! Phones cannot reach this class";
const MOST_NAMES = 60; // that are shown

/** Why something cannot be done now, in a sentence with what to do; "" where it can. */
function whyNot(what, state) {
  if (!state) return "The server has not been reached yet.";
  const { phase, vote, activity } = state;
  if (!activity) {
    const next = nextOf(state) ? "x asks what is next, / lets you choose" : "/ lets you choose";
    return `Nothing is asked yet: ${next}.`;
  }
  const why = {
    open: { open: "It is open already.", revealed: "The room has seen its answers: a lets it vote again." },
    close: { waiting: "It is not open yet: o opens it.", closed: "It is closed already.",
      revealed: "It is closed, and shown." },
    reveal: { waiting: "Nobody could answer yet: o opens it.", revealed: "It is shown already." },
    again: { waiting: "Nobody has voted yet: o opens it.", open: "It is open: c closes it first." },
    hide: { waiting: "Nothing is shown.", open: "Nothing is shown.", closed: "Nothing is shown." },
    live: { waiting: "That is for while it is open: o opens it.", closed: "It is closed: r shows the answers.",
      revealed: "All is shown already." },
    save: { waiting: "There is nothing to save yet.", open: "Only what is shown is saved: r shows it.",
      closed: "Only what is shown is saved: r shows it." },
  }[what]?.[phase];
  if (!why && what === "again" && vote >= 2) return "The room has voted twice; ask it anew for one more vote.";
  return why ?? "";
}

/** A title; no line breaks in the “4-6” at its end. */
function titled(title) {
  const [from] = /\d+-\d+$/u.exec(title) ?? [""];
  return [...prose(title.slice(0, title.length - from.length)),
    from && h("span", { class: "nbk-unbroken" }, from)];
}

/** The plan's first activity that was not asked yet. */
const nextOf = (state) => state?.plan?.find(({ key, done }) => !done && key !== state.activity?.key);

/** The address without the class's code, which is typed or is in the QR code. */
function placeOf({ address = "", code }) {
  // Browsers put http:// there by themselves; who types need not.
  const bare = address.replace(/^http:\/\//, "");
  const at = bare.lastIndexOf(`/${code}`); // a key may follow it
  return at < 0 ? bare : bare.slice(0, at);
}

const onlyHere = ({ address = "" }) => /^https?:\/\/(127\.|localhost|\[::1\])/.test(address);

/** How to join, large. */
function joinParts(state, showsNames) {
  const { code, qr, here, names, notes } = state;
  const here_ = onlyHere(state);
  const place = placeOf(state);
  return [h("div", {}, h("dl", {},
    h("div", {}, h("dt", {}, here_ ? "On this machine, open" : "Open this address on your phone"),
      h("dd", { class: "nbk-address" }, place)),
    h("div", {}, h("dt", {}, "and type the code"), h("dd", { class: "nbk-code-large" }, code)),
    h("div", {}, h("dt", {}, "Who is in"),
      h("dd", { class: "nbk-count-large" }, h("b", {}, `${here}`), " here"))),
  here_ ? h("p", { class: "nbk-only-here" }, `${NO_PHONES}: end it and start it with `,
    h("code", {}, "newsbook class --lan"), ".") : null,
  showsNames && names?.length ? h("p", { class: "nbk-names" },
    names.slice(0, MOST_NAMES).flatMap((name, i) => [i ? " · " : "", h("bdi", {}, writtenOut(name))]),
    names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "") : null,
  (notes ?? []).map((note) => h("p", { class: "nbk-names" }, note))),
  // A code that leads a phone to itself would be no help.
  qr && !here_ ? h("img", { src: qr, alt: `QR code of ${place}, code ${code}` }) : null,
  ].filter(Boolean);
}

/** What was planned and what was asked before: buttons that ask it, and that show it again. */
function listsOf({ plan = [], past = [], activity }, ask, show) {
  const item = (words, more, does, current) => h("li", {}, h("button", { type: "button",
    class: "nbk-button nbk-item", "aria-current": current ? "true" : null, onclick: does },
  h("span", {}, writtenOut(words)), more ? h("span", { class: "nbk-quiet" }, more) : null));
  const next = plan.find(({ key, done }) => !done && key !== activity?.key)?.key;
  const of = (n, one, many) => `${n} ${n === 1 ? one : many}`;
  return [
    plan.length ? h("section", {}, h("h2", {}, "Planned"), h("ol", {}, plan.map(({ key, title, done }) =>
      item(title, key === activity?.key ? "now" : done ? "asked" : key === next ? "next: x" : "",
        () => ask(key), key === activity?.key)))) : null,
    past.length ? h("section", { class: "nbk-past" }, h("h2", {}, "Earlier"), h("ol", {}, [...past].reverse()
      .map(({ round, title, votes, answered }) => item(title,
        [votes > 1 ? of(votes, "vote", "votes") : "", of(answered, "answer", "answers")].filter(Boolean).join(", "),
        () => show(round))))) : null,
  ].filter(Boolean);
}

/** A question that must be answered before the page goes on; calls does() only on yes. */
function sureBox() {
  const words = h("p", {});
  let does = null;
  const yes = h("button", { type: "button", class: "nbk-button nbk-yes", onclick: () => {
    box.close();
    does?.();
  } });
  const no = h("button", { type: "button", class: "nbk-button", onclick: () => box.close() }, "No, stay here");
  const id = newId("sure");
  words.id = id;
  const box = h("dialog", { class: "nbk-sure", "aria-labelledby": id }, words,
    h("div", { class: "nbk-buttons" }, yes, no));
  return { box, ask: (question, answer, then) => {
    words.textContent = question;
    yes.textContent = answer;
    does = then;
    box.showModal();
    no.focus();
  } };
}

/** What the teacher does to predictions on the map; words that nobody has read come here first, and on asking. */
function ofPredictions(sure, send) {
  return {
    hide: (line, what) => send({ do: "cover", line, what, on: true }),
    showAll: () => sure.ask("All that you have taken away will stand on this screen again, and on phones where "
      + "the rest does.", "Yes, show it again", () => send({ do: "uncover" })),
    share: (what) => {
      if (what === "words") return send({ do: "share", what });
      return sure.ask("They will stand on this screen, and not on phones yet. If the room sees this screen, "
        + "blank the projector, read, and hide what nobody should have to read.", "Yes, I want to read them",
      () => send({ do: "share", what }));
    },
  };
}
