// Whose work this is: asked once, kept in this browser, and put before a hand-in's file name, so that a
// folder of them says whose each is (`owner` in newsbook.grading.intake.names reads it).
"use strict";

globalThis.newsbookName = (() => {
  const base = new URL(".", new URL(document.currentScript.src)).pathname;
  const KEY = `${base} name`;
  const MOST = 40;
  const HOLD_MS = 1000;

  const get = () => localStorage.getItem(KEY);
  const set = (name) => localStorage.setItem(KEY, name.trim().slice(0, MOST));
  // Letters and digits of any script: what every system can have in a file's name.
  const plain = (name) => name.normalize("NFC").replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  const file = (ending) => [plain(get() ?? ""), ending].filter(Boolean).join("_");

  // A name, asked for at the first hand-in; whether to go on. Whoever leaves it empty is not asked again.
  function asked() {
    if (get() !== null) return Promise.resolve(true);
    return new Promise((resolve) => {
      const field = document.createElement("input");
      field.maxLength = MOST;
      field.autocomplete = "off";
      field.setAttribute("aria-label", "Your name, for the file's name");
      const end = (goOn) => {
        newsbookWords("name", "");
        resolve(goOn);
      };
      const go = () => {
        set(field.value);
        end(true);
      };
      field.addEventListener("keydown", (event) => {
        event.stopPropagation();
        if (event.key === "Enter") go();
        if (event.key === "Escape") end(false);
      });
      // JupyterLab gives the focus back to the notebook a moment after its toolbar was used, and there
      // letters are commands: a "d" twice deletes a cell.
      const until = Date.now() + HOLD_MS;
      field.addEventListener("blur", () => Date.now() < until && setTimeout(() => field.focus()));
      newsbookWords("name", "Your name, for the file's name (you may leave it empty): ",
        [["Hand in", go], ["Cancel", () => end(false)]], field);
      field.focus();
    });
  }
  return { get, set, file, asked, forget: () => localStorage.removeItem(KEY) };
})();
