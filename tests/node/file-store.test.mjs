import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import fs, { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { FileStore } from "wanreel/stores";
import { record } from "./store-places.mjs";

const folder = await mkdtemp(join(tmpdir(), "wanreel-file-store-"));
after(() => rm(folder, { recursive: true }));

const expired = (taskId) => record(taskId, Date.now() - 1);

function make() {
  const place = join(folder, crypto.randomUUID());
  return { place, store: new FileStore(place), other: new FileStore(place) };
}

/** Processes over one folder, there until the test is over. */
async function claimingProcesses(t, place, count) {
  const children = Array.from({ length: count }, () => fork(new URL("claiming-process.mjs", import.meta.url), [place]));
  t.after(() => children.map((child) => child.kill("SIGKILL")));
  await Promise.all(children.map((child) => once(child, "message")));
  return children;
}

/** The store's own module of the file system, with `name` done otherwise for the length of a test. */
function instead(t, name, work) {
  const real = fs[name];
  t.mock.method(fs, name, (...args) => work((...changed) => real(...(changed.length ? changed : args)), ...args));
}

const failure = (code) => Object.assign(new Error(code), { code });

test("processes that contend for an expired record, again and again: one wins each", async (t) => {
  const { place, store } = make();
  const children = await claimingProcesses(t, place, 3);
  const began = performance.now();
  let rounds = 0;
  // A busy machine does few in that time: so many at least.
  for (; rounds < 20 || (rounds < 300 && performance.now() - began < 3500); rounds++) {
    const key = `key${rounds % 7}`;
    await store.set(key, expired("old"));
    const claims = children.map(async (child) => {
      child.send({ key });
      const [answers] = await once(child, "message");
      return answers;
    });
    // Somebody lists meanwhile, and forgets what has expired.
    const [outcomes] = await Promise.all([Promise.all(claims), store.list()]);
    assert.deepEqual(outcomes.flat().sort(), [...Array(5).fill("lost"), "won"], `round ${rounds}`);
    const there = await store.get(key);
    assert.ok(there && there.taskId !== "old", "the claim stands");
  }
  t.diagnostic(`${rounds} rounds`);
});

test("a program that is killed at any moment leaves nothing that cannot be read or claimed", async (t) => {
  await Promise.all(
    Array.from({ length: 6 }, async (_, at) => {
      const { place, store } = make();
      const children = await claimingProcesses(t, place, 1);
      for (const child of children) child.send({ key: "a", churns: true });
      await new Promise((resolve) => setTimeout(resolve, 20 + at * 13));
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(children.map((child) => once(child, "exit")));
      const there = await store.get("a");
      assert.ok(there === undefined || there.idempotencyKey === "k".repeat(16));
      await store.list();
      await store.delete("a");
      assert.equal(await store.claim("a", record("mine")), undefined);
      assert.equal((await store.get("a")).taskId, "mine");
    }),
  );
});

test("whoever judged a record expired, and is slow, takes no later claim away", async (t) => {
  for (const judge of ["claim", "list"]) {
    const { store, other } = make();
    await store.set("a", expired("old"));
    let removals = 0;
    instead(t, "unlink", async (real) => {
      if (removals++ === 0) assert.equal(await other.claim("a", record("other")), undefined);
      return real();
    });
    const answer = await store[judge]("a", record("slow"));
    t.mock.restoreAll();
    if (judge === "claim") assert.equal(answer.taskId, "other");
    assert.equal((await store.get("a")).taskId, "other");
  }
});

test("whoever found nothing, and is slow, does not claim beside another", async (t) => {
  const { store, other } = make();
  let renames = 0;
  instead(t, "rename", async (real) => {
    if (renames++ === 0) {
      // What the slow one saw has come and gone by now: there was nothing, and there is something of the same age again.
      assert.equal(await other.claim("a", expired("first")), undefined);
      assert.equal(await other.claim("a", record("second")), undefined);
    }
    return real();
  });
  assert.equal((await store.claim("a", record("slow"))).taskId, "second");
});

test("an expired record that is set anew meanwhile is not taken for expired", async (t) => {
  const { store, other } = make();
  await store.set("a", expired("old"));
  let removals = 0;
  instead(t, "unlink", async (real) => {
    if (removals++ === 0) await other.set("a", record("settled"));
    return real();
  });
  assert.equal((await store.claim("a", record("slow"))).taskId, "settled");
  assert.equal((await store.get("a")).taskId, "settled");
});

test("a set that meets a delete finds or makes its folder", async (t) => {
  const { store, other } = make();
  await store.set("a", record("one"));
  let renames = 0;
  instead(t, "rename", async (real) => {
    if (renames++ === 0) await other.delete("a");
    return real();
  });
  await store.set("a", record("two"));
  assert.equal((await other.get("a")).taskId, "two");
});

test("other people's files in the folder stay as they are", async () => {
  const { place, store } = make();
  await store.set("a", record("one"));
  const theirs = { "package.json": '{"name":"theirs"}', "f.json": "", "x.wanreel": "?", "b.wanreel-draft": "?" };
  for (const [name, text] of Object.entries(theirs)) await writeFile(join(place, name), text);
  await mkdir(join(place, "empty"));
  assert.deepEqual(
    (await store.list()).map(([key]) => key),
    ["a"],
  );
  await store.delete("a");
  await store.list();
  assert.deepEqual((await readdir(place)).sort(), [...Object.keys(theirs), "empty"].sort());
  for (const [name, text] of Object.entries(theirs)) assert.equal(await readFile(join(place, name), "utf8"), text);
});

test("what has no folder yet lists as nothing; what is no folder says so", async () => {
  const { place, store } = make();
  assert.deepEqual(await store.list(), []);
  await writeFile(place, "");
  await assert.rejects(store.list(), { code: "ENOTDIR" });
});

test("a write that fails leaves the record that was there, and no draft", async (t) => {
  for (const name of ["writeFile", "rename"]) {
    const { place, store } = make();
    await store.set("a", record("before"));
    const names = await readdir(place);
    instead(t, name, async (real, ...args) => {
      // Half of it gets onto the disk.
      if (name === "writeFile") await real(args[0], args[1].slice(0, 20), args[2]);
      throw failure("ENOSPC");
    });
    await assert.rejects(store.set("a", record("after")), { code: "ENOSPC" });
    await assert.rejects(store.set("b", record("after")), { code: "ENOSPC" });
    await assert.rejects(store.claim("b", record("after")), { code: "ENOSPC" });
    t.mock.restoreAll();
    assert.equal((await store.get("a")).taskId, "before");
    assert.equal(await store.get("b"), undefined);
    assert.deepEqual(await readdir(place), names);
  }
});

test("nothing is left behind: no draft, no folder of a key that is gone, one superseded record at most", async () => {
  const { place, store } = make();
  await Promise.all([store.claim("a", record("1")), store.claim("a", record("2")), store.set("b", record("3"))]);
  for (let turn = 0; turn < 5; turn++) await store.set("b", record(`${turn}`));
  assert.equal((await store.get("b")).taskId, "4");
  const names = await readdir(place);
  assert.equal(names.length, 2);
  for (const name of names) assert.ok((await readdir(join(place, name))).length <= 2);
  await store.delete("a");
  await store.set("b", expired("5"));
  assert.deepEqual(await store.list(), []);
  assert.deepEqual(await readdir(place), []);
});

test("the draft of a program that was killed goes after a day", async (t) => {
  const { place, store } = make();
  instead(t, "rename", () => Promise.reject(failure("EIO")));
  t.mock.method(fs, "rm", async () => {});
  await assert.rejects(store.set("a", record("1")), { code: "EIO" });
  t.mock.restoreAll();
  const [draft] = await readdir(place);
  await store.list();
  assert.deepEqual(await readdir(place), [draft]);
  const yesterday = Date.now() / 1000 - 25 * 3600;
  await utimes(join(place, draft), yesterday, yesterday);
  await store.list();
  assert.deepEqual(await readdir(place), []);
});

test("keys of any length, and keys that differ only in case, are different keys", async () => {
  const { store } = make();
  const keys = ["Ada/f", "ada/f", `${"%C3%BC".repeat(300)}/f#k`, "CON", ".", "a/../b", "\ud800", "\ud801"];
  for (const key of keys) assert.equal(await store.claim(key, record(key)), undefined);
  assert.deepEqual((await store.list()).map(([key]) => key).sort(), [...keys].sort());
  for (const key of keys) assert.equal((await store.get(key)).taskId, key);
});

test("a key's folder that something else keeps from being empty is named, not waited for without end", async () => {
  const { place, store } = make();
  await store.set("a", expired("old"));
  const [name] = await readdir(place);
  await writeFile(join(place, name, ".DS_Store"), "");
  await assert.rejects(store.claim("a", record("one")), (error) => {
    assert.equal(error.name, "ConfigError");
    assert.ok(error.message.includes(name) && error.hint, error.message);
    return true;
  });
  assert.deepEqual(await readdir(place), [name]);
  // To set is no claim: it needs no empty folder.
  await store.set("a", record("two"));
  assert.equal((await store.claim("a", record("three"))).taskId, "two");
});

test("what Windows refuses while another program has the file open is tried again", async (t) => {
  const { store } = make();
  await store.set("a", expired("old"));
  for (const name of ["rename", "readFile", "unlink"]) {
    let refusals = 0;
    instead(t, name, async (real) => {
      if (refusals++ < 6) throw failure(refusals % 2 ? "EPERM" : "EBUSY");
      return real();
    });
  }
  assert.equal(await store.claim("a", record("one")), undefined);
  await store.set("a", record("two"));
  assert.equal((await store.get("a")).taskId, "two");
});

test("says at once that its folder is not named", () => {
  for (const folder of [undefined, "", 7, {}]) assert.throws(() => new FileStore(folder), { name: "ConfigError" });
});

test("nobody else on the machine can read a record", { skip: process.platform === "win32" }, async () => {
  const before = process.umask(0o022);
  try {
    const { place, store } = make();
    await store.claim("key", record("task"));
    const [inner] = await readdir(place);
    const [file] = await readdir(join(place, inner));
    const mode = async (...path) => (await stat(join(place, ...path))).mode & 0o777;
    assert.deepEqual([await mode(), await mode(inner), await mode(inner, file)], [0o700, 0o700, 0o600]);
  } finally {
    process.umask(before);
  }
});
