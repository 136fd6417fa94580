// The layers of an article over one another. A layer that is on is drawn; whatever the caret stands
// on is told beside the text; an arc goes from each quote to who said it.

const LAYER = { tokens: "token", sentences: "sentence", entities: "entity", quotes: "quote" };
const MOST_ARCS = 60; // in sight at once
const SVG = "http://www.w3.org/2000/svg";

const counted = (n, layer) => `${n.toLocaleString("en")} ${n === 1 ? LAYER[layer] : layer}`;
const named = (label, other) => (label.length > 30 ? `${label.slice(0, 29)}…` : label || other);
const shortly = (words) => (words.length > 160 ? `${words.slice(0, 159)}…` : words);

function svg(tag, attributes) {
  const el = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  return el;
}

export default view(({ model, announce }) => {
  const content = model.get("_content");
  const { text, units, blocks, layers, sentences, entities, quotes, tones } = content;
  const cut = cutter(text);
  const counts = { tokens: units.length, sentences: sentences.length, entities: entities.length,
    quotes: quotes.length };
  // Where each quote points: to the speaker in its sentence, else to where the name stands nearest.
  const links = quotes.map((quote) => quote.speaker ?? quote.named);
  const painted = new Map(); // the marks for a set of layers: the same list, the same picture
  let on = new Set();

  const article = drawArticle(content, {
    name: `Article${content.name ? ` ${content.name}` : ""}, with its layers`, announce,
    selects: true, describe: told, onSelect: tell, onKey,
  });
  const { board } = article;
  const arcs = svg("svg", { class: "nbk-arcs", "aria-hidden": "true", width: 1, height: 1 });
  board.append(arcs);

  const keys = keyList([
    ["← →", "next word"], ["↑ ↓", "next line"], ["N", "next span of a layer that is on"],
    ["P", "the span before"], [layers.map((_, i) => i + 1).join(" "), "layer on or off"],
    ["?", "these keys"],
  ], announce);
  const switches = layers.map((name, i) => tool("", () => toggle(name), { "data-layer": name,
    title: `Key ${i + 1}` }));
  const detail = h("div", { class: "nbk-detail" });
  const legend = h("p", { class: "nbk-quiet nbk-legend" });
  const body = h("div", { class: "nbk-pipeline" },
    toolbar("Layers", switches, h("span", { class: "nbk-count" }), keys.button), keys.list,
    h("div", { class: "nbk-beside" }, board, detail), legend);

  // -- layers

  function toggle(name) {
    const now = layers.filter((layer) => on.has(layer) !== (layer === name));
    announce(`${counted(counts[name], name)} ${now.includes(name) ? "shown" : "hidden"}`);
    model.set("shown", now);
    try {
      model.save_changes();
    } catch {
      // Without a kernel the layers can still be looked at.
    }
  }

  function marksOf() {
    const key = [...on].join();
    if (!painted.has(key)) {
      const marks = [];
      if (on.has("sentences")) {
        sentences.forEach(([start], i) => marks.push({ start, letter: `${i + 1}`, bare: true,
          end: Math.max(start + 1, units[article.unitAt(start)]?.[1] ?? 0), name: "sentence", tone: 7 }));
      }
      if (on.has("entities")) {
        for (const [start, end, label = ""] of entities) {
          marks.push({ start, end, letter: label.slice(0, 1) || "·", name: label,
            tone: tones[label] });
        }
      }
      if (on.has("quotes")) {
        quotes.forEach(({ content: [start, end], cue, speaker }, i) => {
          marks.push({ start, end, letter: `Q${i + 1}`, name: "quote", tone: 6 });
          if (cue) marks.push({ start: cue[0], end: cue[1], letter: `c${i + 1}`, name: "cue", tone: 7 });
          if (speaker) {
            marks.push({ start: speaker[0], end: speaker[1], letter: `s${i + 1}`, name: "speaker",
              tone: 6 });
          }
        });
      }
      painted.set(key, marks);
    }
    return painted.get(key);
  }

  /** What the letters under the words mean, of the layers that are on. */
  function explain() {
    const letter = (text, tone) => h("span", { class: "nbk-letter", "data-tone": tone % TONES }, text);
    const used = Object.keys(tones).filter((label) => entities.some((span) => (span[2] ?? "") === label));
    const parts = [];
    if (on.has("sentences")) parts.push([h("sup", { class: "nbk-raised" }, "1"), "sentence 1"]);
    if (on.has("entities")) {
      parts.push(...used.slice(0, 20).map((label) => [letter(label.slice(0, 1) || "·", tones[label]), " ",
        ...writtenOut(named(label, "entity"))]));
    }
    if (on.has("quotes") && quotes.length) {
      parts.push([letter("Q1", 6), " what is said"], [letter("c1", 7), " its cue"],
        [letter("s1", 6), " its speaker"]);
      if (links.some((link, i) => link && !quotes[i].speaker)) {
        parts.push(["dashed arc: named elsewhere"]);
      }
    }
    return parts.map((part) => h("span", {}, part));
  }

  // -- telling

  const place = ([start, end]) => `${start}–${end}`;
  const touches = (unit, span) => span && span[0] < units[unit][1] && span[1] > units[unit][0];

  /** What there is at a unit, of the layers that are on: [{what, words, more}], the word first. */
  function found(unit) {
    if (unit === null) return [];
    const said = ([start, end]) => shortly(cut(start, end).replace(/\s+/gu, " "));
    const all = [{ what: layers.includes("tokens") ? "Token" : "Word", words: said(units[unit]),
      more: `${unit + 1} of ${units.length}, characters ${place(units[unit])}` }];
    if (on.has("sentences")) {
      sentences.forEach((span, i) => {
        if (touches(unit, span)) {
          all.push({ key: `s${i}`, what: `Sentence ${i + 1}`, words: said(span), more: `characters ${place(span)}` });
        }
      });
    }
    if (on.has("entities")) {
      for (const span of entities.filter((entity) => touches(unit, entity))) {
        all.push({ key: `e${span}`, what: named(span[2] ?? "", "Entity"), tone: tones[span[2] ?? ""], words: said(span),
          more: `characters ${place(span)}` });
      }
    }
    if (on.has("quotes")) {
      quotes.forEach((quote, i) => {
        const role = ["content", "cue", "speaker"].find((part) => touches(unit, quote[part]));
        if (!role) return;
        const more = [
          role === "content" ? "" : `this is its ${role}`, `kind: ${quote.kind}`,
          `characters ${place(quote.content)}`,
          `cue: ${quote.cue ? said(quote.cue) : "none in its sentence"}`,
          `speaker: ${quote.speaker ? said(quote.speaker) : "none in its sentence"}`,
          `name: ${quote.resolved ?? "not known"}`,
        ].filter(Boolean).join("; ");
        all.push({ key: `q${i}${role}`, what: `Quote ${i + 1}`, tone: 6, words: said(quote.content), more });
      });
    }
    return all;
  }

  /** What a screen reader hears of a unit: all about a span where it is entered, then its name. */
  let heard = new Set();
  function told(unit) {
    const all = found(unit).slice(1);
    const said = all.map((one) => (heard.has(one.key) ? one.what : inWords(one))).join("; ");
    heard = new Set(all.map((one) => one.key));
    return said;
  }

  const inWords = ({ what, words, more }) => `${what}: ${aloud(words)}, ${more}`;

  function tell() {
    const all = article.selection() || board.matches(":focus") ? found(article.caret) : [];
    fill(detail, all, () => (all.length
      ? all.map(({ what, words, more, tone }) => h("div", { class: "nbk-told" },
        h("span", tone === undefined ? { class: "nbk-what" }
          : { class: "nbk-what nbk-letter", "data-tone": tone % TONES }, writtenOut(what)), " ",
        h("bdi", { class: "nbk-told-words" }, writtenOut(words)), " ",
        h("span", { class: "nbk-quiet" }, writtenOut(more))))
      : [h("p", { class: "nbk-quiet" },
        "Click a word, or go to it with the arrow keys, to be told what there is.")]));
    arcsSoon();
  }

  /** Go to the next (1) or the previous (-1) span of the layers that are on. */
  function step(way) {
    const starts = [];
    if (on.has("sentences")) starts.push(...sentences.map(([start]) => start));
    if (on.has("entities")) starts.push(...entities.map(([start]) => start));
    if (on.has("quotes")) {
      for (const { content: [start], cue, speaker } of quotes) {
        starts.push(start, ...[cue, speaker].filter(Boolean).map(([at]) => at));
      }
    }
    const stops = starts.length ? [...new Set(starts.map(article.unitAt))].sort((a, b) => a - b)
      : units.map((_, i) => i);
    const to = way > 0 ? stops.find((unit) => unit > article.caret)
      : stops.findLast((unit) => unit < article.caret);
    if (to === undefined) announce(way > 0 ? "no span after this" : "no span before this");
    else article.go(to);
  }

  function onKey(event) {
    const key = event.key.toLowerCase();
    if (layers[Number(key) - 1]) toggle(layers[Number(key) - 1]);
    else if (key === "n" || key === "p") step(key === "n" ? 1 : -1);
    else if (key === "?") keys.toggle();
    else return false;
    return true;
  }

  // -- arcs

  let frame = 0;
  const arcsSoon = () => {
    frame ||= requestAnimationFrame(drawArcs);
  };
  const blockAt = (offset) => Math.min(firstAfter(blocks, offset), blocks.length - 1);
  const spots = links.map((link, i) => link
    && [quotes[i].content[0], quotes[i].content[1] - 1, link[0]].map(blockAt));

  function drawArcs() {
    frame = 0;
    // Not laid out, as for a moment when the theme changes: what is drawn stays true.
    if (!board.clientWidth) return;
    const lines = [];
    if (on.has("quotes") && blocks.length) {
      const els = board.querySelectorAll(".nbk-block");
      const top = board.scrollTop;
      const first = Array.prototype.findIndex.call(els, (el) => el.offsetTop + el.offsetHeight > top);
      let last = first;
      while (last + 1 < els.length && els[last + 1].offsetTop < top + board.clientHeight) last++;
      const inSight = (block) => block >= first && block <= last;
      spots.forEach((spot, i) => {
        if (spot?.some(inSight) && lines.length < MOST_ARCS) lines.push(arc(i));
      });
    }
    arcs.replaceChildren(...lines.filter(Boolean));
  }

  function arc(i) {
    const { content: [start, end], speaker } = quotes[i];
    const box = board.getBoundingClientRect();
    const spot = (offset) => {
      const rect = article.elementsOf(article.unitAt(offset))[0]?.getBoundingClientRect();
      const y = rect && rect.top - box.top - board.clientTop + board.scrollTop;
      return rect && { x: rect.left + rect.width / 2 - box.left - board.clientLeft + board.scrollLeft,
        top: y + 2, bottom: y + rect.height };
    };
    const to = spot(links[i][0]);
    // From whichever end of the quote is nearer.
    const far = (from) => Math.abs(from.top - to.top) * 4 + Math.abs(from.x - to.x);
    const ends = [spot(start), spot(end - 1)].filter(Boolean);
    if (!to || !ends.length) return null;
    const from = ends.reduce((a, b) => (far(b) < far(a) ? b : a));
    // On one line it goes over the words; between lines, from one's foot to the other's head.
    const level = Math.abs(to.top - from.top) < to.bottom - to.top;
    const above = !level && to.top < from.top; // it comes from below
    const y = above ? to.bottom : to.top;
    const head = above ? 7 : -7;
    const leaves = level || above ? from.top : from.bottom;
    const bend = level ? -Math.min(20, 9 + Math.abs(from.x - to.x) / 12) : (y - leaves) / 2;
    const d = `M ${from.x} ${leaves} C ${from.x} ${leaves + bend} `
      + `${to.x} ${level ? y + bend - 4 : y - bend} ${to.x} ${y + head * 0.7}`;
    const chosen = touchesQuote(i) ? " nbk-arc-on" : "";
    const group = svg("g", { class: `nbk-arc${chosen}${speaker ? "" : " nbk-arc-guess"}`,
      "data-quote": i + 1 });
    group.append(svg("path", { d, class: "nbk-arc-under" }), svg("path", { d }),
      svg("path", { d: `M ${to.x - 4} ${y + head} L ${to.x} ${y} L ${to.x + 4} ${y + head} z`,
        class: "nbk-arc-head" }));
    return group;
  }

  const touchesQuote = (i) => article.selection() !== null || board.matches(":focus")
    ? ["content", "cue", "speaker"].some((part) => touches(article.caret, quotes[i][part])) : false;

  board.addEventListener("scroll", arcsSoon, { passive: true });
  board.addEventListener("focus", () => tell());
  const sized = new ResizeObserver(arcsSoon);
  sized.observe(board);
  // Paragraphs grow as they come into sight, and move what is below them.
  for (const el of board.querySelectorAll(".nbk-block")) sized.observe(el);

  function update() {
    on = new Set(model.get("shown"));
    switches.forEach((button, i) => {
      const name = layers[i];
      button.setAttribute("aria-pressed", String(on.has(name)));
      fill(button, on.has(name), () => [h("kbd", { "aria-hidden": "true" }, `${i + 1}`),
        ` ${name[0].toUpperCase()}${name.slice(1)} `,
        h("span", { class: "nbk-many" }, counts[name].toLocaleString("en"))]);
    });
    board.classList.toggle("nbk-boxed", on.has("tokens"));
    article.paint(marksOf());
    fill(legend, [...on], explain);
    tell();
  }

  model.on("change:shown", update);
  const dispose = () => {
    model.off("change:shown", update);
    sized.disconnect();
    cancelAnimationFrame(frame);
    article.dispose();
  };
  return { body, update, dispose, name: "Pipeline view" };
});
