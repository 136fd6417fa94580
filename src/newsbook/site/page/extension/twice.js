// One notebook in two tabs: each would save over what the other has done. So a page is used in one tab
// at a time, the others say so, and whoever goes on in another finds there what they did in the first.
"use strict";

globalThis.newsbookTwice = (root, saveNow, unloaded) => {
  const PATIENCE_MS = 6000; // for the other tab to save; a tab that the browser has put to sleep does not
  const tabs = new BroadcastChannel(`newsbook tabs ${root.pathname}`);
  let giveUp = null; // lets another tab have this page

  // Words over the whole page, until they are answered.
  function asking(heading, text, useHere) {
    const dialog = document.createElement("dialog");
    dialog.className = "newsbook-asks";
    const head = document.createElement("h2");
    head.id = "newsbook-asks";
    head.textContent = heading;
    dialog.setAttribute("aria-labelledby", head.id);
    const words = document.createElement("p");
    words.textContent = text;
    const button = (name, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = name;
      made.addEventListener("click", act);
      return made;
    };
    const here = button("Use it here", async () => {
      here.disabled = true;
      words.textContent = "One moment …";
      await useHere();
      dialog.remove();
    });
    const away = button("Back to the course", () => location.assign(new URL("index.html", root)));
    dialog.append(head, words, here, away);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    // What is typed here is none of the notebook's.
    for (const kind of ["keydown", "keypress", "keyup"]) {
      dialog.addEventListener(kind, (event) => event.stopPropagation());
    }
    document.body.append(dialog);
    dialog.showModal();
  }

  // Resolves when the page of this notebook is this tab's.
  async function only(context) {
    if (!navigator.locks) return;
    await context.ready;
    const name = `newsbook ${root.pathname}${context.path}`;

    // Whether the lock is ours now. The browser lets go of it when the tab is closed.
    const held = (options) => new Promise((resolve) => {
      navigator.locks.request(name, options, (lock) => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise((free) => {
          giveUp = () => {
            giveUp = null;
            stop();
            free();
            asking("You went on with this page in another tab", "Everything that you did here is saved, " +
              "and is there too.", use);
          };
        });
      }).catch(() => (resolve(false), giveUp?.())); // not in time; or later, another tab did not wait
    });

    // JupyterLab saves by itself, too.
    const stop = () => { context.save = async () => {}; };

    async function use() {
      const waiting = new AbortController();
      setTimeout(() => waiting.abort(), PATIENCE_MS);
      tabs.postMessage(context.path);
      if (!(await held({ signal: waiting.signal }))) await held({ steal: true });
      delete context.save;
      await context.revert(); // to what the other tab has saved
      await unloaded(context);
    }

    tabs.addEventListener("message", async ({ data }) => {
      if (data !== context.path || !giveUp) return;
      await saveNow();
      giveUp?.();
    });
    if (await held({ ifAvailable: true })) return;
    stop();
    await new Promise((resolve) => {
      asking("This page is open in another tab already", "What you do in one tab would be lost in the other, so " +
        "only one can be used at a time. What you did there is saved, and will be here.",
        () => use().then(resolve));
    });
  }
  return { only };
};
