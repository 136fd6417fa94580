// Keeps the whole site in the browser, so that it works without the network after the first visit, and
// lets go of what belongs to an older version. Nothing is told to anybody.
"use strict";

globalThis.newsbookKeep = async (root, say) => {
  const AT_ONCE = 4;
  // Whoever saves data has asked for what they open, and for nothing else.
  if (!globalThis.caches || !navigator.onLine || navigator.connection?.saveData) return false;
  const base = new URL(root, location.href);
  const kept = await caches.open(`newsbook ${base.pathname}`);
  let list;
  try {
    const answer = await fetch(new URL("offline.json", base), { cache: "no-cache" });
    list = await answer.json();
  } catch {
    return false;
  }
  const wanted = new Map(list.files.map(({ name, size }) => [new URL(name, base).href, size]));
  const there = new Map((await kept.keys()).map((request) => [request.url, request]));
  const missing = [...wanted.keys()].filter((url) => !there.has(url));
  const all = missing.reduce((sum, url) => sum + wanted.get(url), 0);
  const mb = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
  let done = 0;
  let failed = 0;
  const tell = () => say(missing.length && all > 2e5 ? "For when there is no network: " +
    `${mb(done)} of ${mb(all)} MB kept …` : "");
  tell();
  const next = async () => {
    for (let url = missing.shift(); url; url = missing.shift()) {
      try {
        // The worker that serves this page may have kept it in the meantime.
        if (!(await kept.match(url))) {
          const answer = await fetch(url);
          if (answer.status !== 200) throw new Error(answer.status);
          await kept.put(url, answer);
        }
        done += wanted.get(url);
      } catch {
        failed += 1;
      }
      tell();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  if (failed === 0) {
    for (const [url, request] of there) if (!wanted.has(url)) await kept.delete(request);
    // Firefox asks the learner, and this is pending until they have answered: nothing waits for it.
    navigator.storage?.persist?.().catch(() => {});
    document.documentElement.dataset.newsbookKept = "all";
  }
  say("");
  return failed === 0;
};
