// The student's page: join, answer, and see what the room said.
//
// Whatever happens to the line, the widget goes on: each change lies on this device first (model.js)
// and is sent when the class can be reached (connection.js).

import { Connection } from "./connection.js";
import { Answer, Model, recall, remember, storage } from "./model.js";
import { STAYS, howTo, phaseWords, sentWords } from "./student_words.js";

const $ = (id) => document.getElementById(id);
const folder = new URL(".", location.href);
const at = (path) => new URL(path, folder);
// The QR code's address has a key behind the code, which lets in while others guess at codes.
const [, typedCode = "", keyInAddress = ""] = /\/([A-Za-z]{4})(-[A-Za-z]{12})?$/.exec(location.pathname) ?? [];
const codeInAddress = typedCode.toUpperCase();
// This tab's name. A page without https has no randomUUID().
const client = Array.from(crypto.getRandomValues(new Uint8Array(9)),
  (byte) => byte.toString(36).padStart(2, "0")).join("");

const AGAIN_MS = 1200; // when the class says that it was too fast
const coarse = matchMedia("(pointer: coarse)");
const SIGNS = { good: "✓", going: "…", bad: "✕", look: "!" };

let about = null; // {class, names}
let identity = null; // {student, secret}
let line = null;
let shown = null; // the round on the page: {number, vote, phase, key, model, answer, dispose}
let map = null; // the heat map
let sending = null; // the change that is on its way
let refused = ""; // why the last change was not taken
let ended = false; // whether the teacher has ended the class, for now

// ------------------------------------------------------------------ words

function put(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}

/** Tell who cannot see it; the same words twice must differ somehow to be read again. */
let told = false;
function announce(text) {
  told = !told;
  $("heard").textContent = told ? text : `${text}\u00a0`;
}

function sign(place, kind, words) {
  const el = $(place);
  el.dataset.kind = kind;
  el.querySelector(".sign").textContent = SIGNS[kind];
  put(`${place}-words`, words);
}

function sayPhase() {
  if (ended) {
    $("phase").classList.remove("plain");
    put("title", "The class has ended");
    put("phase", shown?.answer.waiting
      ? "Your last change did not reach it. It stays on this device, should the class go on."
      : "Thank you. You can close this page; should the class go on, this page does, too.");
    return;
  }
  if (!shown) {
    $("phase").classList.remove("plain");
    put("title", "You are in");
    put("phase", "Wait here: the first question appears by itself.");
    return;
  }
  put("title", shown.title);
  const how = howTo(shown, coarse.matches);
  $("how").hidden = !how;
  put("how", how);
  put("phase", phaseWords(shown));
  $("phase").classList.toggle("plain", shown.phase === "open" && shown.vote === 1 && !shown.afterAll);
}

/** Whether the answer has come to the class, in words. */
function saySent() {
  if (!shown) return;
  const { answer, phase, model } = shown;
  const hasAny = answer.at[0] > 0 || shown.same;
  const [kind, words] = sentWords(shown, { on: line?.on, ended, refused });
  const before = $("sent").dataset.kind;
  $("sent").hidden = !words;
  sign("sent", kind, words);
  // Each "sent" would be too much to hear; a loss, and its end, are not.
  if (before !== kind && (kind === "bad" || before === "bad")) announce(words);
  $("as-it-is").hidden = !line?.on && ended || phase !== "open" || hasAny || model.kind === "choice"
    || model.kind === "predict";
}

// ------------------------------------------------------------------ answering

function send() {
  if (!shown || sending || !shown.answer.waiting || !line?.on || shown.phase !== "open") return;
  const [seq, from] = shown.answer.at;
  const message = { do: "answer", round: shown.number, seq, client: from, value: shown.answer.value };
  if (line.send(message)) sending = [seq, from];
}

/** Tell the class of a change that it did not take, so that the teacher can open the vote again. */
function tellLate() {
  const [seq, from] = shown.answer.at;
  if (shown.toldOf === `${seq} ${from}` || !line?.on) return;
  const message = { do: "answer", round: shown.number, seq, client: from, value: shown.answer.value };
  if (line.send(message)) shown.toldOf = `${seq} ${from}`;
}

