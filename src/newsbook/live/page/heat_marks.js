// What a class has answered, as marks in its text and as words. It follows theme.js in the same module.
//
// A heat map is JSON from tally.py: {kind, students, answered, alpha, f1, disputed} and
//   tokens        units: [[gap, n], …]; a disputed place is a word with its readings [[cuts], n]
//   spans, quotes units: [[unit, {label: n}], …], spans: [[start, end, label, n], …]; a disputed place is
//                 what spans join, with its most disputed unit: {unit, labels, none, otherwise, readings};
//                 none is how many have not marked it, otherwise how many of these have marked other words
//                 of the place
//   quotes        also names: [[start, end, name or null, n], …], of contents, and their names_alpha; a
//                 disputed place may be a content that is said to be different people's:
//                 {of, names: [[name, n], …]}
//   choice        options: [{key, n}]
//   predict       lines: [{key, n, given: [[what, n]], other}]; from a class also covered, how many of the
//                 other ones the teacher took away, and free, how many are in words of students' own, with
//                 held, whether these are among the other ones
// Offsets are code points. Nothing here trusts a word of it to be markup: all of it becomes text nodes.

const STEPS = 5; // of lightness
const LEAST_DRAWN = 0.05; // what fewer mark is in the table, and would only crowd the text
// Signs that are no label's letter.
const LAID = { gold: { letter: "✓", name: "gold" }, pipeline: { letter: "▸", name: "pipeline" } };

const percent = (n, of) => (of ? Math.round((100 * n) / of) : 0);
const stepOf = (n, of) => Math.min(STEPS, Math.max(1, Math.ceil((n / of) * STEPS)));

/** A figure between −1 and 1; never rounded up to a 1.00 that it is not. */
function figure(value) {
  if (value === null || value === undefined) return "–";
  return (value < 1 ? Math.min(value, 0.99) : value).toFixed(2).replace("-", "−");
}

/** A word with its token edges shown: "it | ’s". */
function inPieces(cut, start, end, cuts) {
  const edges = [start, ...cuts, end];
  return edges.slice(1).map((to, i) => cut(edges[i], to)).join(" | ");
}

const labelOf = (board, name) => board.labels.find((label) => label.name === name)
  ?? { name, letter: "?", tone: 7 };

// What a label stands for, where its name does not say it to who hears of it for the first time.
const MEANS = { ORG: "organisation", GPE: "country, town", LOC: "other place", NORP: "people or group",
  CONTENT: "what is said", CUE: "“said”" };

/** The labels of a board for a legend, each a list of nodes: letter, name, meaning. */
const labelsTold = (board) => (board.labels ?? []).map(({ name, letter, tone }) => [
  h("span", { class: "nbk-letter", "data-tone": tone % TONES }, letter), ` ${name}`,
  MEANS[name] ? h("span", { class: "nbk-quiet" }, ` ${MEANS[name]}`) : ""]);

/** The marks of a heat map: shares, numbers of listed places, and what is laid over it. */
function heatMarks(board, heat, laid, listed) {
  const marks = board.kind === "tokens" ? gapMarks(board, heat, laid) : spanMarks(board, heat, laid);
  for (const { start, end, rank } of listed) marks.push({ start, end, bare: true, kind: "rank", letter: rank });
  return marks;
}

/** For each gap that anybody splits: a bar, and its share in per cent. */
function gapMarks(board, heat, laid) {
  const counts = new Map(heat.units);
  const others = Object.entries(laid).map(([kind, answer]) => [kind, new Set(answer.gaps)]);
  const gaps = new Set([...counts.keys(), ...others.flatMap(([, set]) => [...set])]);
  const sorted = [...gaps].sort((a, b) => a - b);
  return sorted.flatMap((gap, i) => {
    const word = board.units[firstAfter(board.units, gap)];
    const end = Math.min(sorted[i + 1] ?? Infinity, word?.[1] ?? gap + 1);
    const n = counts.get(gap) ?? 0;
    const found = [{ start: gap, end, bare: true, kind: "gap", share: n / Math.max(heat.answered, 1),
      letter: `${percent(n, heat.answered)}` }];
    for (const [kind, set] of others) {
      if (set.has(gap)) found.push({ start: gap, end, bare: true, kind, letter: LAID[kind].letter });
    }
    return found;
  });
}

