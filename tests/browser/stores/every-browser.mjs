// What the stores of pages keep in every browser, whichever drives it: playwright or puppeteer.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openTab, race } from "./site.mjs";

export const STORES = ["IndexedDbStore", "WebStorageStore"];

/** The rules of a store, and the race. */
function rulesAndRace(store, where) {
  test("keeps the rules of stores", { timeout: 60_000 }, async () => {
    const tab = await openTab(where().browser, where().url);
    const told = await tab.evaluate(`Promise.all(
      testing.taskStoreTests(() => new stores.${store}()).map(({ name, run }) =>
        run().then(() => ({ name }), (error) => ({ name, error: String(error) }))))`);
    assert.ok(told.length >= 12, `${told.length} tests ran`);
    assert.deepEqual(
      told.filter(({ error }) => error !== undefined),
      [],
    );
  });

  test("four tabs that claim 400 keys at the same moments: each is granted once", { timeout: 60_000 }, async () => {
    const { times, winners } = await race(where().browser, where().url, { store });
    assert.deepEqual(
      times.filter((count) => count !== 1),
      [],
    );
    assert.ok(winners > 1, "no race: one tab was always first");
  });
}

/** Tabs of one process, or whose timers sleep while they are hidden, take turns: a race among them would prove nothing. */
function raceIsOne(where) {
  test("a store that looks first and then writes loses that race", { timeout: 60_000 }, async () => {
    const { times } = await race(where().browser, where().url, { store: "Careless", keys: 200 });
    const twice = times.filter((count) => count > 1).length;
    assert.ok(twice > 20, `the tabs hardly met: ${twice} of 200 keys granted more than once`);
  });
}

/** What is no record, put under keys of IndexedDbStore's table as somebody else may. */
function unreadable(where) {
  test("what cannot be read counts as no record and as no absence, until it is settled", {
    timeout: 60_000,
  }, async () => {
    const tab = await openTab(where().browser, where().url);
    const values = [null, 0, {}, [], { state: "submitted", taskId: "paid" }, { expiresAt: "soon" }, "", "{"];
    const told = await tab.evaluate(`triesUnreadable(${JSON.stringify(values)})`);
    const refused = "ConfigError: the record at … cannot be read";
    const each = {
      get: refused,
      claim: refused,
      listed: ["good"],
      again: refused,
      settled: "settled",
      freed: "granted",
    };
    assert.deepEqual(
      told,
      values.map(() => each),
    );
  });

  test("a client resumes what can be read, and posts nothing over what cannot", { timeout: 60_000 }, async () => {
    const tab = await openTab(where().browser, where().url);
    assert.deepEqual(await tab.evaluate("resumesBesideUnreadable()"), {
      resumed: ["readable"],
      submit: "ConfigError: the record at … cannot be read",
      posted: 0,
    });
  });
}

/** `where` answers, when a test begins, the browser (or a context of it) and the URL of the site. */
export function inEveryBrowser(where) {
  raceIsOne(where);
  unreadable(where);
  for (const store of STORES) describe(store, () => rulesAndRace(store, where));
}
