// Quotes, each tied to its cue, its speaker and a name. The answer is the list of quotes; which one is
// the current, and which of its parts is asked for, belongs to a view. Words that are pointed at fill that
// part at once; with the keyboard, Enter or the part's own key takes them.

export default widget(({ store, announce }) => {
  const { article, marked, names, asks } = store.content;
  const together = store.content.names_clear === true; // in a class
  const onPhone = together && matchMedia("(pointer: coarse)").matches;
  const flow = ["cue", "speaker", "resolved"].filter((part) => asks.includes(part));
  const cut = cutter(article.text);
  const { wordsOf, short, who, tell, piecesOf, kindOf, withMarks, heldOf } = quoteWords(cut, marked);
  let now = null; // the current quote, by its content
  let before = {}; // where it was in the list, and how long that was
  let asked = null;
  let filled = null; // the part filled last by pointing, which a further click can make longer
  let walked = false; // whether the caret was moved by keys since words were last taken
  let did = null; // what became of the last words taken, said for as long as it is so
  let marks = [];

  const all = () => store.value?.quotes ?? [];
  const current = () => all().find((quote) => keyOf(quote) === now);

  const art = drawArticle(article, { name: "Article", announce, selects: true, describe, onSelect,
    onTap, onKey });
  const ties = drawTies(art, () => ["cue", "speaker"].filter((part) => current()?.[part])
    .map((part) => ({ from: current().content, to: current()[part], tone: PARTS[part].tone })));
  const done = h("strong", {});
  const todo = h("span", { id: newId("todo") });
  const status = h("p", { class: "nbk-linker-todo" }, done, todo);
  art.board.setAttribute("aria-describedby", todo.id);
  const keys = keyList(KEYS, announce);
  const history = historyTools(store, announce, () => counted(all().length));
  const count = h("span", { class: "nbk-count" });
  const further = tool("Select further", () => {
    art.extending = !art.extending;
    update();
  });
  const none = tool("Go on without", goOnWithout);
  const title = h("strong", { class: "nbk-linker-title" });
  const kinds = KINDS.map((kind) => tool(kind, () => setKind(kind)));
  const inMarks = h("span", { class: "nbk-quiet" });
  const rows = MARKED.filter((part) => asks.includes(part)).map((part) => {
    const { name, tone, letter } = PARTS[part];
    const words = h("span", { class: "nbk-linker-words" });
    const choose = tool("Choose", () => {
      ask(part);
      art.board.focus(); // what is asked for is chosen there
    });
    const away = tool("Take away", () => setPart(part, null), { "aria-label": `Take away the ${part}` });
    const sign = h("span", { class: "nbk-letter", "data-tone": tone, "aria-hidden": "true" }, letter);
    return { part, words, choose, away, el: linkerRow(name, sign, words, choose, away) };
  });
  if (asks.includes("kind")) rows.splice(1, 0, { el: linkerRow("Kind", null, ...kinds, inMarks) });
  const nameField = h("select", { "aria-label": "Name", onchange: pickName });
  const nameRow = linkerRow("Name", null, nameField);
  nameRow.hidden = !flow.includes("resolved");
  const inWords = h("p", { class: "nbk-linker-told" });
  const card = h("div", { class: "nbk-linker-card", role: "group", "aria-label": "This quote" },
    oneTabStop(h("div", {},
      h("div", { class: "nbk-linker-row" }, title,
        tool("Delete quote", () => remove(current()))), rows.map(({ el }) => el))), nameRow, inWords);
  const list = oneTabStop(h("ol", { class: "nbk-linker-list", "aria-label": "Quotes",
    onkeydown: onListKey }));
  const body = h("div", { class: "nbk-linker" }, ties.el, status,
    toolbar("Tools", count, tool("New quote", make), none, further, history.buttons, keys.button),
    keys.list, card, list);

  const offered = () => (names.length ? names
    : [...new Set(all().map(({ resolved }) => resolved).filter(Boolean))]);
  const nameOf = (part) => PARTS[part].name.toLowerCase();

  function whatToDo() {
    const has = asked && asked !== "resolved" && current()[asked];
    return nextStep(asked, all().indexOf(current()) + 1, has && quoted(short(has, 40)), onPhone);
  }

  // -- the answer

  /** Put a quote in the place of another (or of none), and make it the current one. */
  function put(old, quote) {
    const next = all().filter((other) => other !== old);
    if (quote) next.push(quote);
    next.sort((a, b) => a.content[0] - b.content[0] || a.content[1] - b.content[1]);
    now = quote ? keyOf(quote) : null;
    store.change({ quotes: next });
  }

  /** The selected words, or the word at the caret; else null. */
  function chosen(orCaret) {
    const picked = art.selection();
    if (picked) return [picked.start, picked.end];
    return orCaret && art.caret !== null ? article.units[art.caret] : null;
  }

  const taken = (content) => all().find((quote) => keyOf(quote) === content.join("-"));

  function make() {
    const words = chosen(false);
    if (!words) return announce("select words first");
    const content = withMarks(words);
    const more = same(words, content) ? "" : ", with its quotation marks";
    if (taken(content)) return pick(taken(content));
    asked = flow[0] ?? null;
    filled = null;
    walked = false;
    art.select(null);
    put(null, { kind: kindOf(content), content, pieces: piecesOf(content), cue: null, speaker: null,
      resolved: null });
    const number = all().indexOf(current()) + 1;
    note("content", `Quote ${number} is made${more}.`);
    announce(`quote ${number}, ${current().kind}${more}: ${short(content, 64)}. ${whatToDo()}`);
  }

  const nextAfter = (part, quote) =>
    flow.slice(flow.indexOf(part) + 1).find((next) => quote[next] === null) ?? null;

  /** Say for all to see what was done to a part of the current quote. */
  function note(part, text) {
    did = { part, text, key: now, value: current()[part] };
    update();
  }

  /** Set a part of the current quote, which may be making it longer; then ask for the next that is empty. */
  function setPart(part, value, longer = false) {
    const quote = current();
    if (!quote) return;
    const made = { ...quote, [part]: value };
    if (part === "content") {
      if (taken(value)) return announce("these words are a quote already");
      made.pieces = piecesOf(value);
      if (quote.kind === kindOf(quote.content)) made.kind = kindOf(value);
    }
    // A speaker who is called by the full name needs no choosing; in a class, nobody whose name is clear.
    const called = (span) => span && nameOfSpeaker(wordsOf(span), names, together);
    if (part === "speaker" && flow.includes("resolved")) {
      if (together && made.resolved === called(quote.speaker)) made.resolved = null; // went with that speaker
      made.resolved ??= called(value);
    }
    if (value !== null && quote[part] === null) asked = nextAfter(part, made);
    else if (asked === part || made[asked] !== null) asked = null;
    put(quote, made);
    const words = (one, most) => (part === "resolved" ? one : short(one, most));
    const changed = !longer && value !== null && quote[part] !== null && !same(value, quote[part])
      ? `changed from ${quoted(words(quote[part], 40))} to ${quoted(words(value, 40))}` : null;
    note(part, `${PARTS[part].name}${value === null ? " taken away."
      : changed ? ` ${changed}.` : `: ${quoted(words(value, 40))}.`}${
      part === "speaker" && made.resolved && made.resolved !== quote.resolved ? ` Name: ${made.resolved}.` : ""}`);
    announce(`${nameOf(part)}${changed ? ` ${changed}`
      : `: ${value === null ? "none" : words(value, 64)}`}. ${asked ? whatToDo() : tell(made)}`);
  }

  /** Take a span for a part; a name is the one that these words mention. */
  function take(part, span, longer = false) {
    walked = false;
    art.select(null);
    if (part === "content") span = withMarks(span);
    if (part !== "resolved") return setPart(part, span, longer);
    const words = wordsOf(span);
    if (!names.length) return setPart(part, codePoints(words).slice(0, 200).join(""));
    const found = namesFitting(words, names);
    if (found.length === 1) return setPart(part, found[0]);
    // The words stay selected: they may be meant for a new quote.
    art.select(art.unitAt(span[0]), art.unitAt(span[1] - 1));
    note(part, `${found.length || "No"} names have ${quoted(short(span, 40))} in them.`);
    announce(`${found.length || "no"} names have “${words}” in them: choose one in the list`);
  }

  /** Take the selected words for a part; where none are, ask for them. */
  function ask(part) {
    if (!current()) return;
    const span = chosen(false);
    if (span) return take(part, span);
    want(asked === part ? null : part);
  }

  function want(part) {
    asked = part;
    filled = did = null;
    update();
    announce(asked ? whatToDo() : "nothing is asked for");
  }

  /** A part's own key: it takes the selected words, or those to which the caret was moved. */
  function onPartKey(part) {
    if (!current()) return announce("choose a quote first (N), or make one (Q)");
    const span = chosen(walked);
    if (span) return take(part, span);
    const has = current()[part];
    // Who clicked words and then presses the key of what they are wants nothing more.
    if (filled?.part !== part || filled.key !== now || has === null) return want(part);
    filled = null;
    note(part, `${PARTS[part].name}: ${quoted(part === "resolved" ? has : short(has, 40))} is taken. `
      + `${PARTS[part].key} again, to take other words instead.`);
    return announce(`${did.text} ${asked ? whatToDo() : ""}`);
  }

  function goOnWithout() {
    const quote = current();
    if (!quote || !asked || asked === "content") return;
    const part = asked;
    asked = nextAfter(part, quote);
    if (quote[part] !== null) return setPart(part, null);
    note(part, `No ${nameOf(part)}.`);
    announce(`no ${nameOf(part)}. ${asked ? whatToDo() : tell(quote)}`);
  }

  function setKind(kind) {
    if (current().kind === kind) return;
    put(current(), { ...current(), kind });
    announce(`kind: ${kind}`);
  }

  function pickName() {
    const at = nameField.value;
    if (at !== MENTION) return setPart("resolved", at ? offered()[at] : null);
    want("resolved");
    art.board.focus();
  }

  function remove(quote) {
    if (!quote) return;
    const number = all().indexOf(quote) + 1;
    asked = null;
    put(quote, null);
    announce(`quote ${number} deleted, ${counted(all().length)}`);
  }

  function pick(quote) {
    now = keyOf(quote);
    asked = filled = did = null;
    walked = false;
    update();
    // All of it in sight if it can be, its beginning in any case.
    for (const span of [quote.speaker, quote.cue]) if (span) art.show(span[0]);
    art.show(quote.content[1] - 1);
    art.show(quote.content[0]);
    announce(`quote ${all().indexOf(quote) + 1} of ${all().length}, ${quote.kind}: ${tell(quote)}`);
  }

  function step(way) {
    const quotes = all();
    const at = current() ? quotes.indexOf(current()) : Math.min(-way, 0);
    if (quotes.length) pick(quotes[(at + way + quotes.length) % quotes.length]);
  }

  // -- events

  /** Words that were pointed at fill the part asked for; a click further on adds to them. */
  function onSelect({ by, extend }) {
    if (by === "keys") [walked, filled] = [true, null];
    if (by !== "pointer") return false;
    const last = extend && filled?.key === now ? filled : null;
    const part = last ? last.part : asked;
    let span = part && current() && chosen(false);
    filled = null;
    update();
    if (!span) return false;
    if (last) span = [Math.min(span[0], last.span[0]), Math.max(span[1], last.span[1])];
    const next = last && asked;
    take(part, span, Boolean(last));
    if (next && current()[next] === null) asked = next;
    filled = { part, span, key: now };
    update();
    return true;
  }

  function onTap(unit) {
    const at = article.units[unit][0];
    const over = all().filter((quote) => MARKED.some((part) => quote[part]
      && quote[part][0] <= at && at < quote[part][1]));
    // A word of two quotes, such as a cue that both share, leads from one to the other.
    if (!over.length) return;
    art.select(null); // the quote was meant, not the word
    pick(over[(over.indexOf(current()) + 1) % over.length]);
  }

  function onKey(event) {
    const may = (part) => asks.includes(part) && (() => onPartKey(part));
    const does = {
      q: make,
      Enter: () => {
        if (asked && current() && chosen(true)) take(asked, chosen(true));
        else if (chosen(false)) make();
        else if (art.caret !== null) onTap(art.caret);
      },
      w: () => onPartKey("content"), c: may("cue"), s: may("speaker"), m: may("resolved"),
      x: goOnWithout,
      k: asks.includes("kind") && current()
        && (() => setKind(KINDS[(KINDS.indexOf(current().kind) + 1) % KINDS.length])),
      n: () => step(1), p: () => step(-1),
      Delete: () => remove(current()),
      Escape: () => {
        if (asked) asked = null;
        else if (art.selection()) art.select(null);
        else now = null;
        update();
        announce(current() ? "nothing is asked for" : "no quote is chosen");
      },
      u: history.undo, r: history.redo, "?": keys.toggle,
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (does && !event.repeat) does();
    return Boolean(does);
  }

  function onListKey(event) {
    if (isChord(event) || event.key !== "Delete") return;
    const at = Array.from(list.children).indexOf(event.target.closest("li"));
    remove(all()[at]);
    (list.children[Math.min(at, list.children.length - 1)]?.firstChild ?? art.board).focus();
  }

  function describe(unit) {
    const at = article.units[unit][0];
    return marks.filter(({ start, end }) => start <= at && at < end).map(({ name }) => name).join(", ");
  }

  // -- drawing

  function drawCard(quote, at) {
    card.hidden = !quote;
    if (!quote) return;
    title.textContent = `Quote ${at + 1} of ${all().length}`;
    for (const { part, words, choose, away, el } of rows.filter((each) => each.part)) {
      const span = quote[part];
      el.toggleAttribute("data-asked", asked === part);
      words.classList.toggle("nbk-quiet", !span);
      fill(words, span, () => (span ? writtenOut(short(span, 110)) : [PARTS[part].what]));
      choose.textContent = span ? "Replace" : "Choose";
      choose.setAttribute("aria-label", `${choose.textContent} the ${part}`);
      choose.setAttribute("aria-pressed", String(asked === part));
      away.hidden = !span || part === "content";
    }
    for (const el of kinds) el.setAttribute("aria-pressed", String(el.textContent === quote.kind));
    const held = heldOf(quote.content);
    fill(inMarks, held, () => writtenOut(`in quotation marks: ${held}`));
    nameRow.toggleAttribute("data-asked", asked === "resolved");
    // On a phone it lies below what is in sight.
    if (asked === "resolved" && before.asked !== asked && onPhone) nameRow.scrollIntoView({ block: "nearest" });
    fill(nameField, offered(), () => [["", "not named"], ...offered().map((name, i) => [i, aloud(name)]),
      [MENTION, "by a mention in the text …"]].map(([value, name]) => h("option", { value }, name)));
    nameField.value = quote.resolved === null ? "" : String(offered().indexOf(quote.resolved));
    fill(inWords, tell(quote), () => writtenOut(tell(quote)));
  }

  function drawList(quotes, at) {
    while (list.children.length > quotes.length) list.lastChild.remove();
    for (let i = list.children.length; i < quotes.length; i++) {
      list.append(h("li", {}, h("button", { type: "button", class: "nbk-linker-quote",
        onclick: () => pick(all()[i]) })));
    }
    quotes.forEach((quote, i) => {
      const button = list.children[i].firstChild;
      fill(button, quote, () => {
        const lacks = flow.filter((part) => !quote[part]).map((part) => `no ${nameOf(part)}`);
        const told = [asks.includes("kind") ? quote.kind : "", who(quote),
          lacks.join(", ")].filter(Boolean).join(" · ");
        return [h("span", { class: "nbk-letter", "data-tone": "0" }, `Q${i + 1}`),
          h("span", {}, h("span", { class: "nbk-linker-words" }, writtenOut(short(quote.content, 64))),
            h("span", { class: "nbk-quiet" }, writtenOut(told)))];
      });
      if (i === at) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    list.hidden = !quotes.length;
    const shown = at !== before.at && list.children[at];
    if (shown && !list.matches(":focus-within")) list.scrollTop = shown.offsetTop - list.clientHeight / 2;
  }

  function update() {
    const quotes = all();
    const focused = body.querySelector(":focus");
    // Changed from elsewhere: the quote at its place, if there are as many as before.
    const heir = quotes.length === before.many && quotes[before.at];
    if (now !== null && !current()) now = heir ? keyOf(heir) : null;
    if (now === null) asked = null;
    const at = quotes.indexOf(current());
    const made = marksOf(quotes, now);
    if (!same(made, marks)) marks = made;
    art.paint(marks);
    count.textContent = counted(quotes.length);
    todo.textContent = whatToDo();
    const told = did?.key === now && same(current()?.[did.part], did.value);
    done.textContent = told ? `${did.text} ` : "";
    status.toggleAttribute("data-asked", asked !== null);
    none.hidden = !asked || asked === "content";
    further.setAttribute("aria-pressed", String(art.extending));
    history.update();
    drawCard(current(), at);
    drawList(quotes, at);
    before = { at, many: quotes.length, asked };
    ties.redraw();
    // A button that has gone must not take the focus along.
    if (focused?.closest("[hidden]")) art.board.focus();
  }

  const dispose = () => [ties, art].forEach((each) => each.dispose());
  return { body, update, dispose, asksItself: false, name: "Quote linker" };
});
