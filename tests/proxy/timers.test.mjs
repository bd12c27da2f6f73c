// Milliseconds and seconds beyond what timers and headers hold: a longer wait is no shorter one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createProxy } from "wanreel/proxy";
import { attack, KEY, POST, PRICE, REQUEST, session, world } from "./world.mjs";

const LONG = [2 ** 31, 3e9, Number.MAX_VALUE, Number.POSITIVE_INFINITY];

/** REQUEST in two pieces with a pause between. */
function slowly() {
  const bytes = new TextEncoder().encode(JSON.stringify(REQUEST));
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(bytes.slice(0, 10));
      await new Promise((done) => setTimeout(done, 40));
      controller.enqueue(bytes.slice(10));
      controller.close();
    },
  });
}

for (const ms of LONG) {
  test(`time-outs of ${ms} ms wait`, async () => {
    const timeouts = { bodyMs: ms, submitMs: ms, readMs: ms };
    const scene = await world({ timeouts, simulate: { latency: 20 } });
    const request = new Request(`https://shop.example${POST}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: "session=ann" },
      duplex: "half",
      body: slowly(),
    });
    assert.equal((await scene.proxy(request)).status, 200);
    const task = await scene.client().generate({ ...REQUEST, duration: 3 });
    const video = await fetch(task.results[0], { headers: { cookie: "session=ann" } });
    assert.equal(video.status, 200);
    await video.body.cancel();
  });
}

attack("time-outs that are none, misspelt ones", "ConfigError naming the field, what it is and may be", () => {
  const start = (timeouts) => () => createProxy({ apiKey: KEY, authorize: session, timeouts });
  for (const name of ["bodyMs", "submitMs", "readMs"]) {
    for (const [wrong, found] of [
      [Number.NaN, "NaN"],
      [-5, "-5"],
      [0, "0"],
      ["5000", '"5000"'],
      [null, "null"],
      [5000n, "a bigint"],
    ]) {
      assert.throws(start({ [name]: wrong }), (error) => {
        assert.equal(error.name, "ConfigError");
        assert.equal(error.message, `timeouts.${name} is ${found}; it must be a number of milliseconds greater than 0`);
        return true;
      });
    }
    assert.doesNotThrow(start({ [name]: undefined }));
  }
  assert.throws(start({ readMS: 5 }), { name: "ConfigError", message: /timeouts has no readMS/ });
  for (const wrong of [null, 5, "5"]) assert.throws(start(wrong), { name: "ConfigError", message: /timeouts/ });
});

test("a Retry-After beyond all bounds is a refusal at the page, and its money is free again", async () => {
  for (const status of [503, 429]) {
    for (const retryAfter of ["4294967295", "9999999999", "9".repeat(400), "Fri, 31 Dec 9999 23:59:59 GMT"]) {
      const scene = await world({ budget: { totalMicroUsd: PRICE } });
      scene.simulator.setFaults({ on: "submit", status, retryAfter });
      const answer = await scene.post();
      assert.equal(answer.status, status);
      assert.match(answer.headers.get("retry-after"), /^\d{1,7}$/, retryAfter);
      const error = await scene
        .client()
        .submit(REQUEST)
        .then(assert.fail, (thrown) => thrown);
      assert.equal(error.name, "RateLimitError");
      // What a page hands to a timer of its own still waits there.
      assert.ok(error.retryAfterMs > 86_400_000 && error.retryAfterMs < 2 ** 31, String(error.retryAfterMs));
      scene.simulator.setFaults([]);
      assert.equal((await scene.post()).status, 200);
    }
  }
});
