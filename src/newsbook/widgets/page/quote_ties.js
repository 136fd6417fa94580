// Thin lines over an article, from some of its words to others: a picture of what is also said in words.

// Asked of the browser, since no address stands in a widget's code.
const DRAWING = new DOMParser().parseFromString("<svg>", "text/html").querySelector("svg").namespaceURI;

function svg(tag, props) {
  const el = document.createElementNS(DRAWING, tag);
  for (const [name, value] of Object.entries(props)) el.setAttribute(name, value);
  return el;
}

/**
 * Lay lines over an article that `drawArticle` made: ends() gives [{from, to, tone}, …], each end in code
 * points. A line is left out while neither end is in sight. It returns the element to show in the
 * board's place, redraw, and dispose.
 */
function drawTies(art, ends) {
  const drawing = svg("svg", { class: "nbk-ties", "aria-hidden": "true" });
  let request = 0;

  function box([start, end], last) {
    const unit = last ? art.unitAt(end - 1) : art.unitAt(start);
    const boxes = art.elementsOf(unit).flatMap((el) => Array.from(el.getClientRects()));
    return last ? boxes.at(-1) : boxes[0];
  }

  function draw() {
    request = 0;
    const view = art.board.getBoundingClientRect();
    const inSight = (one) => one.bottom > view.top && one.top < view.bottom;
    drawing.replaceChildren(...ends().flatMap(({ from, to, tone }) => {
      const [one, other] = [box(from, to[0] >= from[0]), box(to, false)];
      if (!one || !other || !(inSight(one) || inSight(other))) return [];
      const [x1, x2] = [one, other].map(({ left, right }) => (left + right) / 2 - view.left);
      // On one line an arc over the words; else from the foot of the upper word to the lower's head.
      const level = Math.abs(one.top - other.top) < one.height / 2;
      const [y1, y2] = [[one, other], [other, one]].map(([here, there]) =>
        (level || here.top > there.top ? here.top + 2 : here.bottom) - view.top);
      const [c1, c2] = level ? [y1 - 13, y2 - 13] : [(y1 + y2) / 2, (y1 + y2) / 2];
      return svg("path", { "data-tone": tone, d: `M${x1} ${y1}C${x1} ${c1} ${x2} ${c2} ${x2} ${y2}` });
    }));
  }

  const redraw = () => { request = request || requestAnimationFrame(draw); };
  const resizing = new ResizeObserver(redraw);
  resizing.observe(art.board);
  art.board.addEventListener("scroll", redraw);
  const dispose = () => {
    resizing.disconnect();
    cancelAnimationFrame(request);
  };
  return { el: h("div", { class: "nbk-tied" }, art.board, drawing), redraw, dispose };
}
