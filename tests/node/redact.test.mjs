// The key is in nothing that is thrown or told, whoever made the error and however it holds the key.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { NetworkError, WanClient } from "wanreel";
import { createProxy } from "wanreel/proxy";
import { KEY, TEXT } from "./support.mjs";

/** Every way to print a value. */
function printed(value) {
  const texts = [
    String(value),
    inspect(value),
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(value),
  ];
  try {
    texts.push(inspect(structuredClone(value), { depth: 20, showHidden: true }));
  } catch {
    // Not every error can be cloned.
  }
  for (let each = value, depth = 0; each instanceof Error && depth < 20; each = each.cause, depth++) {
    texts.push(
      each.stack,
      each.message,
      each.name,
      String(each.code),
      ...(each.errors ?? []).map((one) => inspect(one)),
    );
  }
  return texts.join("\n");
}

const nested = (depth) => {
  let error = new Error(`Bearer ${KEY}`);
  for (let at = 0; at < depth; at++) error = new Error("x", { cause: error });
  return error;
};

class Odd extends Error {
  #key = KEY;
  get request() {
    return this.#key;
  }
  toString() {
    return this.#key;
  }
}

const carriers = {
  "a Request": (url, init) => Object.assign(new Error("503"), { request: new Request(url, init) }),
  "Headers in options": (_, init) => Object.assign(new Error("503"), { options: { headers: init.headers } }),
  "a Map": (_, init) => Object.assign(new Error("503"), { headers: new Map(new Headers(init.headers)) }),
  "a Set": () => Object.assign(new Error("503"), { keys: new Set([KEY]) }),
  "a deep cause": () => nested(12),
  "a cause in words": () => new TypeError("failed", { cause: `Bearer ${KEY}` }),
  "a circle of causes": () => {
    const error = new Error(KEY);
    error.cause = error;
    return error;
  },
  "an AggregateError": () => new AggregateError([nested(0), nested(2)], "all failed"),
  "a getter": () => Object.defineProperty(new Error("x"), "auth", { enumerable: true, get: () => `Bearer ${KEY}` }),
  "a hidden field": () => Object.defineProperty(new Error("x"), "auth", { value: KEY }),
  "a field named by a symbol": () => Object.assign(new Error("x"), { [Symbol("auth")]: { deep: KEY } }),
  "a name of a field": () => Object.assign(new Error("x"), { [KEY]: 1 }),
  "a function": () => Object.assign(new Error("x"), { again: Object.assign(() => KEY, { key: KEY }) }),
  "a class of its own": () => new Odd("x"),
  "its name": () => Object.assign(new Error("x"), { name: KEY }),
  "its code": () => Object.assign(new Error("x"), { code: KEY }),
  base64: () => new Error(Buffer.from(`user:${KEY}`).toString("base64")),
  "base64 of another length": () => new Error(Buffer.from(`u:${KEY}!`).toString("base64url")),
  "base64 alone": () => new Error(btoa(KEY)),
  "percent-encoding": () => new Error(`?key=${encodeURIComponent(KEY)}`),
  "a DOMException": () => new DOMException(KEY, "NetworkError"),
  "no error: a text": () => `Bearer ${KEY}`,
  "no error: an object": (_, init) => ({ headers: init.headers, key: KEY, toJSON: () => KEY }),
  "no error: Headers": (_, init) => init.headers,
  "what cannot be looked at": () =>
    new Proxy(new Error(KEY), {
      getPrototypeOf() {
        throw new Error(KEY);
      },
    }),
};

const asClient = (fetch, more = {}) =>
  new WanClient({ apiKey: KEY, baseUrl: "https://api.example.com", fetch, retry: { attempts: 1 }, ...more });

describe("an error of a fetch of the caller's own", () => {
  for (const [name, make] of Object.entries(carriers)) {
    test(name, async () => {
      const fetch = async (url, init) => {
        throw make(url, init);
      };
      for (const call of ["retrieve", "submit"]) {
        const argument = call === "submit" ? TEXT : "task-unified-1-a";
        const error = await asClient(fetch)
          [call](argument)
          .catch((thrown) => thrown);
        assert.ok(error instanceof Error);
        assert.ok(error.cause !== undefined, "its cause is told");
        const text = printed(error);
        assert.ok(!text.includes(KEY), text);
        const base64 = Buffer.from(KEY).toString("base64").slice(0, -4);
        assert.ok(!text.includes(base64), text);
      }
    });
  }
});

test("what a cause tells, it goes on telling", async () => {
  const socket = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", errno: -104, syscall: "read" });
  const fetch = async () => {
    throw new TypeError("fetch failed", { cause: socket });
  };
  const error = await asClient(fetch)
    .retrieve("task-unified-1-a")
    .catch((thrown) => thrown);
  assert.ok(error instanceof NetworkError && error.cause instanceof TypeError);
  assert.equal(error.cause.message, "fetch failed");
  const { name, code, errno, syscall, message, stack } = error.cause.cause;
  assert.deepEqual([name, code, errno, syscall, message], ["Error", "ECONNRESET", -104, "read", "read ECONNRESET"]);
  assert.match(stack, /redact\.test\.mjs/);
});

test("one key that begins another: neither is shown, nor the rest of the longer", async () => {
  const rest = "-and-its-secret-rest";
  for (const order of [
    [KEY, KEY + rest],
    [KEY + rest, KEY],
  ]) {
    let asked = 0;
    const fetch = async () => {
      throw new Error(`tried ${KEY}${rest} and ${KEY}`);
    };
    const client = asClient(fetch, { apiKey: () => order[asked++ % 2] });
    await client.retrieve("task-unified-1-a").catch(() => {});
    const error = await client.retrieve("task-unified-1-a").catch((thrown) => thrown);
    const text = printed(error);
    assert.ok(!text.includes(KEY) && !text.includes(rest), text);
  }
});

test("events hold no key: a store that fails, a sink that fails, a proxy whose key function fails", async () => {
  const failing = async () => {
    throw Object.assign(new Error(`lease of ${KEY}`), { headers: new Headers({ authorization: `Bearer ${KEY}` }) });
  };
  const events = [];
  const store = { get: async () => {}, claim: async () => {}, set: failing, delete: failing };
  const answer = async () => Response.json({ id: "task-unified-1-a", status: "pending" });
  await asClient(answer, { store, onEvent: (event) => events.push(event) }).submit(TEXT);
  assert.ok(events.some(({ type }) => type === "store_failed"));
  const video = async () => new Response("\0\0\0\x18ftypisom", { headers: { "content-type": "video/mp4" } });
  const task = { id: "task-unified-1-a", status: "completed", results: ["https://files.your-cdn.com/a"] };
  // The key is known once it was used.
  const client = asClient(video);
  await client.retrieve("task-unified-1-a").catch(() => {});
  const sink = await client.archive(task, { bucket: { put: failing }, key: "a" }).catch((thrown) => thrown);
  assert.equal(sink.code, "sink_failed");
  let asked = 0;
  const proxy = createProxy({
    apiKey: () => (asked++ ? failing() : KEY),
    authorize: async () => ({ user: "ada" }),
    baseUrl: "https://api.example.com",
    fetch: answer,
    onEvent: (event) => events.push(event),
  });
  for (let at = 0; at < 2; at++) {
    const request = new Request("https://app.example.com/api/wan/v1/videos/generations", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...TEXT, prompt: `${TEXT.prompt} ${at}` }),
    });
    await proxy(request);
  }
  const text = [printed(sink), ...events.map(printed)].join("\n");
  assert.ok(!text.includes(KEY), text);
});
