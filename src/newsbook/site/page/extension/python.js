// Python in the page: words while it starts, a way to stop it, and what to do where a cell misses a name
// because those above it have not been run.
"use strict";

globalThis.newsbookPython = (say, telling) => {
  // The kernel says how it is only when Python is there.
  function starting(session) {
    const begun = Date.now();
    const tell = () => say("python", "Python starts in your browser " +
      `(${Math.round((Date.now() - begun) / 1000)} s). You can read on; what you run now waits for it.`);
    const clock = setInterval(tell, 1000);
    const listen = (_, { header }) => {
      if (header.msg_type !== "status") return;
      session.iopubMessage.disconnect(listen);
      clearInterval(clock);
      say("python", "");
      document.documentElement.dataset.newsbook = "ready";
      dispatchEvent(new Event("newsbook-ready"));
    };
    session.iopubMessage.connect(listen);
  }

  // A new start of Python; `before` saves what is open.
  async function anew(kernel, before) {
    say("stop", "Python starts anew …");
    await before();
    await kernel.restart();
    say("stop", "");
    say("new", "Python is new. Run the first cell again, then go on.", [["Close", () => say("new", "")]]);
  }

  function askAnew(kernel, before, why, leaveIt) {
    say("stop", `${why} What you wrote stays; what you ran has to be run again, from the first cell on.`, [
      ["Start Python anew", telling("stop", () => anew(kernel, before))],
      [leaveIt, () => say("stop", "")],
    ]);
  }

  // In the browser nothing can stop a cell in the middle: only a new start of Python ends it.
  function stopping(session, saveNow) {
    const kernel = session.session?.kernel;
    if (!kernel || kernel.newsbookStop) return;
    kernel.newsbookStop = true;
    kernel.interrupt = async () => {
      if (kernel.status !== "busy") {
        say("stop", "Nothing is running.", [["Close", () => say("stop", "")]]);
        return;
      }
      askAnew(kernel, saveNow, "Here a cell that runs is stopped by starting Python anew.", "Let it run");
    };
  }

  // A reload starts Python anew too, and a cell that needs those above it then misses a name. Where one
  // of them has it and was not run, this says so; a name that is nowhere above is a mistake of spelling.
  function missing(session, cellsOf, runUpTo) {
    let ran = new Set(); // sources
    let running = "";
    session.statusChanged.connect((_, status) => {
      if (/restarting|starting/.test(status)) ran = new Set();
    });
    session.iopubMessage.connect((_, { header, content }) => {
      if (header.msg_type === "execute_input") {
        running = content.code;
        ran.add(running);
        for (const about of ["missing", "new", "afresh"]) say(about, ""); // done, or about to be
      }
      // This kernel names an error as Python prints its class.
      if (header.msg_type !== "error" || !/\bNameError\b/.test(content.ename)) return;
      const name = /name '([^']+)' is not defined/.exec(content.evalue)?.[1];
      const sources = cellsOf();
      const at = sources.lastIndexOf(running);
      const has = new RegExp(`\\b${name}\\b`);
      if (!name || !sources.slice(0, at).some((one) => has.test(one) && !ran.has(one))) return;
      say("missing", `Python does not know “${name}” yet. It forgets everything when a page is opened ` +
        "again, so the cells above have to be run first.", [
        ["Run the cells above, then this one", telling("missing", async () => {
          say("missing", "");
          await runUpTo(at);
        })],
        ["Close", () => say("missing", "")],
      ]);
    });
  }

  return { starting, stopping, missing, anew, askAnew };
};
