// A store of one's own, tested by the sample of the documentation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { taskStoreTests } from "wanreel/stores/testing";
import { sampleWith } from "./samples.mjs";

/** Of the plainest kind. */
class MyStore {
  constructor(database) {
    this.database = database;
  }
  async get(key) {
    return structuredClone(this.database.get(key));
  }
  async claim(key, record) {
    const there = this.database.get(key);
    if (there && there.expiresAt > Date.now()) return structuredClone(there);
    this.database.set(key, structuredClone(record));
    return undefined;
  }
  async set(key, record) {
    this.database.set(key, structuredClone(record));
  }
  async delete(key) {
    this.database.delete(key);
  }
}

test("a store of one's own, by the sample", async (t) => {
  const { code } = sampleWith("new MyStore(database)");
  const loop = code.replace(/^import .*$/m, "");
  const ran = [];
  const one = (name, run) => ran.push(t.test(name, run));
  const database = new Map();
  new Function("taskStoreTests", "MyStore", "database", "test", loop)(taskStoreTests, MyStore, database, one);
  assert.ok(ran.length >= 5, `${ran.length} tests`);
  await Promise.all(ran);
});
