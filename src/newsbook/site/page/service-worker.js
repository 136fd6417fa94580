// The site's service worker. It does three things: it carries what the kernel asks of its page (files
// of the learner's, as JupyterLite's own worker does, whose protocol of the broadcast channel this
// keeps), it lets the site work without the network, and it never lets an old copy hide a new one:
// whatever can change is asked of the host first, and only files that are named by what is in them are
// taken from what the browser keeps.
"use strict";

const BROADCAST = new BroadcastChannel("/sw-api.v1");
const SCOPE = new URL(self.registration?.scope ?? "./", self.location.href);
const KEPT = `newsbook ${SCOPE.pathname}`;
const PATIENCE_MS = 8000; // for a host that does not answer, where there is a kept copy
const PAGES_MS = 6000; // for a page to save its notebook, say
const FILES_MS = 30000; // for a page to say something of a file: where it fails, it says nothing

// Named by a digest or a version, all of them.
const LASTING = [
  /^static\/(pyodide-[\d.]+\/|wheels\/[0-9a-f]{12}\/|lock-[0-9a-f]{12}\.json$)/,
  /^(build|extensions)\/.*[.-][0-9a-f]{7,}\.(js|css|woff2?|svg)$/,
];

// What the host has in a folder. Folders of the learner's own are asked for as well.
const LISTING = /^api\/contents\/(.*\/)?all\.json$/;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (url.pathname === "/api/service-worker-heartbeat") {
    event.respondWith(new Response("ok"));
  } else if (/\/api\/(drive|stdin\/)/.test(url.pathname)) {
    event.respondWith(asked(request, url));
  } else if (url.pathname.startsWith(`${SCOPE.pathname}api/newsbook/`)) {
    event.respondWith(askedOfPages(request, url));
  } else if (request.method === "GET" && url.pathname.startsWith(SCOPE.pathname)) {
    const name = url.pathname.slice(SCOPE.pathname.length);
    if (request.mode === "navigate" && /^(notebooks|tree|edit)\/?$/.test(name)) {
      // A folder's page, which hosts give under several names and a worker may not: one name for all.
      url.pathname = `${SCOPE.pathname}${name.replace("/", "")}/index.html`;
      event.respondWith(Response.redirect(url.href));
      return;
    }
    const lasting = LASTING.some((form) => form.test(name));
    event.respondWith(lasting ? keptFirst(event, url) : newestFirst(event, url, name));
  }
});

const bare = (url) => url.origin + url.pathname;

async function keptFirst(event, url) {
  const { request } = event;
  const kept = await caches.open(KEPT);
  const found = await kept.match(bare(url));
  if (found) return found;
  // By its name it cannot have changed: what the browser has of it anyway will do.
  const answer = (await unpacked(url)) ?? (await fetch(request, { cache: "force-cache" }));
  if (answer.status === 200) event.waitUntil(kept.put(bare(url), answer.clone()));
  return answer;
}

// The largest file lies beside itself compressed, since not every host compresses what it sends.
async function unpacked(url) {
  if (!url.pathname.endsWith(".wasm") || !globalThis.DecompressionStream) return null;
  try {
    const answer = await fetch(`${bare(url)}.packed`);
    if (answer.status !== 200) return null;
    const data = new Uint8Array(await answer.arrayBuffer());
    if (data[0] !== 0x1f || data[1] !== 0x8b) return null;
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
    const whole = await new Response(stream).arrayBuffer();
    return new Response(whole, { headers: { "Content-Type": "application/wasm" } });
  } catch {
    return null; // the file itself is there, too
  }
}

const nothing = () => new Response(JSON.stringify({ content: [] }));

async function newestFirst(event, url, name) {
  const { request } = event;
  const kept = await caches.open(KEPT);
  const found = await kept.match(bare(url));
  // A navigation cannot be given again with options; and the host is asked, not the browser's cache.
  const asking = fetch(request.mode === "navigate" ? request.url : request, { cache: "no-cache" });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  try {
    const answer = found ? await Promise.race([asking, late]) : await asking;
    if (answer === null) return found;
    // A page that came by another name has to be asked for by that name.
    if (request.mode === "navigate" && answer.redirected) return Response.redirect(answer.url);
    if (answer.status === 200 && !answer.redirected) {
      event.waitUntil(kept.put(bare(url), answer.clone()));
    }
    if (answer.status === 404 && LISTING.test(name)) return nothing();
    // A host that fails, or stands behind a page to log in to, must not shut a learner out.
    return answer.status >= 500 && found ? found : answer;
  } catch (error) {
    if (found) return found;
    if (LISTING.test(name)) return nothing();
    throw error;
  }
}

// What a kernel asks of its page's files: JupyterLite's own protocol.
async function asked(request, url) {
  const message = await request.json();
  message.requestId ??= crypto.randomUUID();
  const answered = new Promise((resolve) => {
    // The kernel waits, and can do nothing else: an error is better than no answer. A question that
    // Python puts to the learner waits as long as they like.
    if (!url.pathname.includes("/stdin/")) setTimeout(resolve, FILES_MS, new Response(null, { status: 504 }));
    const listen = ({ data }) => {
      if (data.browsingContextId !== message.browsingContextId) return;
      if (data.requestId !== undefined && data.requestId !== message.requestId) return;
      BROADCAST.removeEventListener("message", listen);
      resolve(new Response(JSON.stringify(data.response)));
    };
    BROADCAST.addEventListener("message", listen);
  });
  BROADCAST.postMessage({ ...message, pathname: url.pathname });
  return answered;
}

// What a kernel asks of the pages that are open: to save their notebooks, or to hand a file over.
async function askedOfPages(request, url) {
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const message = { newsbook: url.pathname.split("/").pop(), ...(await request.json()) };
  const pages = await self.clients.matchAll({ type: "window" }); // the one last used comes first
  const answers = [];
  for (const page of pages.filter((page) => page.url.startsWith(SCOPE.href))) {
    const answer = await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      setTimeout(resolve, PAGES_MS, null);
      page.postMessage(message, [port2]);
    });
    if (answer) answers.push(answer);
    if (answer?.done) break;
  }
  return new Response(JSON.stringify(answers), { headers: { "Content-Type": "application/json" } });
}
