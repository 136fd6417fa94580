// Links within the course lead on in the same tab: of two tabs with one notebook, each would find that
// the other has changed it. Whoever holds Ctrl gets a tab of its own, as anywhere.
"use strict";

globalThis.newsbookLinks = (app, root, leave) => {
  const LINK = "application:handle-local-link"; // what Notebook's pages do for a link, in a new tab

  // The page of the site that shows a file, or nothing for a file that none shows.
  function pageOf(path, hash) {
    if (!/\.(ipynb|md|txt)$/.test(path ?? "")) return undefined;
    const url = new URL(`${path.endsWith(".ipynb") ? "notebooks" : "edit"}/index.html`, root);
    url.searchParams.set("path", path);
    return Object.assign(url, { hash }).href;
  }

  function within(link) {
    if (link.id === "jp-NotebookLogo") return link.href;
    const files = new URL("files/", root).href;
    const [bare, hash = ""] = link.href.split("#");
    // The pages make a link to the host's file of it, and a little before it is relative to the page.
    const base = [files, root.href].find((start) => bare.startsWith(start));
    return base && pageOf(decodeURIComponent(bare.slice(base.length)), hash);
  }

  const own = (event) => event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
  let apart = false; // whether the last click asked for a tab of its own
  document.addEventListener("click", (event) => {
    apart = own(event);
    const link = event.target.closest?.(".jp-RenderedHTMLCommon a, #jp-NotebookLogo");
    const href = link && !apart ? within(link) : undefined;
    if (href === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leave(href);
  }, true);

  // Where a link leads to a file that the learner has saved, its address is a blob's, which does not
  // say what of. But the page knows, and tells its command.
  const execute = app.commands.execute.bind(app.commands);
  app.commands.execute = async (id, args) => {
    const href = id === LINK && !apart ? pageOf(args?.path, args?.id ?? "") : undefined;
    return href === undefined ? execute(id, args) : leave(href);
  };
};
