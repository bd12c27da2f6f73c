// A site whose pages have the package, for tests of what its tabs share.
import { createServer } from "node:http";
import { build } from "esbuild";

const PROGRAM = `
import * as wanreel from "wanreel";
import * as stores from "wanreel/stores";
import * as testing from "wanreel/stores/testing";
Object.assign(globalThis, { wanreel, stores, testing });

const record = (idempotencyKey) => ({
  version: 1, state: "submitting", fingerprint: "f", idempotencyKey, createdAt: Date.now(), expiresAt: Date.now() + 9e7,
});
/** A store that looks first and then writes: tabs that really meet are granted the same key by it. */
class Careless extends stores.IndexedDbStore {
  async claim(key, record) {
    return (await this.get(key)) ?? (await this.set(key, record));
  }
}
const all = { ...stores, Careless };
/** Claims each key at its own moment, which all tabs share; answers which were granted. */
globalThis.claimAll = async (name, keys, tab, at, stepMs) => {
  const store = new all[name]();
  await store.get("warm");
  const claims = keys.map(async (key, index) => {
    await new Promise((resolve) => setTimeout(resolve, at + index * stepMs - Date.now()));
    return (await store.claim(key, record(tab))) === undefined ? [key] : [];
  });
  return (await Promise.all(claims)).flat();
};
globalThis.claimOne = (name, key) => new stores[name]().claim(key, record("kept-over-the-kill-1"));
globalThis.lookFor = async (name, key) => (await new stores[name]().get(key))?.idempotencyKey;

/** Puts a value where an IndexedDbStore of that name, which has been used, keeps the record of a key. */
const plant = (name, key, value) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const putting = opening.result.transaction("tasks", "readwrite");
    putting.objectStore("tasks").put(value, key);
    putting.oncomplete = () => resolve(opening.result.close());
    putting.onabort = () => reject(putting.error);
  };
});
const fails = (promise) => promise.then(
  (value) => "no error: " + JSON.stringify(value),
  ({ name, message }) => name + ": " + message.replace(/record at .+ cannot/, "record at … cannot"));
const readable = (taskId) => ({ ...record("k".repeat(16)), state: "submitted", taskId });

globalThis.triesUnreadable = (values) => Promise.all(values.map(async (value) => {
  const name = crypto.randomUUID();
  const store = new stores.IndexedDbStore(name);
  await store.set("good", readable("good"));
  await plant(name, "bad", value);
  const told = { get: await fails(store.get("bad")), claim: await fails(store.claim("bad", readable("again"))) };
  told.listed = (await store.list()).map(([key]) => key);
  told.again = await fails(store.get("bad"));
  await store.set("bad", readable("settled"));
  told.settled = (await store.get("bad")).taskId;
  await plant(name, "worse", value);
  await store.delete("worse");
  told.freed = (await store.claim("worse", readable("free"))) ?? "granted";
  return told;
}));
globalThis.resumesBesideUnreadable = async () => {
  const name = crypto.randomUUID();
  const store = new stores.IndexedDbStore(name);
  const request = { model: "wan2.7-text-to-video", prompt: "A lighthouse" };
  let posted = 0;
  const client = new wanreel.WanClient({
    baseUrl: "https://api.test", apiKey: "sk-none", dangerouslyAllowBrowser: true, store,
    fetch: async () => { posted += 1; throw new TypeError("offline"); },
  });
  await store.set("f", readable("readable"));
  await plant(name, "bad", {});
  await plant(name, wanreel.buildRequest(request).fingerprint, {});
  const submit = await fails(client.submit(request));
  return { resumed: (await client.resume()).map((each) => each.record.taskId), submit, posted };
};
globalThis.ready = true;
`;

/** Serves it on this machine, which browsers take for a secure place. */
export async function openSite() {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
  });
  const server = createServer(({ url }, response) => {
    const isScript = url === "/program.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    const frame = url === "/frame" ? '<iframe sandbox="allow-scripts" src="/"></iframe>' : "";
    response.setHeader("access-control-allow-origin", "*");
    response.end(
      isScript ? outputFiles[0].text : `<!doctype html><script type="module" src="/program.js"></script>${frame}`,
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A tab of it; of playwright's or of puppeteer's browser. */
export async function openTab(browser, url) {
  const tab = await browser.newPage();
  await tab.goto(url);
  await tab.waitForFunction("globalThis.ready === true");
  return tab;
}

/** Tabs that all claim the same keys at the same moment; answers how often each key was granted. */
export async function race(browser, url, { store, tabs = 4, keys = 400, stepMs = 10 }) {
  const names = Array.from({ length: keys }, (_, at) => `key-${store}-${at}`);
  const pages = await Promise.all(Array.from({ length: tabs }, () => openTab(browser, url)));
  const at = Date.now() + 1000;
  const granted = await Promise.all(
    pages.map((page, tab) =>
      page.evaluate(`claimAll(${JSON.stringify(store)}, ${JSON.stringify(names)}, "tab-${tab}", ${at}, ${stepMs})`),
    ),
  );
  await Promise.all(pages.map((page) => page.close()));
  const times = new Map(names.map((name) => [name, 0]));
  for (const key of granted.flat()) times.set(key, times.get(key) + 1);
  return { times: [...times.values()], winners: granted.filter((each) => each.length > 0).length };
}
