import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BudgetError, ConfigError, TaskFailedError, ValidationError, WanClient } from "wanreel";
import { KEY, setUp, TEXT } from "./support.mjs";

describe("budget", () => {
  const refused = async (budget, request, options) => {
    const { client, posts } = setUp({}, { budget });
    const error = await client.submit({ ...TEXT, ...request }, options).catch((thrown) => thrown);
    assert.ok(error instanceof BudgetError, String(error));
    assert.equal(posts(), 0);
    return error;
  };

  test("longest output", async () => {
    const { limit, requested, remaining } = await refused({ maxDuration: 4 });
    assert.deepEqual({ limit, requested, remaining }, { limit: "maxDuration", requested: 5, remaining: 4 });
  });

  test("best quality", async () => {
    const { limit, requested, remaining } = await refused({ maxQuality: "720p" }, { quality: "1080p" });
    assert.deepEqual({ limit, requested, remaining }, { limit: "maxQuality", requested: "1080p", remaining: "720p" });
  });

  test("most a call", async () => {
    const { limit, requested, remaining } = await refused({ perCallMicroUsd: 429_999 });
    assert.deepEqual(
      { limit, requested, remaining },
      { limit: "perCallMicroUsd", requested: 430_000, remaining: 429_999 },
    );
  });

  test("a video edit of unknown length counts at its longest", async () => {
    // 10 s in and 10 s out at 86 000 micro-dollars.
    const edit = { model: "wan2.7-video-edit", video_urls: ["https://your-cdn.com/a.mp4"], duration: undefined };
    assert.equal((await refused({ perCallMicroUsd: 1_719_999 }, edit)).requested, 1_720_000);
  });

  test("a user's day, counted apart", async () => {
    const { client } = setUp({}, { budget: { perUserDayMicroUsd: 900_000 } });
    await client.generate(TEXT, { user: "one", feature: "intro" });
    await client.generate({ ...TEXT, seed: 1 }, { user: "one", feature: "outro" });
    const third = await client.submit({ ...TEXT, seed: 2 }, { user: "one" }).catch((thrown) => thrown);
    assert.ok(third instanceof BudgetError);
    assert.deepEqual([third.limit, third.requested, third.remaining], ["perUserDayMicroUsd", 430_000, 40_000]);
    await client.generate({ ...TEXT, seed: 2 }, { user: "two" });
    const spent = client.spending().map(({ user, feature, spentMicroUsd }) => [user, feature, spentMicroUsd]);
    assert.deepEqual(spent, [
      ["one", "intro", 430_000],
      ["one", "outro", 430_000],
      ["two", "", 430_000],
    ]);
  });

  test("reference-video has a line of its own", async () => {
    const { client } = setUp({}, { budget: { referenceVideoDayMicroUsd: 500_000 } });
    const reference = { ...TEXT, model: "wan2.7-reference-video", image_urls: ["https://your-cdn.com/a.jpg"] };
    await client.generate(reference);
    await assert.rejects(client.submit({ ...reference, seed: 1 }), { limit: "referenceVideoDayMicroUsd" });
    await client.generate(TEXT);
  });

  test("what fails is given back, what may be billed is not, what is deduplicated is not counted", async () => {
    const faults = [
      { nth: 1, do: "fail" },
      { on: "submit", nth: 2, do: "status", status: 400 },
      { on: "submit", nth: 4, do: "drop_after" },
    ];
    const { client } = setUp({ faults }, { budget: { totalMicroUsd: 860_000 } });
    await assert.rejects(client.generate(TEXT), TaskFailedError);
    await assert.rejects(client.submit(TEXT), { name: "InvalidRequestError" });
    await client.generate(TEXT);
    await client.generate(TEXT);
    await assert.rejects(client.submit({ ...TEXT, seed: 1 }), { name: "SubmissionUnknownError" });
    const sums = client.spending().map(({ reservedMicroUsd, spentMicroUsd }) => [reservedMicroUsd, spentMicroUsd]);
    assert.deepEqual(sums, [[430_000, 430_000]]);
    await assert.rejects(client.submit({ ...TEXT, seed: 2 }), BudgetError);
  });

  test("twenty at once do not slip through together", async () => {
    const { client, posts } = setUp({}, { budget: { totalMicroUsd: 3 * 430_000 } });
    const calls = Array.from({ length: 20 }, (_, seed) => client.submit({ ...TEXT, seed: seed + 1 }));
    const results = await Promise.allSettled(calls);
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 3);
    assert.equal(posts(), 3);
  });

  test("a limit that is none is refused", () => {
    for (const budget of [{ perCallMicroUsd: -1 }, { maxDuration: "5" }, { maxQuality: "4k" }]) {
      assert.throws(() => new WanClient({ apiKey: KEY, budget }), ConfigError);
    }
  });

  test("lengths that are known count, and are checked before anything is sent", async () => {
    const clip = "https://your-cdn.com/clip.mp4";
    const request = { ...TEXT, model: "wan2.7-reference-video", video_urls: [clip], duration: 10 };
    const limit = { perCallMicroUsd: 1_300_000 };
    const { client, simulator, posts } = setUp({ inputs: { [clip]: 5 } }, { budget: limit });
    await assert.rejects(client.generate(request), { name: "BudgetError", requested: 3_440_000 });
    await client.generate(request, { inputs: { [clip]: { seconds: 5 } } });
    assert.equal(client.spending()[0].spentMicroUsd, 1_290_000);
    assert.equal(simulator.billedMicroUsd(), 1_290_000);
    await assert.rejects(client.submit(request, { inputs: { "video_urls.0": { seconds: 31 } } }), {
      name: "ValidationError",
    });
    assert.equal(posts(), 1);
  });
});

