// A new version of the course: finds out whether a page has one, and puts the learner's answers into it.
"use strict";

globalThis.newsbookEditions = (() => {
  const KEPT = "earlier versions"; // a folder beside the lessons: never handed in
  const MARK = /^\s*#[ \t]*answer:[ \t]*(\d+\.\d+)/;

  const sourceOf = (cell) => (Array.isArray(cell.source) ? cell.source.join("") : cell.source);
  const exerciseOf = (cell) => (cell.cell_type === "code" ? MARK.exec(sourceOf(cell))?.[1] : undefined);

  // What a notebook's cells hold, as newsbook.site.pages.edition has it.
  async function editionOf(notebook) {
    const cells = notebook.cells.map((cell) => [cell.cell_type, sourceOf(cell)]);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(cells)));
    return Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // The new version of a notebook with the learner's answers in it, and with the cells that they added
  // behind those that they stood behind.
  function merged(mine, theirs) {
    const answers = new Map(mine.cells.map((cell) => [exerciseOf(cell), cell]));
    answers.delete(undefined);
    const known = new Set(theirs.cells.map((cell) => cell.id));
    const taken = new Set();
    const cells = theirs.cells.map((cell) => {
      const own = answers.get(exerciseOf(cell));
      if (!own) return cell;
      taken.add(own);
      const { source, outputs, execution_count } = own;
      return { ...cell, source, outputs, execution_count };
    });
    let behind = null; // the last cell that both have
    for (const cell of mine.cells) {
      if (known.has(cell.id) || taken.has(cell)) {
        behind = known.has(cell.id) ? cell.id : theirs.cells.find(
          (other) => exerciseOf(other) === exerciseOf(cell)).id;
      } else {
        const place = cells.findIndex((other) => other.id === behind) + 1;
        cells.splice(place, 0, cell);
        behind = cell.id;
      }
    }
    return { ...theirs, cells };
  }

  // What a copy is called: what it is of, when it was made, and which version of the course it was.
  function nameOf(path, notebook, now, taken) {
    const two = (number) => String(number).padStart(2, "0");
    const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
    const version = notebook.metadata?.newsbook?.version;
    const name = `${path.split("/").pop().replace(/\.ipynb$/, "")} ${day} ` +
      `${two(now.getHours())}.${two(now.getMinutes())}${version ? ` (version ${version})` : ""}`;
    for (let number = 1; ; number += 1) {
      const full = `${name}${number > 1 ? ` ${number}` : ""}.ipynb`;
      if (!taken.has(full)) return full;
    }
  }

  // A copy of all that is there, whatever it is; where it lies.
  async function keptCopy(contents, path, notebook) {
    const folder = await contents.get(KEPT, { content: true }).catch(() => null);
    if (!folder) {
      const made = await contents.newUntitled({ path: "", type: "directory" });
      await contents.rename(made.path, KEPT);
    }
    const taken = new Set((folder?.content ?? []).map((one) => one.name));
    const copy = `${KEPT}/${nameOf(path, notebook, new Date(), taken)}`;
    await contents.save(copy, { type: "notebook", format: "json", content: notebook });
    return copy;
  }

  // Look whether the site has a newer version of a page, and offer it. `telling` says what goes wrong.
  async function newer(context, { contents, root, say, telling }) {
    await context.ready;
    const { path, model } = context;
    const known = await fetch(new URL("newsbook-site.json", root), { cache: "no-cache" });
    const edition = (await known.json()).editions[path];
    const mine = model.toJSON();
    const has = mine.metadata?.newsbook?.edition;
    if (!edition || has === edition) return;
    const answer = await fetch(new URL(`files/${path.split("/").map(encodeURIComponent).join("/")}`, root),
      { cache: "no-cache" });
    const theirs = await answer.json();
    if (theirs.metadata?.newsbook?.edition !== edition) return; // half of a new version: later
    const close = [["Close", () => say("newer", "")]];
    if (has && (await editionOf(mine)) === has) {
      model.fromJSON(theirs);
      await context.save();
      say("newer", "This page was brought up to date. You had not changed anything in it.", close);
      return;
    }
    const update = async () => {
      await context.save();
      const now = model.toJSON();
      const copy = await keptCopy(contents, path, now); // only then the new one
      model.fromJSON(merged(now, theirs));
      await context.save();
      say("newer", `This page is up to date, with your answers in it. How it was before is kept as ${copy}.`,
        close);
    };
    say("newer", "There is a new version of this page.", [
      ["Update it, keep my answers", telling("newer", update)],
      ["Later", () => say("newer", "")],
    ]);
  }

  return { exerciseOf, newer };
})();
