// What the pages say in words: at the foot of the page, read aloud by screen readers, gone when there
// is nothing to say. This runs before anything else does, so that no page is ever just blank.
"use strict";

globalThis.newsbookWords = (() => {
  const SLOW_MS = 2500;
  const ON_ITS_OWN = new Set(["keep", "opening", "python"]); // said whatever the learner does
  const lines = new Map(); // by what they are about, in the order in which they are shown
  let box = null;

  function shown() {
    if (!document.body) return;
    if (!box) {
      box = document.createElement("div");
      box.id = "newsbook-words";
      box.setAttribute("role", "status");
      box.setAttribute("aria-label", "newsbook says");
    }
    if (!box.isConnected) document.body.append(box);
    const keep = [...lines.values()];
    for (const line of [...box.children]) if (!keep.includes(line)) line.remove();
    for (const line of keep) if (line.parentNode !== box) box.append(line);
    box.hidden = keep.length === 0;
    room();
  }

  // Nothing that somebody works on lies below the words: a notebook's page ends above them.
  let height = -1;
  function room() {
    const now = box.hidden || !document.documentElement.dataset.newsbook ? 0 : box.offsetHeight;
    if (now === height || document.documentElement.dataset.newsbook === "start") return;
    height = now;
    document.documentElement.style.setProperty("--newsbook-words", `${now}px`);
    dispatchEvent(new Event("resize")); // JupyterLab's pages measure themselves then
  }
  addEventListener("resize", () => box && room());
  addEventListener("newsbook-open", () => setTimeout(() => box && room()));

  // Say something, with buttons if need be (pairs of words and what to do) and a field before them. No
  // text: say it no more.
  function say(about, text, buttons = [], field = "") {
    if (!text) {
      lines.delete(about);
      return shown();
    }
    // What was only said, and asks nothing, makes room for what is said next.
    if (!ON_ITS_OWN.has(about)) {
      for (const [other, { said }] of lines) if (said && other !== about) lines.delete(other);
    }
    const line = lines.get(about) ?? document.createElement("p");
    line.said = about !== "private" && buttons.length === 1 && buttons[0][0] === "Close";
    line.replaceChildren(text, field, ...buttons.map(([words, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", act);
      return button;
    }));
    lines.set(about, line);
    return shown();
  }

  // A link in a notebook leads to the page of all files, which shows none. Each has a page of its own.
  const path = new URL(location.href).searchParams.get("path") ?? "";
  if (document.currentScript?.dataset.opening === "tree" && /\.[^./]+$/.test(path)) {
    const app = path.endsWith(".ipynb") ? "notebooks" : "edit";
    location.replace(new URL(`../${app}/index.html${location.search}${location.hash}`, location.href));
  }

  const whenThere = (act) => (document.body ? act()
    : document.addEventListener("DOMContentLoaded", act, { once: true }));

  if (document.currentScript?.dataset.opening !== undefined) {
    whenThere(() => say("opening", "Opening the workbook …"));
    const slow = setTimeout(() => {
      if (lines.has("opening")) {
        say("opening", "Opening the workbook … The first time, your browser fetches all of it. On a " +
          "slow line that takes some minutes; from then on, it is here.");
      }
    }, SLOW_MS);
    addEventListener("newsbook-open", () => (clearTimeout(slow), say("opening", "")));
  }
  // Answers go through the service worker; without one, the kernel would write into thin air.
  const WORKER_MS = 20000;
  const late = new Promise((resolve) => setTimeout(resolve, WORKER_MS, null));
  Promise.race([navigator.serviceWorker?.ready ?? null, late]).then((worker) => worker || whenThere(() => {
    document.documentElement.dataset.newsbookKeeps = "nothing"; // the start page promises nothing then
    say("private", "This window cannot keep your answers! Open the workbook over https, and in a window " +
      "that is not private.", [["Close", () => say("private", "")]]);
  }));
  return say;
})();
