// The heat map for a page that has nothing else of ours: a student's, or a saved one.

/**
 * Draw a heat map into an element: board as in activity.py, then update({now, before, gold, pipeline}).
 * A page that says itself what is asked says so (asked). It returns {update, onKey, dispose}; onKey is
 * for keys that come while nothing in it has the focus.
 */
export function heatMap(el, board, { large = false, turn = null, asked = false } = {}) {
  const model = { get: (name) => (name === "large" ? large : undefined), on() {}, off() {} };
  const { root, live, announce, dispose } = shell(model, el);
  const heat = buildHeat(board, announce, { turn, asked });
  root.classList.add("nbk-heat-alone");
  root.setAttribute("aria-label", `Heat map: ${board.title}`);
  root.append(heat.body, live);
  root.addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && !event.target.matches("input, select")) heat.onKey(event);
  });
  return { ...heat, dispose: () => {
    heat.dispose();
    dispose();
  } };
}

export { followTheme };