/** For each label the stretches of units that about as many gave it to, and that spans join. */
function spanMarks(board, heat, laid) {
  const cut = cutter(board.text);
  const joined = new Set();
  for (const [start, end, label] of heat.spans) {
    for (let u = firstAfter(board.units, start); board.units[u + 1]?.[0] < end; u++) {
      joined.add(`${label} ${u}`);
    }
  }
  const open = new Map(); // label → the mark that may go on
  const marks = [];
  for (const [unit, counts] of heat.units) {
    for (const [name, n] of Object.entries(counts)) {
      if (n < LEAST_DRAWN * heat.answered) continue;
      const { letter, tone } = labelOf(board, name);
      const step = stepOf(n, heat.answered);
      const [start, end] = board.units[unit];
      const last = open.get(name);
      if (last?.unit === unit - 1 && last.step === step && joined.has(`${name} ${unit - 1}`)
        && !cut(last.end, start).includes("\n")) {
        Object.assign(last, { end, unit, n: Math.max(n, last.n) });
      } else {
        open.set(name, { start, end, unit, n, step, tone, name, mark: letter, kind: "heat" });
        marks.push(open.get(name));
      }
    }
  }
  for (const mark of marks) {
    // Under a short word there is no room for a number; it is in the list and in the table.
    const all = `${mark.mark} ${percent(mark.n, heat.answered)}`;
    mark.letter = mark.end - mark.start < all.length - 1 ? mark.mark : all;
    // Under a bracket there is none for a letter.
    if (/^[^\p{L}\p{N}]$/u.test(cut(mark.start, mark.end))) mark.letter = null;
  }
  for (const [kind, answer] of Object.entries(laid)) {
    for (const [start, end, name] of answer.spans) {
      const { letter, tone } = labelOf(board, name);
      // The whole label where the words are long enough for it, for who does not know the letters.
      const label = end - start > name.length + 2 ? name : letter;
      marks.push({ start, end, tone, name, kind, late: kind === "gold" ? 1 : 2, letter: `${LAID[kind].letter} ${label}` });
    }
  }
  return marks;
}

/**
 * Say on each line what its marks are: a quote goes over many lines, and a mark bears its letter where it
 * begins. Lines are the browser's, so this is done whenever the text is drawn or gets another width;
 * what it returns ends that.
 */
function labelEachLine(board) {
  function label() {
    for (const bar of board.querySelectorAll("[data-again]")) {
      delete bar.dataset.again;
      delete bar.dataset.letter;
    }
    const last = new Map(); // kind and row → {letter, top} of the mark that may go on
    const due = [];
    for (const piece of board.querySelectorAll(".nbk-marked")) {
      const top = piece.offsetTop;
      for (const bar of piece.querySelectorAll(".nbk-bar")) {
        const key = `${bar.dataset.kind} ${bar.style.getPropertyValue("--row")}`;
        const { letter, end } = bar.dataset;
        const before = last.get(key);
        if (letter === undefined && before && top > before.top) due.push([bar, before.letter]);
        last.set(key, { letter: letter ?? before?.letter, top });
        if (end !== undefined) last.delete(key);
      }
    }
    for (const [bar, letter] of due) {
      if (!letter) continue;
      bar.dataset.letter = `… ${letter}`;
      bar.dataset.again = "";
    }
  }
  const drawn = new MutationObserver(label);
  drawn.observe(board, { childList: true, subtree: true });
  const sized = new ResizeObserver(label);
  sized.observe(board);
  return () => {
    drawn.disconnect();
    sized.disconnect();
  };
}

/** Whose a quote is, in words. */
const saidBy = (name) => (name === null ? "nobody named" : `said by ${name}`);

/** What the class made of a disputed place, the most common first: [[words, n], …]. */
function readingsOf(board, heat, place, cut) {
  if (board.kind === "tokens") {
    return place.readings.map(([cuts, n]) => [inPieces(cut, place.start, place.end, cuts), n]);
  }
  if (board.kind === "choice" || board.kind === "predict") return [];
  if (place.names) return place.names.map(([name, n]) => [saidBy(name), n]);
  const found = Object.entries(place.labels).map(([label, n]) => [label, n]);
  const { none = 0, otherwise = 0 } = place;
  if (otherwise) found.push(["other words marked", otherwise]);
  if (none > otherwise) found.push(["not marked", none - otherwise]);
  return found.sort((a, b) => b[1] - a[1]);
}

/** Words in one line; of many the first and the last. */
function inShort(text, most = 44) {
  const words = text.trim().split(/\s+/u);
  const line = words.join(" ");
  if (codePoints(line).length <= most || words.length < 4) return codePoints(line).slice(0, 2 * most).join("");
  const some = (list, room) => {
    let left = room;
    return list.filter((word, i) => (left -= codePoints(word).length + 1) >= 0 || !i);
  };
  const first = some(words, most * 0.6);
  const last = some(words.slice(first.length).reverse(), most * 0.4).reverse();
  return `${first.join(" ")} … ${last.join(" ")}`;
}

/**
 * The whole spans over the most disputed word of a place, and after them those over others of its words,
 * as far as there is room: ["PERSON: Jens Stoltenberg", n].
 */
function spansOver(heat, place, cut) {
  if (!place.labels) return [];
  const over = place.readings.slice(0, 4);
  const known = new Set(place.readings.map(([start, end]) => `${start} ${end}`));
  const others = !place.otherwise ? [] : heat.spans.filter(([start, end]) =>
    start < place.end && end > place.start && !known.has(`${start} ${end}`)).slice(0, 2);
  return [...over, ...others].map(([start, end, label, n]) => [`${label}: ${inShort(cut(start, end))}`, n]);
}

/** Everything about a unit for the ear. */
function toldOf(board, heat, unit, cut) {
  const share = (n) => `${percent(n, heat.answered)} %`;
  if (board.kind === "tokens") {
    const [start, end] = board.units[unit];
    const gaps = heat.units.filter(([gap]) => gap > start && gap < end);
    return gaps.map(([gap, n]) => `${share(n)} split before ${aloud(cut(gap, end))}`).join(", ");
  }
  const counts = heat.units.find(([at]) => at === unit)?.[1] ?? {};
  return Object.entries(counts).map(([label, n]) => `${label} ${share(n)}`).join(", ");
}
