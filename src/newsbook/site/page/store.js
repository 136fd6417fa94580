// The learner's files as JupyterLite keeps them in this browser, for the start page, which has no Python;
// and from their notes on verdicts, how far each lesson has got.
"use strict";

globalThis.newsbookStore = (() => {
  const STORE = `JupyterLite Storage - ${new URL(".", document.baseURI).pathname}`;
  const NOTE = /^exercises\/answers\/progress\/(\d{1,3})\.\d{1,3}\.json$/;

  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  // Act on JupyterLite's database, where there is one.
  async function withStore(act) {
    if (!(await indexedDB.databases()).some(({ name }) => name === STORE)) return null;
    const database = await done(indexedDB.open(STORE));
    try {
      return await act(database);
    } finally {
      database.close();
    }
  }

  const bytesOf = ({ content, format, type }) => {
    if (type === "notebook" || (format === "json" && typeof content !== "string")) {
      return new TextEncoder().encode(`${JSON.stringify(content, null, 1)}\n`);
    }
    if (format === "base64") return Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    return new TextEncoder().encode(content);
  };

  // Of how many exercises of each lesson the last verdict was "correct", by the lesson's number.
  const correct = async () => (await withStore(async (database) => {
    const counts = {};
    if (!database.objectStoreNames.contains("files")) return counts;
    const files = database.transaction("files").objectStore("files");
    const [keys, models] = await Promise.all([done(files.getAllKeys()), done(files.getAll())]);
    keys.forEach((key, i) => {
      const lesson = NOTE.exec(key)?.[1];
      if (lesson === undefined || !models[i].content) return;
      try {
        if (JSON.parse(new TextDecoder().decode(bytesOf(models[i]))).state !== "correct") return;
      } catch {
        return; // a damaged note counts as none, as it does in Python
      }
      counts[lesson] = (counts[lesson] ?? 0) + 1;
    });
    return counts;
  })) ?? {};

  // Write it into the page, wherever it has a place for it.
  async function showProgress() {
    const counts = await correct();
    for (const place of document.querySelectorAll("[data-lesson]")) {
      const count = counts[place.dataset.lesson] ?? 0;
      place.textContent = count ? `${count === Number(place.dataset.of) ? "✓ " : ""}${count} of ${place.dataset.of} correct` : "";
    }
  }
  return { withStore, done, bytesOf, showProgress };
})();
