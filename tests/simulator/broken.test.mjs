// What goes wrong on the way, as a caller of the simulator's fetch sees it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSimulator } from "wanreel/simulator";

const API = "https://api.evolink.ai";
const KEY = { authorization: "Bearer sk-test" };
const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };

const post = (fetch, request = REQUEST, init = {}) =>
  fetch(`${API}/v1/videos/generations`, {
    method: "POST",
    headers: { ...KEY, "content-type": "application/json" },
    body: JSON.stringify(request),
    ...init,
  });

const world = (options) => createSimulator({ generationMs: 10_000, ...options });

test("an abort is obeyed at once, and with its own reason", async () => {
  const reason = new Error("changed my mind");
  const simulator = world({ latency: 60_000 });
  await assert.rejects(
    post(simulator.fetch, REQUEST, { signal: AbortSignal.abort(reason) }),
    (error) => error === reason,
  );
  assert.equal(simulator.log().length, 0, "nothing was sent");
  const during = async (options) => {
    const simulator = world(options);
    const controller = new AbortController();
    const start = performance.now();
    setTimeout(() => controller.abort(reason), 20);
    await assert.rejects(post(simulator.fetch, REQUEST, { signal: controller.signal }), (error) => error === reason);
    assert.ok(performance.now() - start < 2000);
    assert.equal(simulator.tasks().length, 1, "the server acted all the same");
  };
  await during({ latency: 60_000 });
  await during({ faults: { do: "hang" } });
  await during({ faults: { delayMs: 60_000 } });
  const slow = world({ faults: { trickleMs: 60_000 } });
  const controller = new AbortController();
  const response = await post(slow.fetch, REQUEST, {
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(reason), 20);
  await assert.rejects(response.text(), (error) => error === reason);
  const request = new Request(`${API}/v1/credits`, { headers: KEY, signal: AbortSignal.timeout(20) });
  await assert.rejects(simulator.fetch(request), { name: "TimeoutError" });
});

test("broken connections look like Node's, or as told", async () => {
  const rejection = async (fault) => {
    const simulator = world({ faults: fault });
    const error = await post(simulator.fetch).then(
      () => assert.fail("resolved"),
      (reason) => reason,
    );
    assert.ok(error instanceof TypeError);
    return [error.message, error.cause?.code, simulator.tasks().length];
  };
  assert.deepEqual(await rejection({ do: "drop_before" }), ["fetch failed", "UND_ERR_SOCKET", 0]);
  assert.deepEqual(await rejection({ do: "drop_after" }), ["fetch failed", "UND_ERR_SOCKET", 1]);
  assert.deepEqual(await rejection({ do: "refuse" }), ["fetch failed", "ECONNREFUSED", 0]);
  assert.deepEqual(await rejection({ do: "refuse", code: "ENOTFOUND" }), ["fetch failed", "ENOTFOUND", 0]);
  assert.deepEqual(await rejection({ do: "drop_after", message: "Load failed" }), ["Load failed", undefined, 1]);
  const simulator = world({ faults: { do: "drop_body" } });
  const response = await post(simulator.fetch);
  assert.equal(response.status, 200);
  await assert.rejects(response.text(), { name: "TypeError", message: "terminated" });
});

test("wrong bodies arrive as they are", async () => {
  const text = async (fault) => (await post(world({ faults: fault }).fetch)).text();
  assert.match(await text({ do: "html" }), /^<!DOCTYPE html>/);
  assert.equal(await text({ do: "empty" }), "");
  assert.equal(await text({ do: "null" }), "null");
  const truncated = await text({ do: "truncated" });
  assert.throws(() => JSON.parse(truncated), SyntaxError);
  assert.equal(JSON.parse(await text({ do: "no_id" })).id, undefined);
  assert.equal(JSON.parse(await text({ trickleMs: 30 })).status, "pending");
  const late = performance.now();
  await text({ delayMs: 60 });
  assert.ok(performance.now() - late >= 55);
});

test("redirects are followed, refused or handed over", async () => {
  const faults = {
    on: "submit",
    nth: 1,
    status: 307,
    headers: { location: "https://elsewhere.test/v1/videos/generations" },
  };
  const manual = world({ faults });
  assert.equal((await post(manual.fetch, REQUEST, { redirect: "manual" })).status, 307);
  assert.equal(manual.tasks().length, 0);
  await assert.rejects(post(world({ faults }).fetch, REQUEST, { redirect: "error" }), TypeError);
  const followed = world({ faults });
  const response = await post(followed.fetch);
  assert.deepEqual([response.status, new URL(response.url).host], [200, "elsewhere.test"]);
  assert.deepEqual(
    followed.log().map(({ host }) => host),
    ["api.evolink.ai", "elsewhere.test"],
  );
});