function changed(value) {
  refused = "";
  shown.afterAll = false;
  shown.answer.change(value);
  send();
  saySent();
}

function acknowledged(message) {
  if (!shown || message.round !== shown.number) return;
  sending = null;
  const { answer, model } = shown;
  answer.has([message.seq, message.client]);
  if (shown.same) {
    shown.same = false; // this device's own change counts now
    sayPhase();
  }
  // Another change counts: a later one, of another tab perhaps.
  if (message.at && answer.has(message.at, message.value)) model.show(answer.value);
  send();
  saySent();
}

function notTaken(message) {
  sending = null;
  if (!shown || message.round !== shown.number) return;
  refused = shown.phase === "open" ? message.why : "";
  if (refused) takeBack();
  saySent();
}

/** Show what counts again: what was refused is no answer. */
function takeBack() {
  const { answer, model, counted } = shown;
  answer.giveUp(counted?.value ?? null, counted?.at ?? [0, ""]);
  model.show(counted?.value ?? shown.start);
}

addEventListener("storage", ({ key, newValue }) => {
  if (!shown || key !== shown.answer.name || !newValue) return;
  if (shown.answer.adopt(recall(key))) shown.model.show(shown.answer.value);
  send();
  saySent();
});

// ------------------------------------------------------------------ what the class is at

const nameOf = (round) => `newsbook.${about.class}.${round}`;

/** Put a new question on the page. */
async function ask(state) {
  const { activity, round } = state;
  shown?.dispose?.();
  storage.removeItem(nameOf(round - 4));
  const answer = new Answer(nameOf(round), client, activity.key);
  const { start, kind, title } = activity;
  // In a vote again the class still has the answer of before, and it counts.
  const model = new Model(activity.content, answer.value ?? state.value ?? start, changed);
  model.kind = kind;
  shown = { number: round, key: activity.key, title, kind, model, answer, start };
  sending = null;
  refused = "";
  const here = shown;
  const made = (await import(at(`live/widget/${activity.module}`))).default();
  if (shown !== here) return;
  made.initialize({ model });
  const el = document.createElement("div");
  const gone = made.render({ model, el });
  shown.dispose = () => gone?.();
  // The question of a poll is the page's title already; it still names the options for who hears them.
  $("widget").classList.toggle("titled", activity.content.question === title);
  $("widget").replaceChildren(el);
}

let last = Promise.resolve();
function stateCame(state) {
  // One after the other: a question's page may still be loading when the next state comes.
  last = last.then(() => take(state)).catch((error) => {
    put("phase", "This page could not be loaded whole: load it again.");
    throw error;
  });
}

async function take(state) {
  const from = shown?.number === state.round ? shown.phase : null;
  ended = false;
  if (!state.round) {
    shown?.dispose?.();
    shown = null;
    $("answer").hidden = $("room").hidden = true;
    sayPhase();
    return;
  }
  if (state.activity && shown?.number !== state.round) await ask(state);
  if (shown?.number !== state.round) return;
  shown.phase = state.phase;
  shown.vote = state.vote;
  const { answer, model } = shown;
  const place = [state.seq, state.client];
  shown.counted = state.value === null ? null : { value: state.value, at: place };
  // The class's word on what it has, and its answer where that is later than this device's.
  answer.knows(place);
  shown.same = state.same === true;
  shown.carried ||= shown.same;
  if (state.value !== null && answer.has(place, state.value)) model.show(answer.value);
  else if (shown.same && !answer.waiting) model.show(state.value);
  sending = null;
  model.locked = { closed: STAYS, waiting: "Not open yet.", revealed: STAYS }[state.phase] ?? "";
  $("widget").disabled = Boolean(model.locked);
  model.extra = state.phase === "revealed" ? state.extra ?? null : null;
  model.say("", "");
  model.make();
  // What came too late does not count, and what counts is shown; while the vote may still be opened
  // again the change is kept.
  const isOver = ["closed", "revealed"].includes(state.phase);
  shown.afterAll = state.phase === "open" && (shown.afterAll || (answer.waiting && shown.late)) === true;
  shown.late = isOver && (answer.waiting || shown.late === true);
  if (isOver && answer.waiting) {
    tellLate();
    if (state.phase === "revealed") takeBack();
    else model.show(shown.counted?.value ?? shown.start);
  } else if (answer.waiting) model.show(answer.value);
  await showRoom(state);
  $("answer").hidden = state.phase === "waiting";
  sayPhase();
  send();
  saySent();
  // What is new is above: the question, or what the room said.
  if (from !== state.phase && ["open", "revealed"].includes(state.phase)) scrollTo({ top: 0 });
}

