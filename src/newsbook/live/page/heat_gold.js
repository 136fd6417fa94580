// The room against the gold: what more than half of a class gave, held against what is right. It
// follows heat_marks.js in the same module.
//
// The room's answer is what a majority gave: of tokens the gaps that more than half split, of spans
// and quotes the whole spans that more than half marked. Precision, recall and F1 are those of
// newsbook.scoring: exact tokens, exact spans with their labels. Of quotes it is also counted how many of
// the gold's the room ties to the same person.

const MOST_AGAINST = 40; // places that are listed

const isMost = (n, of) => 2 * n > of;

/** Precision, recall and F1 of `found` things against `right` ones, of which `both` are the same. */
function scoreOf(both, found, right) {
  const precision = found ? both / found : null;
  const recall = right ? both / right : null;
  return { both, found, right, precision, recall, f1: found + right ? (2 * both) / (found + right) : 1 };
}

/**
 * {score, whose, places: [{start, end, room, gold, n}, …]}: n students have it as the gold has it; whose
 * is [how many quotes of the gold are said by the same person to the room, how many it has], or null.
 */
function againstGold(board, heat, gold, cut) {
  const { score, places } = board.kind === "tokens" ? tokensAgainst(board, heat, gold, cut)
    : spansAgainst(board, heat, gold, cut);
  places.sort((a, b) => a.n - b.n || a.start - b.start);
  const whose = board.kind === "quotes" ? [namedAlike(heat, gold), gold.names.length] : null;
  return { score, whose, places: heat.answered ? places.slice(0, MOST_AGAINST) : [] };
}

/** How many quotes of the gold more than half mark with the same words and tie to the same name. */
const namedAlike = (heat, gold) => gold.names.filter(([start, end, who]) => heat.names.some((one) =>
  one[0] === start && one[1] === end && one[2] === who && isMost(one[3], heat.answered))).length;

function tokensAgainst(board, heat, gold, cut) {
  const counts = new Map(heat.units);
  const right = new Set(gold.gaps);
  const every = [...new Set([...counts.keys(), ...right])].sort((a, b) => a - b);
  const byWord = new Map();
  for (const gap of every) {
    const word = firstAfter(board.units, gap);
    byWord.set(word, [...(byWord.get(word) ?? []), gap]);
  }
  const whole = board.units.length - byWord.size; // words that nobody splits, nor the gold
  const total = { both: whole, found: whole, right: whole };
  const places = [];
  const tokens = (start, end, cuts) => [...cuts, end].map((to, i) => `${i ? cuts[i - 1] : start} ${to}`);
  for (const [word, gaps] of byWord) {
    const [start, end] = board.units[word];
    const ours = gaps.filter((gap) => isMost(counts.get(gap) ?? 0, heat.answered));
    const theirs = gaps.filter((gap) => right.has(gap));
    const [found, wanted] = [tokens(start, end, ours), tokens(start, end, theirs)];
    total.both += found.filter((token) => wanted.includes(token)).length;
    total.found += found.length;
    total.right += wanted.length;
    const differ = gaps.filter((gap) => ours.includes(gap) !== right.has(gap));
    if (!differ.length) continue;
    const as = (gap) => (right.has(gap) ? counts.get(gap) ?? 0 : heat.answered - (counts.get(gap) ?? 0));
    places.push({ start, end, n: Math.min(...differ.map(as)),
      room: inPieces(cut, start, end, ours), gold: inPieces(cut, start, end, theirs) });
  }
  return { score: scoreOf(total.both, total.found, total.right), places };
}

function spansAgainst(board, heat, gold, cut) {
  const keyOf = ([start, end, label]) => `${start} ${end} ${label}`;
  const counts = new Map(heat.spans.map((span) => [keyOf(span), span[3]]));
  const ours = heat.spans.filter(([, , , n]) => isMost(n, heat.answered));
  const wanted = new Set(gold.spans.map(keyOf));
  const found = new Set(ours.map(keyOf));
  const odd = [...gold.spans.filter((span) => !found.has(keyOf(span))).map((span) => [span, true]),
    ...ours.filter((span) => !wanted.has(keyOf(span))).map((span) => [span, false])]
    .sort(([a], [b]) => a[0] - b[0] || b[1] - a[1]);
  const places = [];
  for (const [span, isGold] of odd) {
    const last = places.at(-1);
    const n = isGold ? counts.get(keyOf(span)) ?? 0 : heat.answered - counts.get(keyOf(span));
    const place = last && span[0] < last.end ? last
      : { start: span[0], end: span[1], n, both: { true: [], false: [] } };
    if (place !== last) places.push(place);
    place.end = Math.max(place.end, span[1]);
    place.n = Math.min(place.n, n);
    place.both[isGold].push(span);
  }
  const named = new Map(heat.units);
  for (const place of places) {
    const told = (spans) => spans.map(([start, end, label]) => (start === place.start && end === place.end
      ? label : `${label}: ${inShort(cut(start, end))}`)).join("; ");
    const marked = board.units.map((unit, i) => [unit, i])
      .filter(([[start, end]]) => start < place.end && end > place.start)
      .map(([, i]) => Object.values(named.get(i) ?? {}).reduce((sum, one) => sum + one, 0));
    const none = marked.every((n) => !isMost(n, heat.answered)) ? "not marked" : "no majority";
    place.room = told(place.both.false) || none;
    place.gold = told(place.both.true) || "not marked";
    delete place.both;
  }
  return { score: scoreOf([...found].filter((key) => wanted.has(key)).length, found.size, wanted.size),
    places: [...places, ...namesAgainst(heat, gold)] };
}

/** Contents of quotes that more than half tie to somebody else than the gold does. */
function namesAgainst(heat, gold) {
  return (gold.names ?? []).flatMap(([start, end, who]) => {
    const said = (heat.names ?? []).filter((one) => one[0] === start && one[1] === end);
    const most = said.find(([, , name, n]) => name !== who && isMost(n, heat.answered));
    if (!most) return [];
    const n = said.find(([, , name]) => name === who)?.[3] ?? 0;
    return [{ start, end, n, room: saidBy(most[2]), gold: saidBy(who) }];
  });
}

/** How the room's majority does against the gold where there is no text: [name, value, more, what it means]. */
function roomScore(board, heat, gold) {
  if (!heat.answered) return null;
  const most = "the room is what more than half gave";
  if (board.kind === "choice") {
    const ours = heat.options.filter(({ n }) => isMost(n, heat.answered)).map(({ key }) => key);
    const both = ours.filter((key) => gold.chosen.includes(key)).length;
    if (!board.many) {
      return ["more than half chose", ours.length ? `${ours[0]}, ${both ? "right" : "wrong"}` : "nothing", "", most];
    }
    const { precision, recall, f1 } = scoreOf(both, ours.length, gold.chosen.length);
    return ["the room against the gold: F1", figure(f1),
      `precision ${figure(precision)}, recall ${figure(recall)}`, most];
  }
  const right = heat.lines.filter(({ key, n, given }) => given.some(([what, count]) =>
    what === gold.given[key] && isMost(count, n))).length;
  return ["more than half predict", `${right} of ${heat.lines.length} lines right`, "", most];
}
