// The next student on this device: what the one before did is handed in, as a file made here without
// Python, and then, if they say so, taken out of this browser. It is asked for on the start page.
"use strict";

globalThis.newsbookNext = (() => {
  const { withStore, done, bytesOf } = newsbookStore;
  const base = new URL(".", document.baseURI);
  const OURS = /^exercises\/([\w .,()+-]+\.ipynb|answers\/\d{1,3}\.\d{1,3}\.json)$/; // as in handin.py
  const SAVE_MS = 3000;

  // What a hand-in holds of what is in this browser, names and bytes, and the number it gets.
  const work = () => withStore(async (database) => {
    if (!database.objectStoreNames.contains("files")) return null;
    const files = database.transaction("files").objectStore("files");
    const [keys, models] = await Promise.all([done(files.getAllKeys()), done(files.getAll())]);
    const numbers = keys.map((key) => Number(/^newsbook-handin-(\d{1,6})\.zip$/.exec(key)?.[1] ?? 0));
    const found = keys.map((key, i) => [key, models[i]])
      .filter(([key, { content }]) => OURS.test(key) && content)
      .map(([key, model]) => [key, bytesOf(model)]);
    return { files: found, number: Math.max(0, ...numbers) + 1 };
  });

  const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let i = 0; i < 8; i += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  const crc32 = (bytes) => ~bytes.reduce((sum, byte) => TABLE[(sum ^ byte) & 255] ^ (sum >>> 8), -1) >>> 0;

  // A zip file that compresses nothing (PKWARE's APPNOTE, 4.3): every name is plain ASCII here.
  function zipped(files) {
    const parts = [];
    const directory = [];
    let at = 0;
    for (const [name, bytes] of files) {
      const encoded = new TextEncoder().encode(name);
      // The date is the first of January 1980, as in the hand-ins that the kernel makes.
      const common = [20, 0, 0, 0x00210000, crc32(bytes), bytes.length, bytes.length, encoded.length, 0];
      const sizes = [2, 2, 2, 4, 4, 4, 4, 2, 2]; // time and date as one number of four bytes
      const record = (mark, before, after) => {
        const fields = [[mark, 4], ...before, ...common.map((value, i) => [value, sizes[i]]), ...after];
        const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, size]) => sum + size, 0)));
        let offset = 0;
        for (const [value, size] of fields) {
          if (size === 2) view.setUint16(offset, value, true);
          else view.setUint32(offset, value, true);
          offset += size;
        }
        return view;
      };
      const local = record(0x04034b50, [], []);
      parts.push(local, encoded, bytes);
      directory.push(record(0x02014b50, [[20, 2]], [[0, 2], [0, 2], [0, 2], [0, 4], [at, 4]]), encoded);
      at += local.byteLength + encoded.length + bytes.length;
    }
    const size = directory.reduce((sum, part) => sum + part.byteLength, 0);
    const end = new DataView(new ArrayBuffer(22));
    end.setUint32(0, 0x06054b50, true);
    end.setUint16(8, files.length, true);
    end.setUint16(10, files.length, true);
    end.setUint32(12, size, true);
    end.setUint32(16, at, true);
    return new Blob([...parts, ...directory, end], { type: "application/zip" });
  }

  // Other pages of the course are told, since what they show is saved by them.
  const others = new BroadcastChannel(`newsbook ${base.pathname}`);

  async function othersSaved() {
    others.postMessage("save");
    await new Promise((resolve) => {
      setTimeout(resolve, SAVE_MS / 3); // no other page is open
      others.onmessage = ({ data }) => data === "saved" && resolve();
    });
  }

  async function wipe() {
    others.postMessage("wiped");
    await new Promise((resolve) => setTimeout(resolve, 500));
    await withStore(async (database) => {
      const names = [...database.objectStoreNames];
      const change = database.transaction(names, "readwrite");
      for (const name of names) if (!/^local-forage/.test(name)) change.objectStore(name).clear();
      await new Promise((resolve, reject) => {
        change.oncomplete = resolve;
        change.onabort = () => reject(change.error);
      });
    });
    newsbookName.forget();
  }

  // Code that ran here could have changed the course's own files in what is kept for when there is no
  // network. The next student gets them from the host; without it they are all there is.
  async function afresh() {
    try {
      // Not GET: the site's worker would answer that from what is kept.
      await fetch(new URL("offline.json", base), { method: "HEAD", cache: "no-store" });
    } catch {
      return false;
    }
    return !globalThis.caches || (await caches.delete(`newsbook ${base.pathname}`), true);
  }

  function download(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // What the button does.
  return async () => {
    const say = (text, buttons) => newsbookWords("next", text, buttons);
    const quiet = ["Keep everything", () => say("")];
    try {
      await othersSaved();
      const { files, number } = (await work()) ?? { files: [] };
      const ask = (before) => say(`${before} Now delete all answers and notebooks of this course from this ` +
        "browser? Nothing can bring them back here.", [
        ["Delete them", async () => {
          try {
            await wipe();
          } catch (error) {
            return say(`That did not work: ${error}`, [quiet]);
          }
          if (await afresh()) return location.reload();
          return say("They are deleted. The course itself could not be fetched anew without the network: press " +
            "“Next student” once more when it is there.", [["Close", () => location.reload()]]);
        }],
        quiet,
      ]);
      if (!files.length) return ask("No exercise has been worked on here, so there is nothing to hand in.");
      if (!(await newsbookName.asked())) return undefined;
      const about = new TextEncoder().encode('{\n "format": 1\n}\n');
      const name = newsbookName.file(`newsbook-handin-${number}.zip`);
      download(zipped([...files, ["versions.json", about]]), name);
      return ask(`${name} has been downloaded. Look whether it is there: it holds all the work.`);
    } catch (error) {
      return say(`That did not work, and nothing was deleted: ${error.message ?? error}`, [quiet]);
    }
  };
})();
