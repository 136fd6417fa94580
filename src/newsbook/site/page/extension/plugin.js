// The site's own plugin of its pages: saving and handing in when the kernel asks for it, an exercise
// that starts afresh, and what the parts beside it do. The build joins them to one file that the page
// can load as it is, this one last.
"use strict";

(() => {
  const say = globalThis.newsbookWords;
  const SAVE_MS = 3000; // how long a link waits for what is being saved
  const STAY_MS = 2000; // how long a notebook takes to draw its cells
  const BUSY_MS = 15000; // how long a button waits for Python before it says what else can be done
  const WIDGET = "application/vnd.jupyter.widget-view+json";
  const ANSWERED = '<div style="border-left: 6px solid #1b5fa8; padding: 0.3em 0.8em">' +
    "<p>Your answer to {} is saved. Run this cell to see it.</p></div>";
  const { exerciseOf, newer } = globalThis.newsbookEditions;

  function activate(app) {
    const { contents } = app.serviceManager;
    const root = new URL(document.getElementById("jupyter-config-data").dataset.jupyterLiteRoot + "/",
      new URL(".", location.href));
    const panels = () => Array.from(app.shell.widgets("main")).filter((one) => one?.context?.model);
    const panel = () => [app.shell.currentWidget].find((one) => one?.content?.activeCell !== undefined);
    const get = async (path, options = {}) => contents.get(path, options).catch(() => null);

    let left = false; // whether this page's work was taken away: then it must not come back
    async function saveAll() {
      for (const { context } of panels()) {
        await context.ready;
        if (context.model.dirty && !left) await context.save();
      }
    }

    // Saved after every run, whenever the page is hidden or left, and before a link is followed. One
    // at a time: two at once would each take the other's for somebody else's.
    let saving = null;
    let again = false;
    async function saveNow() {
      again = true;
      saving ??= (async () => {
        for (; again; await saveAll()) again = false;
      })().catch(() => {}).finally(() => { saving = null; });
      await saving;
    }
    addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveNow());
    addEventListener("pagehide", saveNow);

    async function leave(href) {
      const patience = new Promise((resolve) => setTimeout(resolve, SAVE_MS));
      await Promise.race([saveNow(), patience]);
      location.assign(href);
    }

    globalThis.newsbookLinks(app, root, leave);

    // The next student has begun on the start page, in another tab (see next.js).
    const others = new BroadcastChannel(`newsbook ${root.pathname}`);
    others.addEventListener("message", async ({ data }) => {
      if (data === "save") {
        await saveNow();
        others.postMessage("saved");
      } else if (data === "wiped") {
        left = true;
        location.replace(new URL("index.html", root));
      }
    });

    async function download(path) {
      const model = await contents.get(path, { content: true, type: "file", format: "base64" });
      const bytes = Uint8Array.from(atob(model.content), (letter) => letter.charCodeAt(0));
      const url = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = globalThis.newsbookName.file(path.split("/").pop());
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
      return link.download;
    }

    let handIns = 0; // by the button
    const cancelled = new Set(); // of those; Python, when it gets there, does not know

    // What a kernel asks, through the service worker.
    navigator.serviceWorker?.addEventListener("message", async ({ data, ports: [port] }) => {
      if (!port || !data?.newsbook) return;
      try {
        if (data.newsbook === "save") {
          await saveAll();
          port.postMessage({ saved: true });
        } else if (data.newsbook === "download" && cancelled.has(data.number)) {
          port.postMessage({ error: "cancelled" });
        } else if (data.newsbook === "download") {
          port.postMessage({ done: await download(data.path) });
        } else {
          port.postMessage(null);
        }
      } catch (error) {
        port.postMessage({ error: String(error) });
      }
    });

    // Run a line that no cell shows; its last printed line.
    async function inKernel(code) {
      const kernel = panel()?.sessionContext?.session?.kernel;
      if (!kernel) throw new Error("Python is not running: choose Kernel > Restart Kernel.");
      const future = kernel.requestExecute({ code, silent: true, store_history: false });
      let printed = "";
      let failed = "";
      future.onIOPub = ({ header, content }) => {
        if (header.msg_type === "stream") printed += content.text;
        if (header.msg_type === "error") failed = content.evalue || content.ename;
      };
      await future.done;
      if (failed) throw new Error(failed);
      return printed.trim();
    }

    const telling = (about, act) => async () => {
      try {
        await act();
      } catch (error) {
        say(about, `That did not work: ${error.message ?? error}`, [["Close", () => say(about, "")]]);
      }
    };

    const python = globalThis.newsbookPython(say, telling);
    const kernelHere = () => panel()?.sessionContext?.session?.kernel;

    // What a button asks of Python waits behind the cell that runs there. Say what it does; where that
    // takes long, how to have it done all the same; and, with `cancel`, how to have it not done.
    async function askPython(about, words, code, cancel, isNew = false) {
      let decide;
      const decided = new Promise((resolve) => { decide = resolve; });
      const buttons = cancel ? [["Cancel", () => decide("cancel")]] : [];
      const done = inKernel(code);
      done.catch(() => {}); // a new start of Python ends what was asked before
      say(about, isNew ? `${words} Python starts anew first; that takes some seconds.` : words, buttons);
      const clock = setInterval(() => {
        if (isNew || document.documentElement.dataset.newsbook !== "ready") return; // it has yet to start
        clearInterval(clock);
        say(about, `${words} Python is still busy with something else. Wait for it, or start Python ` +
          "anew: what you wrote and answered stays.", [["Start Python anew", () => decide("anew")], ...buttons]);
      }, BUSY_MS);
      const said = await Promise.race([done.then((printed) => ({ printed })), decided])
        .finally(() => clearInterval(clock));
      if (said === "anew") {
        await python.anew(kernelHere(), saveNow);
        return askPython(about, words, code, cancel, true);
      }
      if (said === "cancel") {
        say(about, "");
        cancel();
      }
      return said.printed;
    }

    // As Shift+Enter, but without a new cell below the last one, and with its name beside ▶.
    const RUN = "notebook:run-cell-and-select-next";
    app.commands.addCommand("newsbook:run", {
      label: "▶ Run",
      caption: "Run this cell, and go on to the next",
      isEnabled: () => app.commands.hasCommand(RUN) && app.commands.isEnabled(RUN),
      execute: () => {
        const { activeCellIndex, widgets } = panel().content;
        return app.commands.execute(activeCellIndex < widgets.length - 1 ? RUN : "notebook:run-cell");
      },
    });

    app.commands.addCommand("newsbook:hand-in", {
      label: "Hand in",
      caption: "Save everything and download the one file to hand in",
      isEnabled: () => panel() !== undefined,
      execute: telling("handin", async () => {
        if (!(await globalThis.newsbookName.asked())) return;
        const number = (handIns += 1);
        const said = await askPython("handin", "Making the file to hand in …",
          `import newsbook_site as _; _.hand_in(${number}); del _`, () => cancelled.add(number));
        if (said !== undefined) say("handin", said, [["Close", () => say("handin", "")]]);
      }),
    });

    const codes = () => panel().content.widgets.map(({ model }) =>
      model.type === "code" ? model.sharedModel.getSource() : "");
    const runUpTo = async (at) => {
      const { content } = panel();
      content.activeCellIndex = at;
      await app.commands.execute("notebook:run-all-above");
      content.activeCellIndex = at;
      await app.commands.execute("notebook:run-cell");
    };

    // JupyterLab's own asks in words of its own, and says that all variables will be lost.
    app.commands.addCommand("newsbook:restart", {
      label: "Start Python anew",
      caption: "Start Python anew, with nothing run yet",
      isEnabled: () => panel() !== undefined,
      execute: telling("stop", async () => {
        if (!kernelHere()) throw new Error("Python has not started yet.");
        python.askAnew(kernelHere(), saveNow, "Start Python anew?", "Leave it");
      }),
    });

    // The exercise that the active cell belongs to: its own marker, or the nearest one around it.
    function exerciseHere() {
      const { widgets, activeCellIndex } = panel().content;
      const sources = widgets.map(({ model }) => model.sharedModel.getSource());
      const own = (i) => /^##[ \t]+(\d+\.\d+)\b/m.exec(sources[i] ?? "")?.[1] ??
        /^\s*#[ \t]*answer:[ \t]*(\d+\.\d+)/.exec(sources[i] ?? "")?.[1] ??
        /^\s*check\(["'](\d+\.\d+)["']/.exec(sources[i] ?? "")?.[1];
      for (let i = activeCellIndex; i >= 0; i -= 1) if (own(i)) return own(i);
      return undefined;
    }

    // A notebook that is read anew draws its cells one after another. Until they are there, or the learner
    // does something, the active one is held where it was on the screen.
    function stay(content, top) {
      let times = STAY_MS / 50;
      const free = () => { times = 0; };
      const clock = setInterval(() => {
        const { node } = content.activeCell ?? {};
        const scrolled = node?.closest(".jp-WindowedPanel-outer");
        if (scrolled) scrolled.scrollTop += node.getBoundingClientRect().top - top;
        if ((times -= 1) <= 0) clearInterval(clock);
      }, 50);
      for (const kind of ["wheel", "pointerdown", "keydown"]) {
        addEventListener(kind, free, { once: true, capture: true });
      }
    }

    app.commands.addCommand("newsbook:afresh", {
      label: "Start afresh",
      caption: "Put the exercise that you are in back as it was; your old answer is kept",
      isEnabled: () => /^exercises\//.test(panel()?.context.path ?? ""),
      execute: telling("afresh", async () => {
        const exercise = exerciseHere();
        if (!exercise) {
          say("afresh", "Click into the exercise that you want to start afresh, then press this again.",
            [["Close", () => say("afresh", "")]]);
          return;
        }
        const { context, content } = panel();
        const place = content.activeCellIndex;
        say("afresh", `Start exercise ${exercise} afresh? Your answer is kept in the folder ` +
          "exercises/answers.", [
          ["Start afresh", telling("afresh", async () => {
            const top = content.activeCell.node.getBoundingClientRect().top;
            await context.save();
            const said = await askPython("afresh", `Putting exercise ${exercise} back …`,
              `import newsbook_site as _; _.afresh("${exercise}"); del _`);
            await context.revert();
            // The verdict on what was there before is none on what is there now.
            const checks = new RegExp(`^\\s*check\\(["']${exercise.replace(".", "\\.")}["']`);
            for (const cell of context.model.cells) {
              if (cell.type === "code" && checks.test(cell.sharedModel.getSource())) {
                cell.outputs.clear();
                cell.executionCount = null;
              }
            }
            content.activeCellIndex = place; // and not the first
            stay(content, top);
            say("afresh", said, [["Close", () => say("afresh", "")]]);
          })],
          ["Leave it", () => say("afresh", "")],
        ]);
      }),
    });

    // A widget that was drawn before this page was opened has no Python any more, and would say that it
    // is loading for ever. Its fixed form takes its place; an answer that is kept is not shown as none.
    async function unloaded(context) {
      await context.ready;
      const { model } = context;
      const wasDirty = model.dirty;
      const cells = Array.from(model.cells ?? []).filter((cell) => cell.type === "code");
      for (const cell of cells) {
        const exercise = exerciseOf(cell.sharedModel.toJSON());
        cell.executionCount = null; // Python is new, and has run none of them
        const outputs = cell.outputs.toJSON();
        for (const output of outputs) {
          if ("execution_count" in output) output.execution_count = null;
          if (!output.data?.[WIDGET] || !output.data["text/html"]) continue;
          const { [WIDGET]: _, ...data } = output.data;
          const kept = exercise && await get(`exercises/answers/${exercise}.json`, { content: false });
          if (kept) data["text/html"] = ANSWERED.replace("{}", exercise);
          output.data = data;
        }
        if (outputs.length) cell.outputs.fromJSON(outputs);
      }
      model.dirty = wasDirty;
    }

    const twice = globalThis.newsbookTwice(root, saveNow, unloaded);

    let keeping = false;
    async function keep() {
      if (keeping) return;
      keeping = true;
      await globalThis.newsbookKeep?.(root, (text) => say("keep", text));
    }
    // Not at once: the learner's first cells come first.
    addEventListener("newsbook-ready", () => setTimeout(keep, 8000));

    // A cell that is run before the page knows its kernel would be forgotten, so until then it opens.
    async function opened() {
      const notebooks = document.body.dataset.notebook === "notebooks";
      for (let tries = 0; notebooks && tries < 100; tries += 1) {
        if (panel()?.sessionContext.session?.kernel) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }

    app.restored.then(opened).then(() => {
      dispatchEvent(new Event("newsbook-open"));
      document.documentElement.dataset.newsbook = "open";
      // The way back to the start page; the pages put their logo there a little later.
      let tries = 50;
      const clock = setInterval(() => {
        const logo = document.getElementById("jp-NotebookLogo");
        if (logo || (tries -= 1) < 0) clearInterval(clock);
        if (!logo) return;
        logo.classList.add("newsbook-course");
        logo.textContent = "← The course";
        logo.setAttribute("href", new URL("index.html", root).href);
        logo.removeAttribute("target");
      }, 100);
      const looked = new Set();
      const look = () => {
        const context = panel()?.context;
        if (context && !looked.has(context)) {
          looked.add(context);
          const { sessionContext } = panel();
          const stopping = () => python.stopping(sessionContext, saveNow);
          python.starting(sessionContext);
          stopping();
          sessionContext.kernelChanged.connect(stopping);
          python.missing(sessionContext, codes, runUpTo);
          sessionContext.statusChanged.connect((_, status) => status === "idle" && saveNow());
          // Without the network there is no newer one.
          twice.only(context).then(() => unloaded(context)).then(() => newer(context, { contents, root, say, telling })).catch(() => {});
        }
      };
      app.shell.currentChanged?.connect(look);
      look();
      if (document.body.dataset.notebook !== "notebooks") setTimeout(keep, 2000);
    });
  }

  const plugin = { id: "newsbook-site:plugin", autoStart: true, activate };
  (globalThis._JUPYTERLAB ??= {})["newsbook-site"] = {
    init: () => {},
    get: async () => () => ({ __esModule: true, default: [plugin] }),
  };
})();
