// What is asked, as large as it fits: while a class answers, the room's screen shows the text, the
// options or the lines, and nothing of the answers. It follows heat.js in the same module.

const ASKED_SIZES = [2.2, 2, 1.8, 1.6, 1.45, 1.3, 1.15, 1, 0.9, 0.8, 0.7];

/** {body, fit(), resize(way), dispose()} for a board as in activity.py. */
function buildAsked(board, announce) {
  const article = board.text === undefined ? null
    : drawArticle(board, { name: "What is asked", announce });
  const body = article?.board ?? h("div", { class: "nbk-picture", tabindex: "0", role: "group",
    "aria-label": "What is asked" });
  article?.paint([]);
  if (board.kind === "choice") {
    body.append(h("ul", { class: "nbk-options" }, board.options.map(({ key, text }) =>
      h("li", {}, h("span", { class: "nbk-key" }, key), " ", prose(text)))));
  } else if (board.kind === "predict") {
    body.append(h("ul", { class: "nbk-options" }, board.lines.map(({ key, code }) =>
      h("li", {}, h("span", { class: "nbk-key" }, key), " ", h("code", {}, writtenOut(code))))));
  }
  const labels = board.labels?.length ? h("p", { class: "nbk-legend" },
    labelsTold(board).map((parts) => h("span", {}, parts))) : null;
  const box = h("div", { class: "nbk-heat nbk-asked-box" }, body, labels);
  let at = null; // a size that was chosen by hand

  const put = (i) => box.style.setProperty("--size", String(ASKED_SIZES[i]));
  /** The largest letters with which all of it is in sight; of a long text, letters for the last row. */
  function fit() {
    if (at !== null) return put(at);
    const least = ASKED_SIZES.indexOf(1);
    for (let i = 0; i <= least; i++) {
      put(i);
      if (body.scrollHeight <= body.clientHeight + 1) return undefined;
    }
    return undefined;
  }
  function resize(way) {
    const now = Number(box.style.getPropertyValue("--size"));
    at = Math.min(Math.max(ASKED_SIZES.indexOf(now) - way, 0), ASKED_SIZES.length - 1);
    put(at);
    announce(`letters at ${Math.round(ASKED_SIZES[at] * 100)} %`);
  }
  const watch = new ResizeObserver(fit);
  watch.observe(box);
  return { body: box, fit, resize, dispose: () => {
    watch.disconnect();
    article?.dispose();
  } };
}