async function showRoom(state) {
  const visible = state.phase === "revealed" && Boolean(state.heat?.now);
  $("room").hidden = $("answer-title").hidden = !visible;
  if (!visible) {
    map?.dispose?.();
    map = null;
    $("room").replaceChildren();
    return;
  }
  if (!map) {
    const { heatMap } = await import(at("live/page/heat.js"));
    const asked = state.board.question === state.board.title;
    map = heatMap($("room"), state.board, { large: false, asked });
  }
  map.update(state.heat);
}

function came(message) {
  if (message.do === "state") stateCame(message);
  else if (message.do === "ack") acknowledged(message);
  else if (message.do === "ended") {
    ended = true;
    sayPhase();
    announce("The class has ended.");
  } else if (message.do === "value" && shown?.number === message.round) {
    if (shown.answer.has(message.at, message.value)) shown.model.show(shown.answer.value);
    saySent();
  } else if (message.do === "slow") {
    sending = null;
    setTimeout(send, AGAIN_MS);
  } else if (message.do === "refused" && message.stranger) forgotten(message.why);
  else if (message.do === "refused") notTaken(message);
}

function lineChanged(on) {
  sending = null;
  const back = $("line").dataset.kind === "bad" && on;
  $("line").hidden = false;
  sign("line", on ? "good" : ended ? "look" : "bad",
    on ? "connected" : ended ? "ended" : "no connection");
  if ((!on && !ended) || back) announce(on ? "The connection is back." : "The connection is lost. You can go on.");
  saySent();
}

// ------------------------------------------------------------------ joining

const identityName = () => `newsbook.${about.class}`;

function enter() {
  $("join").hidden = true;
  sayPhase();
  const url = at("live/student");
  url.protocol = url.protocol.replace("http", "ws");
  line = new Connection(url, { do: "hello", ...identity }, came, lineChanged);
}

function forgotten(why) {
  storage.removeItem(identityName());
  shown?.dispose?.();
  shown = null;
  $("answer").hidden = $("room").hidden = $("line").hidden = true;
  askIn(why);
}

function askIn(why = "") {
  put("title", "Join the class");
  put("phase", about.names ? "" : "No name is asked for.");
  $("join").hidden = false;
  $("name-row").hidden = !about.names;
  $("code").value ||= codeInAddress;
  put("join-said", why);
  ($("code").value && about.names ? $("name") : $("code")).focus();
}

async function join(given, name) {
  const code = given.trim().toUpperCase() === codeInAddress ? codeInAddress + keyInAddress : given;
  let answer;
  try {
    answer = await fetch(at("live/join"), { method: "POST", body: JSON.stringify({ code, name }),
      headers: { "Content-Type": "application/json" } });
  } catch {
    throw new Error("There is no connection to your teacher's machine. Are you in the same network?");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.why ?? "That failed; try again.");
  identity = { student: said.student, secret: said.secret };
  remember(identityName(), identity);
  enter();
}

$("join").addEventListener("submit", async (event) => {
  event.preventDefault();
  put("join-said", "");
  try {
    await join($("code").value, $("name").value);
    $("title").focus();
  } catch (error) {
    put("join-said", error.message);
  }
});

$("as-it-is").addEventListener("click", () => {
  changed(shown.model.value);
  announce("Your answer is sent as it is.");
});

async function begin() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => { document.body.dataset.jpThemeLight = String(!dark.matches); };
  dark.addEventListener("change", theme);
  theme();
  try {
    about = await (await fetch(at("live/about"))).json();
  } catch {
    put("phase", "Your teacher's machine cannot be reached. Load this page again.");
    return;
  }
  identity = recall(identityName());
  if (identity?.student && identity.secret) enter();
  else if (codeInAddress && !about.names) {
    await join(codeInAddress, "").catch((error) => askIn(error.message));
  } else askIn();
}

begin();