describe("fallback", () => {
  const gone = { on: "submit", model: "wan2.7-text-to-video", do: "status", status: 503, code: "no_available_channel" };

  test("on a model that is gone: the next generation, losses named", async () => {
    const { client, events, simulator } = setUp({ faults: [gone] }, { fallback: true });
    const task = await client.generate({ ...TEXT, seed: 7, negative_prompt: "fog" });
    assert.equal(task.model, "wan2.6-text-to-video");
    const { from, to, losses } = events.find(({ type }) => type === "fallback");
    assert.deepEqual({ from, to, losses }, { from: TEXT.model, to: task.model, losses: ["negative_prompt", "seed"] });
    // The prompt is not rewritten unless asked for; the older model would by default.
    assert.equal(simulator.tasks()[0].request.prompt_extend, false);
  });

  test("down to wan2.5, where the length exists there", async () => {
    const faults = [gone, { ...gone, model: "wan2.6-text-to-video" }];
    const { client } = setUp({ faults }, { fallback: true });
    assert.equal((await client.generate(TEXT)).model, "wan2.5-text-to-video");
    await assert.rejects(client.generate({ ...TEXT, duration: 7 }), { name: "UnknownModelError" });
  });

  test("a first frame can be said with wan2.6, a last frame cannot", async () => {
    const { client, simulator, posts } = setUp(
      { faults: [{ ...gone, model: "wan2.7-image-to-video" }] },
      { fallback: true },
    );
    const frame = { ...TEXT, model: "wan2.7-image-to-video", image_start: "https://your-cdn.com/a.jpg" };
    await client.generate(frame);
    assert.deepEqual(simulator.tasks()[0].request.image_urls, [frame.image_start]);
    await assert.rejects(client.generate({ ...frame, image_end: frame.image_start }), { name: "UnknownModelError" });
    assert.equal(posts(), 3);
  });

  test("what an older model would do otherwise is said, named, or rules it out", async () => {
    const lost = async (request) => {
      const { client, events, simulator } = setUp({ faults: [{ ...gone, model: request.model }] }, { fallback: true });
      await client.generate(request);
      const [{ request: sent }] = simulator.tasks();
      return { sent, losses: events.find(({ type }) => type === "fallback").losses };
    };
    const prompt = "Image 1 dances. Shot 1 [0-3s] wide. Shot 2 [3-5s] close-up";
    const multi = { shot_type: "multi" };
    // wan2.6 makes a single shot unless told, on extended prompts only where it extends them.
    const text = await lost({ ...TEXT, prompt, prompt_extend: true });
    assert.deepEqual([text.sent.model_params, text.losses], [multi, []]);
    assert.equal((await lost({ ...TEXT, prompt })).sent.model_params, undefined);
    const clip = { model: "wan2.7-reference-video", prompt, video_urls: ["https://your-cdn.com/a.mp4"] };
    const reference = await lost({ ...clip, prompt_extend: true });
    assert.deepEqual([reference.sent.model_params, reference.losses], [multi, ["prompt_extend"]]);
    const frame = { ...TEXT, model: "wan2.7-image-to-video", image_start: "https://your-cdn.com/a.jpg" };
    // wan2.6 reads mp3 alone.
    await assert.rejects(lost({ ...frame, audio_urls: ["https://your-cdn.com/a.wav"] }), { name: "UnknownModelError" });
    assert.equal(
      (await lost({ ...frame, audio_urls: ["https://your-cdn.com/a.mp3"] })).sent.audio_url,
      "https://your-cdn.com/a.mp3",
    );
  });

  test("a failed task falls back on a fault of the service, not on one of the request", async () => {
    const failing = (code) => [{ model: TEXT.model, do: "fail", code }];
    const service = setUp({ faults: failing("service_unavailable") }, { fallback: true });
    assert.equal((await service.client.generate(TEXT)).model, "wan2.6-text-to-video");
    assert.equal(service.simulator.billedMicroUsd(), 350_000);
    for (const code of ["invalid_parameters", "content_policy_violation", "generation_timeout"]) {
      const { client, posts } = setUp({ faults: failing(code) }, { fallback: true });
      await assert.rejects(client.generate(TEXT), { code });
      assert.equal(posts(), 1);
    }
  });

  test("never on a lost answer, a deadline or a rate limit", async () => {
    for (const faults of [
      [{ on: "submit", do: "drop_after" }],
      [{ do: "never_finish" }],
      [{ on: "submit", status: 429 }],
    ]) {
      const { client, simulator } = setUp({ faults }, { fallback: true, poll: { initialMs: 5, deadlineMs: 60 } });
      await assert.rejects(client.generate(TEXT));
      assert.ok(simulator.tasks().length <= 1);
    }
  });

  test("models of the caller's own choice", async () => {
    const { client } = setUp({ faults: [gone] }, { fallback: ["wan2.5-text-to-video"] });
    assert.equal((await client.generate(TEXT)).model, "wan2.5-text-to-video");
  });
});

