// What the student's page says: how a question is answered, where the vote is, what has been sent.

const PHASES = {
  waiting: "Your teacher opens it in a moment.",
  open: "Open: answer now; it is sent at once.",
  closed: "Closed: nothing more is taken.",
  revealed: "This is what the room said.",
};

export const STAYS = "Closed: your answer stays as it is.";

const NAMED = " Below, Name says who that is.";

// By touch and otherwise; for the others the page of the widget says it.
const HOW = {
  tokens: ["Tap between two letters to split there; tap there again to join.",
    "Click between two letters to split there, and again to join; or use the arrow keys and Space."],
  spans: ["Tap a word, then its label. For more words: Extend, then tap the last.",
    "Choose words by clicking or dragging, then their label."],
  quotes: ["Tap what is said (for more words: Select further, then tap the last), then New quote; then tap "
    + "its cue and its speaker.", ""],
  predict: ["Type what Python gives. You can change it as long as the vote is open.",
    "Type what Python gives. You can change it as long as the vote is open."],
};

/** How it is answered, while it can be; "" where there is nothing to say. */
export function howTo({ phase, kind, model }, touch) {
  const how = phase === "open" ? HOW[kind]?.[touch ? 0 : 1] ?? "" : "";
  const named = kind === "quotes" && how && model.get("_content").asks.includes("resolved");
  return named ? how + NAMED : how;
}

/** Where the vote is. */
export function phaseWords({ phase, vote, same, carried, afterAll }) {
  if (phase !== "open") return PHASES[phase];
  if (afterAll) return "Open again: your last change, which had come too late, counts now.";
  if (vote === 1) return PHASES.open;
  if (same) return "Vote again: your answer stands until you change it.";
  // Who was not in the vote before, or gave no answer there, has nothing to think of anew.
  return carried ? "Vote again: think anew; it is sent at once."
    : "The class votes on this once more: answer now; it is sent at once.";
}

/** Whether the answer has come to the class: a kind of sign, and words. */
export function sentWords({ answer, phase, same, late, counted }, { on, ended, refused }) {
  if (refused) return ["bad", refused];
  if (answer.waiting && !on) {
    return ["bad", ended ? "Not sent: the class has ended."
      : "Not sent yet: there is no connection. Go on, and keep this page open; your answer is kept on "
        + "this device and sent when the connection is back."];
  }
  if (answer.waiting && phase === "open") return ["going", "Sending…"];
  if (answer.waiting || late) {
    const words = counted ? "Your last change came too late to count; above is what counts."
      : "Your answer came too late to count.";
    return ["bad", answer.waiting && phase === "closed"
      ? `${words} If your teacher opens the vote again, it is sent and counts.` : words];
  }
  if (answer.at[0] === 0 && !same) {
    const words = { open: "Nothing sent yet.", waiting: "" }[phase] ?? "Closed: you sent no answer.";
    return ["look", words];
  }
  if (same && phase === "open") return ["good", "Same as before: it counts in this vote, too."];
  return ["good", phase === "open" ? "Sent: the class has your answer."
    : "Closed: the class has your answer, and it stays as it is."];
}
