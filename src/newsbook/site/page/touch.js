// What fingers need of Jupyter's pages and do not get there: menus that act on a tap, and the
// guidelines as a page to read. It stands on nothing else.
"use strict";

(() => {
  const byTouch = (event) => event.pointerType === "touch";

  // A menu does what the pointer was last seen above, and a finger is not seen before it taps.
  addEventListener("pointerdown", (event) => {
    const item = byTouch(event) && event.target.closest?.(".lm-Menu-item");
    if (!item) return;
    const { clientX, clientY } = event;
    item.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX, clientY }));
  }, true);
  // A finger that is lifted has left nothing: what it opened stays open.
  addEventListener("pointerleave", (event) => {
    if (byTouch(event) && event.target.matches?.(".lm-Menu")) event.stopImmediatePropagation();
  }, true);
  // Held on text, a finger selects; the browser's own menu is the one for that.
  addEventListener("contextmenu", (event) => {
    if (byTouch(event) && event.target.closest?.(".jp-Notebook")) event.stopImmediatePropagation();
  }, true);

  // A link to the guidelines would open their source in an editor.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !/\/GUIDELINES\.md\b/.test(decodeURIComponent(link.href))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const root = document.getElementById("jupyter-config-data").dataset.jupyterLiteRoot + "/";
    open(new URL("guidelines.html", new URL(root, new URL(".", location.href))), "_blank", "noopener");
  }, true);
})();