describe("generateAll", () => {
  test("bounded, each result as it comes, one failure does not sink the rest", async () => {
    const { client, simulator } = setUp();
    let most = 0;
    const requests = Array.from({ length: 9 }, (_, at) => ({ ...TEXT, seed: at + 1, duration: at === 4 ? 99 : 5 }));
    const results = [];
    for await (const result of client.generateAll(requests, { concurrency: 3 })) {
      results.push(result);
      most = Math.max(most, simulator.tasks().filter(({ status }) => status !== "completed").length);
    }
    assert.equal(results.length, 9);
    assert.ok(most <= 3);
    const failed = results.filter(({ error }) => error);
    assert.deepEqual(
      failed.map(({ index }) => index),
      [4],
    );
    assert.ok(failed[0].error instanceof ValidationError);
    assert.equal(failed[0].request, requests[4]);
  });

  test("takes an async source lazily, and stops with its consumer", async () => {
    const { client, posts } = setUp({ generationMs: 5 });
    let taken = 0;
    let closed = false;
    async function* source() {
      try {
        for (;;) yield { ...TEXT, seed: ++taken };
      } finally {
        closed = true;
      }
    }
    for await (const { task } of client.generateAll(source(), { concurrency: 2 })) {
      assert.equal(task.status, "completed");
      if (task.raw && posts() >= 4) break;
    }
    assert.ok(taken <= 8, `${taken} taken`);
    assert.ok(closed);
  });
});
