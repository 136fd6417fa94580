// Two people's spans, [start, end, label], over one text: what they agree on, and how they differ. It
// follows article.js in the same module.

// Each outcome has a sign, so that none is known by its colour alone.
const OUTCOMES = { agreed: ["✓", "agreed"], mine: ["●", "mine only"], theirs: ["○", "theirs only"],
  label: ["≠", "other label"], edges: ["±", "other edges"] };

const keyOf = (span) => span.join();
const inOrder = (a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : Number(a[2] > b[2]));
const counted = (n) => `${n} ${n === 1 ? "span" : "spans"}`;

/**
 * Pair two lists of spans, each in order: [{kind, mine, theirs, start, end}, …] in text order.
 *
 * What is the same in both is agreed. Of the rest, spans pair that lie on the same place, then those
 * that share the most characters, each at most once, as newsbook.scoring pairs them.
 */
function compareSpans(mine, theirs) {
  const [have, wanted] = [mine, theirs].map((spans) => new Set(spans.map(keyOf)));
  const found = [];
  const add = (kind, a, b) => found.push({ kind, mine: a, theirs: b,
    start: Math.min(...[a, b].map((span) => span?.[0] ?? Infinity)),
    end: Math.max(...[a, b].map((span) => span?.[1] ?? 0)) });
  const rest = theirs.filter((span) => !have.has(keyOf(span)));
  const near = [];
  const left = new Set(rest);
  for (const a of mine) {
    if (wanted.has(keyOf(a))) {
      add("agreed", a, a);
      continue;
    }
    left.add(a);
    for (const b of rest) {
      if (b[0] >= a[1]) break;
      const shared = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
      if (shared > 0) near.push({ a, b, shared, same: Number(a[0] === b[0] && a[1] === b[1]) });
    }
  }
  near.sort((x, y) => y.same - x.same || y.shared - x.shared);
  for (const { a, b, same } of near) {
    if (!left.has(a) || !left.has(b)) continue;
    left.delete(a);
    left.delete(b);
    add(same ? "label" : "edges", a, b);
  }
  const others = new Set(rest);
  for (const span of left) others.has(span) ? add("theirs", null, span) : add("mine", span, null);
  return found.sort((x, y) => x.start - y.start || x.end - y.end);
}

/** A comparison in one sentence. */
function agreementSaid(pairs, name) {
  const [agreed, ours, theirs] = [({ kind }) => kind === "agreed", ({ mine }) => mine,
    (pair) => pair.theirs].map((test) => pairs.filter(test).length);
  const f1 = ours + theirs ? (2 * agreed) / (ours + theirs) : 1;
  // Only what is everything is 1.00.
  const shown = (f1 < 1 ? Math.min(f1, 0.99) : 1).toFixed(2);
  return `Agreement F1 ${shown}: of your ${counted(ours)} and the ${counted(theirs)} of ${name}, `
    + `${agreed} ${agreed === 1 ? "is" : "are"} the same in place and label. `
    + "1.00 means all of them, 0.00 none.";
}

/**
 * What lays others' spans over mine: a button for each of them, the counts, the steps.
 *
 * names are [{button, name}, …]; onOver(index or null) is called for a button, onStep(pair, words) for a
 * step, with null where there is none. It returns {buttons, steps (the two buttons for them), el, over,
 * show(index or null, pairs), step(way)}.
 */
function comparison({ names, onOver, onStep, describe }) {
  let differing = [];
  let last = null; // the place of the difference that was shown
  const legend = h("ul", { class: "nbk-outcomes" });
  const sentence = h("p", { class: "nbk-quiet" });
  const told = h("p", { class: "nbk-told" });
  const buttons = names.map(({ button }, i) => tool(button, () => onOver(self.over === i ? null : i)));
  // In one row with the buttons above, so that they, the sentence and the text fit on a screen.
  const steps = h("span", { class: "nbk-steps", hidden: true }, tool("◂ Previous", () => step(-1)),
    tool("Next difference ▸", () => step(1)));
  const self = { over: null, show, step, buttons, steps, el: h("div", { class: "nbk-compare",
    role: "group", "aria-label": "Comparison" }, told, legend, sentence) };

  function show(over, pairs) {
    if (over !== self.over) last = null;
    self.over = over;
    self.el.hidden = steps.hidden = over === null;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === over)));
    differing = pairs.filter(({ kind }) => kind !== "agreed");
    told.textContent = "";
    if (over === null) return;
    const { name } = names[over];
    sentence.textContent = `${agreementSaid(pairs, name)} Your letters are filled, those of ${name} open.`;
    legend.replaceChildren(...Object.entries(OUTCOMES).map(([kind, [sign, word]]) => h("li", {},
      h("span", { class: "nbk-outcome-sign", "aria-hidden": "true" }, sign),
      ` ${pairs.filter((pair) => pair.kind === kind).length} ${word}`)));
  }

  function step(way) {
    if (!differing.length) {
      told.textContent = "There is no difference.";
      return onStep(null, self.over === null ? "Choose whom to compare with first." : told.textContent);
    }
    const beyond = (pair) => !last || way * (pair.start - last.start || pair.end - last.end) > 0;
    const next = way > 0 ? differing.find(beyond) ?? differing[0]
      : differing.findLast(beyond) ?? differing.at(-1);
    last = next;
    told.textContent = `Difference ${differing.indexOf(next) + 1} of ${differing.length}, `
      + `${OUTCOMES[next.kind][1]}: ${describe(next, names[self.over].name)}`;
    return onStep(next, told.textContent);
  }

  return self;
}
