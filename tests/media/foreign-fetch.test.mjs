// A fetch of one's own may answer with anything: the probe ends with an error, and what it no longer needs is given up.
import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MediaError, probe } from "wanreel/media";

const jpeg = readFileSync(new URL("seeds/plain.jpeg", import.meta.url));
const last = readFileSync(new URL("seeds/last.mp4", import.meta.url));
const URL_OF_IT = "https://files.example/a";
const headers = new Headers();
const thrower = (name) => Object.defineProperty({}, name, { get: () => assert.fail(`${name} is not for you`) });
const stream = (read, more) => ({ getReader: () => ({ read, cancel: async () => {}, ...more }) });
const chunks = (...list) => {
  let at = 0;
  return stream(async () => ({ value: list[at++] }));
};

const BAD = {
  "no promise": () => 7,
  nothing: async () => undefined,
  null: async () => null,
  "a text": async () => "<html>",
  "no headers": async () => ({ status: 200 }),
  "headers of another kind": async () => ({ status: 200, headers: new Map().entries() }),
  "a status that throws": async () => Object.assign(thrower("status"), { headers }),
  "a body that throws": async () => Object.assign(thrower("body"), { status: 200, headers }),
  "a body that is no stream": async () => ({ status: 200, headers, body: { pipe() {} } }),
  "a body that was read": async () => {
    const response = new Response(jpeg);
    await response.arrayBuffer();
    response.body.getReader();
    return response;
  },
  "a reader that throws": async () => ({ status: 200, headers, body: stream(() => assert.fail("read")) }),
  "a reader that answers with nothing": async () => ({ status: 200, headers, body: stream(() => undefined) }),
  "a reader that rejects with undefined": async () => ({ status: 200, headers, body: stream(() => Promise.reject()) }),
  "chunks that are numbers": async () => ({ status: 200, headers, body: chunks(1e15) }),
  "a detached chunk": async () => {
    const chunk = new Uint8Array(8);
    structuredClone(chunk.buffer, { transfer: [chunk.buffer] });
    return { status: 200, headers, body: chunks(chunk) };
  },
  "a cancel that throws": async () => ({
    status: 404,
    headers,
    body: stream(async () => ({}), { cancel: () => assert.fail("cancel") }),
  }),
  "a cancel that rejects": async () => ({
    status: 404,
    headers,
    body: stream(async () => ({}), { cancel: () => Promise.reject(new Error("cancel")) }),
  }),
  "it throws": () => assert.fail("fetch"),
  "it rejects with undefined": () => Promise.reject(),
  "it rejects with null": () => Promise.reject(null),
  "it rejects with an error of another realm": () => Promise.reject(Object.create(null)),
  "a thenable that calls both": () => ({
    // biome-ignore lint/suspicious/noThenProperty: it is what is tested
    then(resolve, reject) {
      reject(new Error("first"));
      resolve(7);
    },
  }),
};

test("whatever it answers, the probe ends with a MediaError", async () => {
  for (const [name, fetch] of Object.entries(BAD)) {
    const error = await probe(URL_OF_IT, { fetch, timeoutMs: 5000 }).then(
      () => assert.fail(name),
      (reason) => reason,
    );
    assert.ok(error instanceof MediaError, `${name}: ${error}`);
    assert.doesNotMatch(error.message, /within/, name);
  }
});

test("what was thrown is its cause, kept whole", async () => {
  const thrown = Object.assign(new TypeError("fetch failed"), { cause: new Error("ECONNRESET") });
  const error = await probe(URL_OF_IT, { fetch: () => Promise.reject(thrown) }).catch((reason) => reason);
  assert.deepEqual([error.code, error.message], ["media_unreachable", "files.example/a could not be fetched"]);
  assert.match(error.hint, /CORS/);
  assert.ok(error.cause instanceof Error && /fetch failed/.test(error.cause.message));
});

test("classes and realms of its own will do", async () => {
  const { runInNewContext } = await import("node:vm");
  const foreign = runInNewContext("new Uint8Array(bytes)", { bytes: [...jpeg] });
  const body = chunks(foreign.subarray(0, 10), foreign.subarray(10));
  for (const answer of [{ status: 200, headers, body }, new Response(jpeg)]) {
    assert.equal((await probe(URL_OF_IT, { fetch: async () => answer })).width, 33);
  }
});

test("a fetch is called as a function, not as a method", async () => {
  const seen = [];
  const fetch = async function () {
    seen.push(this);
    return new Response(jpeg);
  };
  await probe(URL_OF_IT, { fetch });
  assert.deepEqual(seen, [undefined]);
});

test("stopped, it aborts the request under way and cancels the body it reads; ended, it aborts nothing", async () => {
  const signals = [];
  let cancelled = 0;
  const silent = (_, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  };
  await assert.rejects(probe(URL_OF_IT, { fetch: silent, timeoutMs: 20 }), /within 0\.02 s/);
  const stalled = async (_, { signal }) => {
    signals.push(signal);
    return new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(jpeg.subarray(0, 10)),
        cancel: () => {
          cancelled += 1;
        },
      }),
    );
  };
  const controller = new AbortController();
  setTimeout(() => controller.abort("enough"), 20);
  assert.equal(
    await probe(URL_OF_IT, { fetch: stalled, signal: controller.signal }).catch((reason) => reason),
    "enough",
  );
  assert.equal(cancelled, 1);
  const whole = async (_, { signal }) => {
    signals.push(signal);
    return new Response(last);
  };
  assert.equal((await probe(URL_OF_IT, { fetch: whole })).format, "mp4");
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, false, false],
  );
});

test("many at once, with one signal, leave no listener and no timer behind", async () => {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  let [added, listeners] = [0, 0];
  const { addEventListener, removeEventListener } = controller.signal;
  controller.signal.addEventListener = (...args) => {
    added += 1;
    listeners += 1;
    addEventListener.apply(controller.signal, args);
  };
  controller.signal.removeEventListener = (...args) => {
    listeners -= 1;
    removeEventListener.apply(controller.signal, args);
  };
  const fetch = async () => new Response(jpeg);
  const probes = Array.from({ length: 200 }, () => probe(URL_OF_IT, { fetch, signal: controller.signal }));
  await Promise.all(probes);
  assert.deepEqual([added, listeners], [200, 0]);
  assert.ok(!process.getActiveResourcesInfo().includes("Timeout"));
});
