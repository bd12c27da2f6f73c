// The stores that work in Node, held to the tests that are published for everybody's. Browsers: tests/browser; workerd: tests/runtimes.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { FileStore, MemoryLimits, MemoryStore, WebStorageStore } from "wanreel/stores";
import { limitStoreTests, taskStoreTests } from "wanreel/stores/testing";
import { Area } from "./store-places.mjs";

const folder = await mkdtemp(join(tmpdir(), "wanreel-conformance-"));
after(() => rm(folder, { recursive: true }));

const memory = new MemoryStore();
const area = new Area();
const limits = new MemoryLimits();

for (const [name, tests] of Object.entries({
  MemoryStore: taskStoreTests(() => memory),
  FileStore: taskStoreTests(() => new FileStore(folder)),
  "WebStorageStore over an area": taskStoreTests(() => new WebStorageStore(area)),
  MemoryLimits: limitStoreTests(() => limits),
})) {
  describe(name, () => {
    for (const each of tests) test(each.name, each.run);
  });
}

/** How many of the tests a store breaks. */
async function broken(tests) {
  const outcomes = await Promise.allSettled(tests.map(({ run }) => run()));
  return outcomes.flatMap(({ reason }, at) => (reason ? [tests[at].name] : []));
}

const over = (change) => {
  const store = new MemoryStore();
  const bound = Object.fromEntries(
    ["get", "claim", "set", "delete", "list"].map((name) => [name, store[name].bind(store)]),
  );
  return taskStoreTests(() => ({ ...bound, ...change(bound) }));
};

describe("a store that breaks a rule is told so:", () => {
  const later = () => new Promise((resolve) => setTimeout(resolve, 5));
  for (const [what, change, rule] of [
    [
      "it looks, and then writes",
      ({ get, set }) => ({
        async claim(key, record) {
          const there = await get(key);
          if (there?.expiresAt > Date.now()) return there;
          await later();
          await set(key, record);
        },
      }),
      /of many that claim at once/,
    ],
    [
      "it answers an expired record",
      ({ get, set }) => ({ claim: async (key, record) => (await get(key)) ?? set(key, record) }),
      /expired/,
    ],
    [
      "it keeps only the fields it knows",
      ({ set }) => ({ set: (key, { later: _, ...known }) => set(key, known) }),
      /does not know/,
    ],
    [
      "it takes Ada and ada for one",
      ({ claim }) => ({ claim: (key, record) => claim(key.toLowerCase(), record) }),
      /told apart/,
    ],
    ["it lists what was deleted", ({ list }) => ({ delete: async () => {}, list }), /delete|list/],
    [
      "its claim overwrites",
      ({ get, set }) => ({
        claim: async (key, record) => {
          const there = await get(key);
          await set(key, record);
          return there;
        },
      }),
      /leaves it/,
    ],
  ]) {
    test(what, async () => {
      assert.match((await broken(over(change))).join("\n"), rule);
    });
  }

  test("limits that add what does not fit, or half of it", async () => {
    const held = new Map();
    const add = async (charges) => {
      for (const [index, { key, amount, most = Infinity }] of charges.entries()) {
        const used = held.get(key) ?? 0;
        if (used + amount > most) return { index, used };
        held.set(key, used + amount);
      }
    };
    const names = (await broken(limitStoreTests(() => ({ add })))).join("\n");
    assert.match(names, /all or none/);
    assert.match(names, /falls below 0/);
  });
});
