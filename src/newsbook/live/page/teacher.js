// The teacher's page: how to join, what is asked, and, once it is revealed, what the room answered. It
// follows teacher_parts.js in the same module. State comes over the teacher's socket; nothing is kept here but
// the token, and that only as long as the tab is open.
//
// What the room answers is not in this page before the reveal: the server does not send it, and should
// it come all the same, it is not drawn.

// Shorter than a phone's: keys are pressed on the strength of what the page shows.
const TIMING = { quiet: 2000, patience: 4000 };
const FIRST_WORD_MS = 3000;

const LOST = "The server does not answer. What you see may be old, and what you press is not done. "
  + "Trying again; nothing is lost.";

const PAGE_KEYS = [
  ["o", "open"], ["c", "close"], ["r", "reveal"], ["a", "vote again"], ["h", "hide"],
  ["l", "show answers as they come in"], ["s", "save"], ["x", "ask what is next in the plan"],
  ["/", "choose an activity"], ["e", "an earlier activity"], ["j", "how to join, large"],
  ["i", "names of who is in, or not"], ["d", "dark or light"],
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
  let task = null; // what is asked, where that is drawn
  let choosing = false; // whether the list of activities is open
  let showsNames = false;
  let changedAt = 0; // when the last answer came, in ms
  let drawnFor = null;
  let large = true; // whether the way to join is large
  let line = null;
  let over = false; // whether the class has ended, for now

  // -- the parts of the page

  const about = h("div", { class: "nbk-about" });
  const count = h("span", { class: "nbk-here" });
  const namesButton = tool("", () => flipNames(), { "aria-keyshortcuts": "i", hidden: true });
  const size = tool("", () => flipJoin(), { "aria-keyshortcuts": "j" });
  const strip = h("div", { class: "nbk-strip" }, about, count, h("span", { class: "nbk-buttons" },
    namesButton, size, tool("Dark or light", turn, { "aria-keyshortcuts": "d" })));
  const notes = h("div", { hidden: true });
  const join = h("section", { class: "nbk-join", "aria-label": "How to join" });
  const asked = h("div", { class: "nbk-heading" });
  const wanted = h("p", { class: "nbk-asked-question" });
  const answers = h("div", { class: "nbk-answers" });
  const latest = h("span", { class: "nbk-quiet" });
  const taskPlace = h("section", { class: "nbk-task", "aria-label": "What is asked", hidden: true });
  const place = h("section", { class: "nbk-map", "aria-label": "Heat map", hidden: true });
  const told = h("div", { class: "nbk-told", role: "status" });
  const phase = h("span", { class: "nbk-phase" });
  const button = (key, words, act) => h("button", { type: "button", class: "nbk-button",
    "aria-keyshortcuts": key, onclick: act }, h("kbd", { "aria-hidden": "true" }, key), ` ${words}`);
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
  const next = button("x", "Next", () => askNext());
  next.dataset.next = "";
  const pick = button("/", "Activities", () => choose(!choosing));
  pick.setAttribute("aria-expanded", "false");
  const list = newId("activities");
  const options = h("datalist", { id: list });
  const field = h("input", { type: "text", list, autocomplete: "off", spellcheck: "false",
    "aria-label": "Activity", placeholder: "2.3, tokens:nato_seoul, poll: …",
    onkeydown: (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      choose(false);
    } });
  const form = h("form", { class: "nbk-choose", onsubmit: (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    const named = state?.activities?.find(({ key, title }) => typed === title || typed === key);
    if (typed) begin(named?.key ?? typed, named?.title ?? typed);
  } }, h("span", {}, "Or"), field, options, h("button", { type: "submit", class: "nbk-button" }, "Start"));
  const lists = h("div", { class: "nbk-lists" });
  const drawer = h("section", { class: "nbk-drawer", "aria-label": "Activities", hidden: true }, lists, form);
  const sure = sureBox();
  const crowd = crowdBox(send);
  // It takes the focus where a box is left: the next keys are meant for the class.
  const top = h("div", { class: "nbk-top", tabindex: "-1" }, phase, asked, next);
  const controls = h("div", { class: "nbk-controls" },
    toolbar("Class", ...Object.values(buttons), pick, keys.button));
  strip.hidden = join.hidden = top.hidden = wanted.hidden = controls.hidden = true; // until there is something to say
  root.append(strip, join, top, wanted, controls, drawer, keys.list, notes, crowd.box, told, answers, taskPlace, place, sure.box, live);

  // -- talking to the server

  function send(what) {
    if (!line.send(what)) say("Not done: the server does not answer. Trying again.", "refused");
  }

  function ask(what, more = {}) {
    const why = whyNot(what, state);
    if (why) say(why, "why");
    else send({ do: what, ...more });
  }

  /** Go to another activity; what is open would be taken from everybody, so that is asked about. */
  function leave(title, then) {
    const go = () => {
      top.focus();
      then();
    };
    if (state?.phase !== "open") return go();
    const { answered = 0, students = state.here } = message?.now ?? {};
    return sure.ask(`“${state.activity.title}” is open, and ${answered} of ${students} have sent something. `
      + `“${title}” would take it from their screens; what they sent is kept.`, "Yes, go on", go);
  }

  const begin = (key, title) => leave(title, () => send({ do: "start", activity: key }));

  function askNext() {
    const one = nextOf(state);
    if (one) begin(one.key, one.title);
    else say(state?.plan?.length ? "The plan has been gone through: / lets you choose." : "Nothing is planned: / lets you choose.", "why");
  }

  /** Open the list of activities, or close it. */
  function choose(on, focus = field) {
    choosing = on;
    draw();
    if (on) focus?.focus();
    else top.focus();
  }

  function earlier() {
    if (!state?.past?.length) say("Nothing was asked earlier.", "why");
    else choose(true, lists.querySelector(".nbk-past button"));
  }

  function say(text, kind = "") {
    told.dataset.kind = kind;
    if (told.textContent !== text) told.textContent = text;
  }

  function connect() {
    const where = new URL("live/teacher", location.href);
    where.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    where.hash = "";
    line = new Connection(where, { do: "hello", token }, take, (on) => {
      if (!state || line.ended) return;
      if (!on && !over) say(LOST, "refused");
      draw();
    }, TIMING);
    setTimeout(() => !state && !line.ended && say(LOST, "refused"), FIRST_WORD_MS);
  }

  function take(given) {
    if (given.do === "state") {
      const before = state;
      state = given;
      over = false;
      if (told.dataset.kind === "refused") say("");
      if (before && before.phase !== state.phase) announce(PHASES[state.phase] ?? state.phase);
      if (state.phase !== "waiting" && (before?.phase ?? "waiting") === "waiting") large = false;
      const moved = before?.round !== state.round;
      if (before && (moved || before.phase !== state.phase)) {
        // A sentence about what was is not to stand beside what is.
        if (told.dataset.kind !== "refused") say("");
        choosing = false;
      }
      if (moved) field.value = "";
      if (moved || (before.phase !== state.phase && !showing())) message = moved ? null : counted(message);
      draw();
    } else if (given.do === "heat") {
      if (message && state?.phase === "open") changedAt = performance.now();
      message = given;
      drawAnswers();
      drawHeat();
    } else if (given.do === "saved") {
      say(`Saved${given.folder ? ` in ${given.folder}` : ""}: ${given.files.join(", ")}`, "saved");
    } else if (given.do === "ended") {
      over = true;
      say("The class has ended; its answers are kept.", "refused");
    } else if (given.do === "refused") {
      say(given.why ?? "The server refused this.", "refused");
      if (given.stranger) end();
      else if (choosing) field.focus();
    }
  }

  /** Of a heat map only how many: what they answered is not to stay in the page. */
  const counted = (given) => given && { now: { kind: given.now?.kind, students: given.now?.students,
    answered: given.now?.answered }, same: given.same };

  // -- drawing

  const showing = () => state?.phase === "revealed" || (state?.phase === "open" && state.live === true);

  /** This page is no longer the teacher's, and trying again would not make it so. */
  function end() {
    state = null;
    heat?.dispose();
    task?.dispose();
    root.replaceChildren(h("h1", {}, "newsbook: not this class"), told, live);
  }

  function draw() {
    const { code, here, names, activity } = state;
    const address = placeOf(state);
    strip.hidden = top.hidden = controls.hidden = false;
    document.title = activity ? `${activity.title} · newsbook` : "newsbook: a class";
    fill(about, [code, address, large], () => (large ? [h("h1", {}, "newsbook: a class")]
      : [h("span", {}, h("span", { class: "nbk-quiet" }, "Join: "), h("b", {}, address)),
        h("span", {}, h("span", { class: "nbk-quiet" }, "code "),
          h("b", { class: "nbk-code-small" }, code)),
        onlyHere(state) ? h("b", { class: "nbk-only-here", title: "Start it with --lan." }, NO_PHONES) : null]
      .filter(Boolean)));
    fill(count, here, () => [h("b", {}, `${here}`), " here"]);
    notes.hidden = large || !state.notes?.length;
    fill(notes, state.notes ?? [], () => (state.notes ?? []).map((note) => h("p", { class: "nbk-names" }, note)));
    namesButton.hidden = !names || !large;
    namesButton.textContent = showsNames ? "Hide names" : "Show names";
    fill(size, large, () => [large ? "Join: smaller" : "Join: larger"]);
    join.hidden = !large;
    crowd.update(state.crowds, large);
    fill(join, [code, state.address, state.qr, here, showsNames && names, state.notes],
      () => joinParts(state, showsNames));
    const heading = large ? "h2" : "h1";
    // Under a heat map the room knows what it was asked, and the map wants the line.
    fill(asked, [activity?.key, activity?.title, heading], () => [h(heading, { class: "nbk-asked" },
      activity ? titled(activity.title) : "Nothing is asked yet")]);
    const { question = "" } = activity?.board ?? {};
    wanted.hidden = !question || question === activity.title || showing();
    fill(wanted, question, () => prose(question));
    fill(options, state.activities ?? [], () => (state.activities ?? [])
      .map(({ key, title }) => h("option", { value: key }, title)));
    phase.dataset.phase = line.on ? state.phase : "";
    phase.hidden = !activity;
    phase.textContent = !line.on ? "no connection" : `${PHASES[state.phase] ?? state.phase}${state.vote === 2 ? ", vote 2" : ""}`;
    for (const [what, one] of Object.entries(buttons)) {
      const why = whyNot(what, state);
      one.setAttribute("aria-disabled", String(Boolean(why)));
      one.title = why;
      // Beside a map, which wants the room, stand those that can be pressed.
      const away = Boolean(why) && state.phase === "revealed";
      if (away && one.matches(":focus")) top.focus();
      one.hidden = away;
    }
    const following = nextOf(state);
    next.hidden = !following;
    fill(next, following, () => [h("kbd", { "aria-hidden": "true" }, "x"), ` Next: ${following?.title ?? ""}`]);
    drawer.hidden = !choosing && Boolean(activity);
    pick.setAttribute("aria-expanded", String(!drawer.hidden));
    fill(lists, [state.plan, state.past, activity?.key], () => listsOf(state, (key) => begin(key,
      state.plan.find((one) => one.key === key).title), (round) => leave(
      state.past.find((one) => one.round === round).title, () => send({ do: "show", round }))));
    buttons.live.setAttribute("aria-pressed", String(state.live === true));
    drawAnswers();
    drawTask();
    drawHeat();
  }

  /** While a class answers: what it is asked, and nothing of what it says. */
  function drawTask() {
    const board = state?.activity?.board;
    const shows = board && !showing() && !large;
    if (!shows || task?.key !== state.activity.key) {
      task?.dispose();
      task = null;
      taskPlace.replaceChildren();
    }
    taskPlace.hidden = !shows;
    root.classList.toggle("nbk-asks", Boolean(shows));
    if (!shows || task) return;
    task = { ...buildAsked(board, announce), key: state.activity.key };
    taskPlace.append(task.body);
    task.fit();
  }

  function drawAnswers() {
    const counts = message?.now;
    answers.hidden = !state?.activity || showing() || state.phase === "waiting";
    if (answers.hidden) return;
    const [n, of] = [counts?.answered ?? 0, counts?.students ?? state.here ?? 0];
    const { same = 0 } = message ?? {};
    const { late = 0 } = state;
    // A first tap is an answer: that all have sent something does not say that they are done.
    fill(answers, [n, of, same, late], () => [
      h("p", { class: "nbk-sent" }, h("b", {}, `${n}`), ` of ${of} have sent something`,
        same ? `, ${same} of them as before` : ""),
      h("div", { class: "nbk-track", "aria-hidden": "true" },
        h("span", { class: "nbk-fill", style: `--share: ${of ? Math.min(n / of, 1) : 0}` })),
      latest,
      late ? h("p", { class: "nbk-late" }, `${late} change${late === 1 ? "" : "s"} came too late to count; `
        + "Open takes what comes then.") : null].filter(Boolean));
    drawLatest();
  }

  /** How long nothing has come, which tells more than the count when it is time to close. */
  function drawLatest() {
    const quiet = Math.floor((performance.now() - changedAt) / 5000) * 5;
    const words = !line?.on || state?.phase !== "open" || !message?.now?.answered || !changedAt ? ""
      : quiet < 5 ? "still changing" : quiet < 120 ? `nothing new for ${quiet} s` : "nothing new for minutes";
    if (latest.textContent !== words) latest.textContent = words;
  }

  function drawHeat() {
    const board = state?.activity?.board;
    const shows = showing() && board && message?.now?.disputed;
    // Hidden is gone: what a room answered is not left in the page for a projector to show.
    if (!shows || drawnFor !== state.activity.key) {
      heat?.dispose();
      heat?.tools.remove();
      heat = null;
      place.replaceChildren();
    }
    place.hidden = !shows;
    root.classList.toggle("nbk-shows", Boolean(shows));
    if (!shows) return;
    if (!heat) {
      const predicts = board.kind === "predict" && state.plan; // a server that knows of hiding
      heat = buildHeat(board, announce, { alone: false, asked: true,
        onLay: (kind, on) => {
          // Phones show what the teacher has shown, and nothing earlier.
          if (on && state.shared && !state.shared.includes(kind)) send({ do: "share", what: kind });
        },
        ...(predicts ? ofPredictions(sure, send) : {}) });
      drawnFor = state.activity.key;
      place.append(heat.body);
      controls.append(heat.tools);
    }
    const { now, before, gold, pipeline } = message;
    heat.update({ now, before: before ?? null, gold: gold ?? null, pipeline: pipeline ?? null,
      shared: state.shared });
  }

  function flipNames() {
    if (!state?.names) {
      say("This class was not asked for names; newsbook class --names asks for them.", "why");
      return;
    }
    showsNames = !showsNames;
    if (showsNames) large = true;
    draw();
  }

  function flipJoin() {
    large = !large;
    draw();
  }

  // -- keys: anywhere on the page, but where something is typed

  const acts = {
    o: () => ask("open"), c: () => ask("close"), r: () => ask("reveal"), a: () => ask("again"),
    h: () => ask("hide"), l: () => ask("live", { on: !state?.live }), s: () => ask("save"),
    j: flipJoin, d: turn, x: askNext, e: earlier, i: flipNames, "/": () => choose(true),
    Escape: () => choosing && choose(false),
  };
  const sizes = { "+": () => task?.resize(1), "=": () => task?.resize(1), "-": () => task?.resize(-1) };
  function onKey(event) {
    if (event.defaultPrevented || !state || sure.box.open) return;
    if (event.target.matches?.("input, select, textarea")) return;
    if (event.key === "?") {
      event.preventDefault();
      keys.toggle();
    } else if (!actOnKey(event, acts) && !heat?.onKey(event) && task) actOnKey(event, sizes);
  }
  root.addEventListener("keydown", onKey);
  document.addEventListener("keydown", onKey);
  setInterval(drawLatest, 1000);
  connect();
}

start(document.getElementById("class"));
