// The teacher's page: how to join, what is asked, and, once it is revealed, what the room answered. It
// follows heat.js in the same module. State comes over the teacher's socket; nothing is kept here but
// the token, and that only as long as the tab is open.
//
// What the room answers is not in this page before the reveal: the server does not send it, and should
// it come all the same, it is not drawn.

const PHASES = { waiting: "not open yet", open: "open", closed: "closed", revealed: "revealed" };
const MOST_NAMES = 60; // that are shown
const AGAIN_AFTER = [250, 500, 1000, 2000, 4000]; // ms

const PAGE_KEYS = [
  ["o", "open"], ["c", "close"], ["r", "reveal"], ["a", "vote again"], ["h", "hide"],
  ["l", "show answers as they come in"], ["j", "how to join, large"], ["/", "choose an activity"],
  ["s", "save"], ["d", "dark or light"],
];

/** The token: from the address's fragment, which no server sees, and then from this tab. */
function takeToken() {
  const given = decodeURIComponent(location.hash.slice(1));
  if (given) {
    sessionStorage.setItem("newsbook-teacher", given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return given || sessionStorage.getItem("newsbook-teacher") || "";
}

function start(el) {
  const turn = followTheme();
  const token = takeToken();
  const model = { get: () => undefined, on() {}, off() {} };
  el.replaceChildren();
  const { root, live, announce } = shell(model, el);
  root.classList.add("nbk-class");
  root.setAttribute("aria-label", "Class");
  let state = null;
  let message = null; // the last heat
  let heat = null; // the map that is drawn
  let drawnFor = null;
  let large = true; // whether the way to join is large
  let socket = null;
  let tries = 0;

  // -- the parts of the page

  const about = h("div", { class: "nbk-about" });
  const count = h("span", { class: "nbk-here" });
  const size = tool("", () => flipJoin(), { "aria-keyshortcuts": "j" });
  const strip = h("div", { class: "nbk-strip" }, about, count, h("span", { class: "nbk-buttons" },
    size, tool("Dark or light", turn, { "aria-keyshortcuts": "d" })));
  const join = h("section", { class: "nbk-join", "aria-label": "How to join" });
  const asked = h("div", {});
  const answers = h("div", { class: "nbk-answers" });
  const place = h("section", { class: "nbk-map", "aria-label": "Heat map", hidden: true });
  const told = h("div", { class: "nbk-told", role: "status" });
  const phase = h("span", { class: "nbk-phase" });
  const button = (key, words, act) => h("button", { type: "button", class: "nbk-button",
    "aria-keyshortcuts": key, onclick: act }, h("kbd", { "aria-hidden": "true" }, key), ` ${words}`);
  const can = {
    open: () => state?.activity && ["waiting", "closed"].includes(state.phase),
    close: () => state?.phase === "open",
    reveal: () => ["open", "closed"].includes(state?.phase),
    again: () => ["closed", "revealed"].includes(state?.phase) && state.vote < 2,
    hide: () => state?.phase === "revealed",
    live: () => state?.phase === "open",
    save: () => state?.phase === "revealed",
  };
  const buttons = {
    open: button("o", "Open", () => ask("open")),
    close: button("c", "Close", () => ask("close")),
    reveal: button("r", "Reveal", () => ask("reveal")),
    again: button("a", "Vote again", () => ask("again")),
    hide: button("h", "Hide", () => ask("hide")),
    live: button("l", "Show live", () => ask("live", { on: !state?.live })),
    save: button("s", "Save", () => ask("save")),
  };
  buttons.live.setAttribute("aria-pressed", "false");
  const keys = keyList([...PAGE_KEYS, ...HEAT_KEYS], announce);
  const list = newId("activities");
  const options = h("datalist", { id: list });
  const field = h("input", { type: "text", list, autocomplete: "off", spellcheck: "false",
    "aria-label": "Activity", placeholder: "2.3, tokens:nato_seoul, poll: …",
    onkeydown: (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      buttons.open.focus();
    } });
  const choose = h("form", { class: "nbk-choose", onsubmit: (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    const named = state?.activities?.find(({ key, title }) => typed === title || typed === key);
    if (typed) send({ do: "start", activity: named?.key ?? typed });
  } }, field, options, h("button", { type: "submit", class: "nbk-button" }, "Start"));
  const controls = h("div", { class: "nbk-controls" }, phase,
    toolbar("Class", ...Object.values(buttons), keys.button));
  root.append(strip, join, h("div", { class: "nbk-top" }, asked, choose), controls, keys.list, told, answers, place, live);

  // -- talking to the server

  function send(what) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(what));
    else say("Not connected to the server; trying again.", "refused");
  }

  function ask(what, more = {}) {
    if (can[what]()) send({ do: what, ...more });
    else announce(`${what}: not now`);
  }

  function say(text, kind = "") {
    told.dataset.kind = kind;
    if (told.textContent !== text) told.textContent = text;
  }

  function connect() {
    const where = new URL("live/teacher", location.href);
    where.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    where.hash = "";
    socket = new WebSocket(where);
    socket.onopen = () => socket.send(JSON.stringify({ do: "hello", token }));
    socket.onmessage = ({ data }) => take(JSON.parse(data));
    socket.onclose = () => {
      say("The connection to the server is lost; trying again. Nothing is lost.", "refused");
      setTimeout(connect, AGAIN_AFTER[Math.min(tries++, AGAIN_AFTER.length - 1)]);
    };
  }

  function take(given) {
    if (given.do === "state") {
      const before = state;
      state = given;
      tries = 0;
      if (told.dataset.kind === "refused") say("");
      if (before && before.phase !== state.phase) announce(PHASES[state.phase] ?? state.phase);
      if (state.phase !== "waiting" && (before?.phase ?? "waiting") === "waiting") large = false;
      if (before?.round !== state.round || before?.phase !== state.phase) {
        if (before?.round !== state.round || !showing()) message = null;
      }
      draw();
    } else if (given.do === "heat") {
      message = given;
      drawAnswers();
      drawHeat();
    } else if (given.do === "saved") say(`Saved: ${given.files.join(", ")}`);
    else if (given.do === "refused") say(given.why ?? "The server refused this.", "refused");
  }

  // -- drawing

  const showing = () => state?.phase === "revealed" || (state?.phase === "open" && state.live === true);

  function draw() {
    const { code, qr, here, names, activity, notes } = state;
    // Browsers put http:// there by themselves; who types need not.
    const address = (state.address ?? "").replace(/^http:\/\//, "");
    document.title = activity ? `${activity.title} · newsbook` : "newsbook: a class";
    fill(about, [code, address, large], () => (large ? [h("h1", {}, "newsbook: a class")]
      : [h("span", {}, h("span", { class: "nbk-quiet" }, "Join: "), h("b", {}, address)),
        h("span", {}, h("span", { class: "nbk-quiet" }, "code "),
          h("b", { class: "nbk-code-small" }, code))]));
    fill(count, here, () => [h("b", {}, `${here}`), " here"]);
    fill(size, large, () => [large ? "Join: smaller" : "Join: larger"]);
    join.hidden = !large;
    fill(join, [code, address, qr, here, names, notes], () => [
      h("div", {}, h("dl", {},
        h("div", {}, h("dt", {}, "Open this address on your phone"),
          h("dd", { class: "nbk-address" }, address)),
        h("div", {}, h("dt", {}, "and type the code"), h("dd", { class: "nbk-code-large" }, code)),
        h("div", {}, h("dt", {}, "Who is in"),
          h("dd", { class: "nbk-count-large" }, h("b", {}, `${here}`), " here"))),
      names?.length ? h("p", { class: "nbk-names" },
        names.slice(0, MOST_NAMES).flatMap((name, i) => [i ? " · " : "", h("bdi", {}, writtenOut(name))]),
        names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "") : null,
      (notes ?? []).map((note) => h("p", { class: "nbk-names" }, note))),
      qr ? h("img", { src: qr, alt: `QR code of ${address}` }) : null,
    ].filter(Boolean));
    const heading = large ? "h2" : "h1";
    fill(asked, [activity?.key, activity?.title, heading], () => (activity
      ? [h(heading, { class: "nbk-asked" }, prose(activity.title)), activity.board?.question
        && activity.board.question !== activity.title
        ? h("p", { class: "nbk-asked-question" }, prose(activity.board.question)) : null].filter(Boolean)
      : [h(heading, { class: "nbk-asked" }, "Nothing is asked yet")]));
    fill(options, state.activities ?? [], () => (state.activities ?? [])
      .map(({ key, title }) => h("option", { value: key }, title)));
    phase.dataset.phase = state.phase;
    phase.textContent = `${PHASES[state.phase] ?? state.phase}${state.vote === 2 ? ", vote 2" : ""}`;
    for (const [what, one] of Object.entries(buttons)) {
      one.setAttribute("aria-disabled", String(!can[what]()));
    }
    buttons.live.setAttribute("aria-pressed", String(state.live === true));
    drawAnswers();
    drawHeat();
  }

  function drawAnswers() {
    const counts = message?.now;
    answers.hidden = !state?.activity || showing() || state.phase === "waiting";
    if (answers.hidden) return;
    const [n, of] = [counts?.answered ?? 0, Math.max(counts?.students ?? 0, state.here ?? 0)];
    fill(answers, [n, of], () => [
      h("p", { class: "nbk-count-large" }, h("b", {}, `${n}`), ` of ${of} answered`),
      h("div", { class: "nbk-track", "aria-hidden": "true" },
        h("span", { class: "nbk-fill", style: `--share: ${of ? Math.min(n / of, 1) : 0}` }))]);
  }

  function drawHeat() {
    const board = state?.activity?.board;
    const shows = showing() && board && message?.now?.disputed;
    // Hidden is gone: what a room answered is not left in the page for a projector to show.
    if (!shows || drawnFor !== state.activity.key) {
      heat?.dispose();
      heat = null;
      place.replaceChildren();
    }
    place.hidden = !shows;
    root.classList.toggle("nbk-shows", Boolean(shows));
    if (!shows) return;
    if (!heat) {
      heat = buildHeat(board, announce, { alone: false });
      drawnFor = state.activity.key;
      place.append(heat.body);
    }
    const { now, before, gold, pipeline } = message;
    heat.update({ now, before: before ?? null, gold: gold ?? null, pipeline: pipeline ?? null });
  }

  function flipJoin() {
    large = !large;
    draw();
  }

  // -- keys: anywhere on the page, but where something is typed

  const acts = {
    o: () => ask("open"), c: () => ask("close"), r: () => ask("reveal"), a: () => ask("again"),
    h: () => ask("hide"), l: () => ask("live", { on: !state?.live }), s: () => ask("save"),
    j: flipJoin, d: turn, "/": () => field.focus(),
  };
  function onKey(event) {
    if (event.defaultPrevented || !state || event.target.matches?.("input, select, textarea")) return;
    if (event.key === "?") {
      event.preventDefault();
      keys.toggle();
    } else if (!actOnKey(event, acts)) heat?.onKey(event);
  }
  root.addEventListener("keydown", onKey);
  document.addEventListener("keydown", onKey);
  connect();
}

start(document.getElementById("class"));
