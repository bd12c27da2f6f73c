// The stores of pages in real browsers. Chromium and Firefox: what stores/every-browser.mjs says. Chromium alone, whose tabs
// playwright can kill and hold up: tabs that are killed, upgrade and delete, and a page that may store nothing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { findBrowser } from "../../scripts/lib/browsers.mjs";
import { openChromium } from "../runtimes/lib/chromium.mjs";
import { openFirefox, withoutFirefox } from "../runtimes/lib/firefox.mjs";
import { inEveryBrowser, STORES } from "./stores/every-browser.mjs";
import { openSite, openTab } from "./stores/site.mjs";

let site;
let browser;
let context;

before(async () => {
  site = await openSite();
  browser = await openChromium();
});
after(async () => {
  await browser?.close();
  site?.close();
});
beforeEach(async () => {
  await context?.close();
  context = await browser.newContext();
});

describe("Chromium", () => inEveryBrowser(() => ({ browser: context, url: site.url })));

for (const store of STORES) {
  describe(store, () => {
    test("what was claimed is there after the browser is killed at once", { timeout: 60_000 }, async (t) => {
      const profile = await mkdtemp(join(tmpdir(), "wanreel-killed-"));
      const children = [];
      t.after(async () => {
        for (const { child, ended } of children) {
          child.kill("SIGKILL");
          await ended;
        }
        // Its own children write for a moment longer.
        await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      });
      const open = async () => {
        const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"];
        const child = spawn(findBrowser("chromium"), [...flags, `--user-data-dir=${profile}`, "about:blank"]);
        const ended = once(child, "exit");
        children.push({ child, ended });
        const address = await new Promise((resolve) => {
          child.stderr.setEncoding("utf8").on("data", (text) => {
            const found = /DevTools listening on (ws:\S+)/.exec(text);
            if (found) resolve(found[1]);
          });
        });
        const connected = await chromium.connectOverCDP(address);
        return { child, ended, tab: await openTab(connected.contexts()[0], site.url) };
      };
      const first = await open();
      assert.equal(await first.tab.evaluate(`claimOne("${store}", "killed")`), undefined);
      first.child.kill("SIGKILL");
      await first.ended;
      const second = await open();
      assert.equal(await second.tab.evaluate(`lookFor("${store}", "killed")`), "kept-over-the-kill-1");
    });

    test("a tab at work is seen by another, and one that is gone is not waited for", { timeout: 60_000 }, async () => {
      const [working, other] = [await openTab(context, site.url), await openTab(context, site.url)];
      const client = `globalThis.client = new wanreel.WanClient({
        baseUrl: "https://api.test", apiKey: "sk-none", dangerouslyAllowBrowser: true,
        store: new stores.${store}(), fetch: () => { globalThis.posted = true; return new Promise(() => {}); } })`;
      const request = `{ model: "wan2.7-text-to-video", prompt: "A lighthouse" }`;
      await working.evaluate(`${client}; void client.submit(${request}).catch(() => {})`);
      await working.waitForFunction("globalThis.posted");
      await other.evaluate(client);
      assert.deepEqual(await other.evaluate("client.resume().then((all) => all.map(({ state }) => state))"), [
        "submitting",
      ]);
      await working.close();
      const began = performance.now();
      const error = await other.evaluate(`client.submit(${request}).catch((error) => error.toJSON())`);
      assert.equal(error.name, "SubmissionUnknownError");
      assert.ok(performance.now() - began < 5_000, "it was waited for");
      assert.deepEqual(await other.evaluate("client.resume().then((all) => all.map(({ state }) => state))"), [
        "unknown",
      ]);
      assert.equal(await other.evaluate("globalThis.posted"), undefined);
    });
  });
}

describe("Firefox", { skip: withoutFirefox() }, () => {
  let firefox;
  before(async () => {
    firefox = await openFirefox();
  });
  after(() => firefox?.close());

  inEveryBrowser(() => ({ browser: firefox, url: site.url }));
});

