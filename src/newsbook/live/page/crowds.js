// Many students from one address: a network with one door, or one device that joins again and again.
// The teacher says which. It stands before teacher.js in the same module.

const SURE_MS = 6000;

/**
 * A box that says so and asks; send(message) goes to the server. What is taken out does not come
 * back, so that button has to be pressed twice.
 */
function crowdBox(send) {
  const box = h("section", { class: "nbk-crowds", "aria-label": "Many from one address", hidden: true });
  const words = h("div", { role: "status" });
  const rows = h("div", {});
  box.append(words, rows);
  const press = (text, act) => h("button", { type: "button", class: "nbk-button", onclick: act }, text);

  function out(address) {
    const first = "Take them out";
    const button = press(first, () => {
      if (button.textContent !== first) return send({ do: "drop", address });
      button.textContent = "Press again: they and their answers go for good";
      setTimeout(() => { button.textContent = first; }, SURE_MS);
      return undefined;
    });
    return button;
  }

  function row({ address, why, allowed }) {
    const about = h("p", { class: "nbk-crowd" }, why);
    const buttons = h("span", { class: "nbk-buttons" },
      allowed ? null : press("Let more in from there", () => send({ do: "allow", address })), out(address));
    return { node: h("div", { class: "nbk-crowd-row" }, about, buttons), about };
  }

  let shown = "";
  let texts = [];
  /** Show what the state says; addresses that are let in stand only where `all` is true. */
  function update(crowds, all) {
    const due = (crowds ?? []).filter(({ allowed }) => all || !allowed);
    box.hidden = due.length === 0;
    const which = JSON.stringify(due.map(({ address, allowed }) => [address, allowed]));
    if (which !== shown) {
      // Only then anew: a button that is made anew loses the focus, and its first press.
      shown = which;
      const made = due.map(row);
      texts = made.map(({ about }) => about);
      rows.replaceChildren(...made.map(({ node }) => node));
    }
    due.forEach(({ why }, i) => { if (texts[i].textContent !== why) texts[i].textContent = why; });
    const asks = due.some(({ allowed }) => !allowed);
    const said = asks ? "Many students come from one address." : "";
    if (words.textContent !== said) words.textContent = said;
  }
  return { box, update };
}