test("a database that another tab deletes or upgrades is closed for it, and opened again", async () => {
  const [user, other] = [await openTab(context, site.url), await openTab(context, site.url)];
  await user.evaluate(`globalThis.store = new stores.IndexedDbStore(); store.get("a")`);
  const deleted = `new Promise((resolve) => {
    const deleting = indexedDB.deleteDatabase("wanreel");
    deleting.onsuccess = () => resolve("deleted");
    deleting.onblocked = () => resolve("blocked");
  })`;
  assert.equal(await other.evaluate(deleted), "deleted");
  assert.equal(await user.evaluate(`store.get("a").then(() => "opened again")`), "opened again");
});

test("an open that another tab holds up ends within ten seconds, and nothing is sent", {
  timeout: 60_000,
}, async () => {
  const [holder, waiting, user] = await Promise.all([1, 2, 3].map(() => openTab(context, site.url)));
  // A tab that does not let go, and one whose upgrade waits for it: whoever opens now stands behind both.
  await holder.evaluate(`new Promise((resolve) => {
    const opening = indexedDB.open("wanreel", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("tasks");
    opening.onsuccess = () => resolve(globalThis.held = opening.result) ?? undefined;
  }).then(() => {})`);
  await waiting.evaluate(`void indexedDB.open("wanreel", 2)`);
  const error = await user.evaluate(`new wanreel.WanClient({
      baseUrl: "https://api.test", apiKey: "sk-none", dangerouslyAllowBrowser: true,
      store: new stores.IndexedDbStore(), fetch: async () => { globalThis.posted = true; } })
    .submit({ model: "wan2.7-text-to-video", prompt: "A lighthouse" }).catch((error) => error.toJSON())`);
  assert.equal(error.code, "store_failed");
  assert.match(error.message, /did not open within 10 s: another tab holds it/);
  assert.match(error.hint, /nothing was sent.*close the site's other tabs/);
  assert.equal(await user.evaluate("globalThis.posted"), undefined);
});

test("a page that may store nothing is told so, and nothing is sent", async () => {
  const tab = await context.newPage();
  await tab.goto(`${site.url}/frame`);
  const frame = tab.frames().find((each) => each !== tab.mainFrame());
  await frame.waitForFunction("globalThis.ready === true");
  for (const store of STORES) {
    const error = await frame.evaluate(`new wanreel.WanClient({
        baseUrl: "https://api.test", apiKey: "sk-none", dangerouslyAllowBrowser: true,
        store: new stores.${store}(), fetch: async () => { globalThis.posted = true; } })
      .submit({ model: "wan2.7-text-to-video", prompt: "A lighthouse" })
      .catch((error) => ({ ...error.toJSON(), cause: error.cause?.name }))`);
    assert.deepEqual([store, error.code, error.cause], [store, "store_failed", "SecurityError"]);
    assert.match(error.hint, /allow cookies and site data/);
    assert.equal(await frame.evaluate("globalThis.posted"), undefined);
  }
});

test("WebStorageStore finds what an earlier version has kept in localStorage", async () => {
  const tab = await openTab(context, site.url);
  const kept = { state: "submitted", fingerprint: "f", idempotencyKey: "k".repeat(16), taskId: "task-1", createdAt: 1 };
  const found = await tab.evaluate(`(async () => {
    localStorage.setItem("wanreel/f", ${JSON.stringify(JSON.stringify({ ...kept, expiresAt: Date.now() + 1e6 }))});
    localStorage.setItem("wanreel/bad", "{");
    localStorage.setItem("other", "{}");
    const store = new stores.WebStorageStore();
    const bad = await store.get("bad").catch((error) => error.name);
    return [(await store.get("f")).taskId, (await store.list()).map(([key]) => key), bad];
  })()`);
  assert.deepEqual(found, ["task-1", ["f"], "ConfigError"]);
});
