// Budgets of requests that bill their input: its length is told, read, or learned late; what was put aside is corrected, once.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { WanClient } from "wanreel";
import { createSimulator } from "wanreel/simulator";
import { MemoryLimits, MemoryStore } from "wanreel/stores";
import { KEY, TEXT } from "./support.mjs";

// Guide, section 7: 5 s of reference and 10 s of output at $0.086 a second; at the most 30 s of reference are billed for.
const REFERENCE = {
  model: "wan2.7-reference-video",
  video_urls: ["https://cdn.your-cdn.com/clip.mp4"],
  prompt: "Video 1 shows a dancer who crosses the street in the rain",
  duration: 10,
};
const PRICE = 1_290_000;
const CEILING = 3_440_000;
// The input's 5 s and as many of output; at the most 10 s of each.
const EDIT = {
  ...REFERENCE,
  model: "wan2.7-video-edit",
  prompt: "Make it look like a watercolour painting",
  duration: 0,
};
const EDIT_PRICE = 860_000;
const EDIT_CEILING = 1_720_000;

let clip;
const servers = new Set();
before(async () => {
  const simulator = createSimulator({ generationMs: 5 });
  const client = new WanClient({ apiKey: KEY, fetch: simulator.fetch, poll: { initialMs: 5 } });
  const video = await client.download(await client.generate(TEXT));
  clip = Buffer.from(await video.arrayBuffer());
});
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** By range, as hosts of videos answer. */
function answer(request, response) {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (from === undefined) return response.writeHead(200, { "content-length": clip.length }).end(clip);
  const part = clip.subarray(Number(from), Number(to) + 1);
  const range = `bytes ${from}-${Number(from) + part.length - 1}/${clip.length}`;
  response.writeHead(206, { "content-length": part.length, "content-range": range }).end(part);
}

const later = (ms) => (request, response) => setTimeout(answer, ms, request, response);

/** A simulator, and a host of clips that a public name leads to. */
async function scene({ host = answer, simulate, ...options } = {}) {
  const server = createServer((request, response) => host(request, response)).listen(0, "127.0.0.1");
  servers.add(server);
  await once(server, "listening");
  const clips = `http://127.0.0.1:${server.address().port}`;
  const simulator = createSimulator({ generationMs: 30, ...simulate });
  const asked = [];
  const send = (url, init) => {
    const { hostname, pathname } = new URL(url);
    if (hostname !== "cdn.your-cdn.com") return simulator.fetch(url, init);
    asked.push(new Headers(init.headers).get("authorization"));
    return fetch(clips + pathname, init);
  };
  const limits = new MemoryLimits();
  const events = [];
  const make = (more) =>
    new WanClient({
      apiKey: KEY,
      fetch: send,
      poll: { initialMs: 10, maxMs: 20 },
      retry: { attempts: 1 },
      limits,
      store: options.store ?? new MemoryStore(),
      budget: { perUserDayMicroUsd: 9_000_000 },
      onEvent: (event) => events.push(event),
      ...options,
      ...more,
    });
  return { simulator, limits, events, asked, make, client: make() };
}

const total = (limits) => limits.value("wanreel1/total");
const line = (client) => {
  const [{ reservedMicroUsd, spentMicroUsd, ceilingMicroUsd }] = client.spending();
  return [reservedMicroUsd, spentMicroUsd, ceilingMicroUsd];
};
const money = (events) =>
  events
    .filter(({ type }) => type === "reserved" || type === "settled")
    .map(({ type, microUsd, ceiling }) => [type, microUsd, ceiling]);
const warned = (events) => events.filter(({ type, code }) => type === "warning" && code === "input_length_unknown");

for (const shared of [true, false]) {
  const kind = shared ? "shared limits" : "a client's own";
  const own = shared ? {} : { limits: undefined };

  for (const [request, price] of [
    [REFERENCE, PRICE],
    [EDIT, EDIT_PRICE],
  ]) {
    test(`${kind}, ${request.model}: told or read in time, it counts its price from the beginning`, async () => {
      for (const inputs of [
        { "video_urls.0": { seconds: 5 } },
        { [request.video_urls[0]]: { seconds: 5 } },
        undefined,
      ]) {
        const { client, events, asked, simulator } = await scene(own);
        await client.generate(request, inputs ? { inputs } : {});
        assert.deepEqual(money(events), [
          ["reserved", price, false],
          ["settled", price, false],
        ]);
        assert.deepEqual(line(client), [0, price, 0]);
        assert.equal(simulator.billedMicroUsd(), price);
        assert.equal(asked.length > 0, inputs === undefined);
        assert.ok(
          asked.every((key) => key === null),
          "the key goes to the API alone",
        );
        assert.equal(warned(events).length, 0);
      }
    });
  }

  test(`${kind}: read while the task runs, the ceiling put aside is settled at the price`, async () => {
    const { client, limits, events } = await scene({ ...own, host: later(2_400), simulate: { generationMs: 3_500 } });
    await client.generate(REFERENCE);
    assert.deepEqual(money(events), [
      ["reserved", CEILING, true],
      ["settled", PRICE, false],
    ]);
    assert.deepEqual(line(client), [0, PRICE, 0]);
    if (shared) assert.equal(total(limits), PRICE);
  });

  for (const [request, price, ceiling] of [
    [REFERENCE, PRICE, CEILING],
    [EDIT, EDIT_PRICE, EDIT_CEILING],
  ]) {
    test(`${kind}, ${request.model}: read after its end, the ceiling that was settled is corrected`, async () => {
      const { client, limits, events } = await scene({ ...own, host: later(2_600) });
      const { id } = await client.generate(request);
      assert.deepEqual(money(events), [
        ["reserved", ceiling, true],
        ["settled", ceiling, true],
      ]);
      assert.deepEqual(line(client), [0, ceiling, ceiling]);
      await sleep(1_500);
      assert.deepEqual(line(client), [0, price, 0]);
      await Promise.all([client.retrieve(id), client.wait(id)]);
      assert.deepEqual(line(client), [0, price, 0]);
      if (shared) assert.equal(total(limits), price);
    });
  }

  test(`${kind}: read late, a task that fails costs nothing`, async () => {
    const { client, limits } = await scene({ ...own, host: later(2_300), simulate: { faults: [{ do: "fail" }] } });
    await assert.rejects(client.generate(REFERENCE), { name: "TaskFailedError" });
    await sleep(1_000);
    assert.deepEqual(line(client), [0, 0, 0]);
    if (shared) assert.equal(total(limits), 0);
  });
}

for (const [what, host] of Object.entries({
  "answers 404": (_, response) => response.writeHead(404).end(),
  "answers 500": (_, response) => response.writeHead(500).end(),
  "has no video": (_, response) => response.end("<!doctype html><p>not here"),
  "ends early": (_, response) => response.end(clip.subarray(0, 40)),
  "breaks off": (_, response) => response.destroy(),
  "has an empty file": (_, response) => response.end(),
  "leads to a loop": (_, response) => response.writeHead(302, { location: "/clip.mp4" }).end(),
})) {
  test(`a host that ${what}: the submit goes on, and counts at its ceiling, which is said`, async () => {
    const { client, events, limits } = await scene({ host });
    const began = performance.now();
    await client.generate(REFERENCE);
    assert.ok(performance.now() - began < 20_000);
    assert.deepEqual(money(events).at(-1), ["settled", CEILING, true]);
    assert.deepEqual(line(client), [0, CEILING, CEILING]);
    assert.equal(total(limits), CEILING);
    const [{ message }] = warned(events);
    assert.match(message, /length of an input video could not be read .*`inputs`/);
  });
}

test("a host that never answers holds a submit up for a moment, an abort not at all", async () => {
  const { client, events } = await scene({ host: () => {} });
  const began = performance.now();
  const { id } = await client.submit(REFERENCE);
  const took = performance.now() - began;
  assert.ok(took > 1_900 && took < 10_000, `${took}`);
  assert.match(id, /^task-/);
  assert.deepEqual(money(events), [["reserved", CEILING, true]]);
  const stop = new AbortController();
  const aborted = client.submit(EDIT, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error("enough")), 30);
  const then = performance.now();
  await assert.rejects(aborted, /enough/);
  assert.ok(performance.now() - then < 1_900);
});

test("what one client reads while the task runs, another settles by", async () => {
  const store = new MemoryStore();
  const { client, make, limits, events } = await scene({
    store,
    host: later(2_200),
    simulate: { generationMs: 3_000 },
  });
  const { id } = await client.submit(REFERENCE);
  const [[, { reservation }]] = await store.list();
  assert.deepEqual([reservation.microUsd, reservation.ceiling, reservation.costMicroUsd], [CEILING, true, undefined]);
  await sleep(800);
  assert.equal((await store.list())[0][1].reservation.costMicroUsd, PRICE);
  await make().wait(id);
  assert.equal(total(limits), PRICE);
  assert.deepEqual(money(events).at(-1), ["settled", PRICE, false]);
  await client.wait(id);
  assert.equal(total(limits), PRICE);
});

test("what is no price in a record, somebody has written there: the ceiling counts", async () => {
  for (const costMicroUsd of [-1, 0, 1.5, "5", null, Number.NaN]) {
    const store = new MemoryStore();
    const { client, make, limits } = await scene({ store, host: (_, response) => response.writeHead(404).end() });
    const { id } = await client.submit(REFERENCE);
    const [[key, record]] = await store.list();
    await store.set(key, { ...record, reservation: { ...record.reservation, costMicroUsd } });
    await make().wait(id);
    assert.equal(total(limits), CEILING, String(costMicroUsd));
  }
});

test("nothing is read where nothing hangs on it", async () => {
  const { make, asked } = await scene();
  await make({ limits: undefined, budget: undefined }).submit(REFERENCE);
  const client = make();
  await client.submit({ ...TEXT });
  await client.submit(REFERENCE, { inputs: { "video_urls.0": { seconds: 5 } } });
  assert.equal(asked.length, 0);
  await client.submit(REFERENCE);
  assert.equal(asked.length, 0, "a task that there is already is not put aside again");
});

test("what a BudgetError says is in dollars, and whether they are a ceiling", async () => {
  const { make } = await scene({ host: (_, response) => response.writeHead(404).end() });
  const client = make({ budget: { perUserDayMicroUsd: 2_000_010 } });
  await assert.rejects(client.submit(REFERENCE), (error) => {
    assert.deepEqual(
      [error.name, error.limit, error.requested, error.remaining, error.ceiling],
      ["BudgetError", "perUserDayMicroUsd", CEILING, 2_000_010, true],
    );
    assert.equal(
      error.message,
      "the request can cost up to $3.44, since not all that it depends on is known; the budget's perUserDayMicroUsd has $2.00001 left",
    );
    assert.match(error.hint, /`inputs`/);
    return true;
  });
  await client.generate(REFERENCE, { inputs: { "video_urls.0": { seconds: 5 } } });
  await assert.rejects(
    client.submit(TEXT, { user: "" }).then(() => client.submit({ ...TEXT, duration: 10 })),
    (error) => {
      assert.equal(error.ceiling, undefined);
      assert.match(error.message, /^the request costs \$0\.86; the budget's perUserDayMicroUsd has \$0\.28001 left$/);
      return true;
    },
  );
  const dear = make({ budget: { perCallMicroUsd: 429_999 } });
  await assert.rejects(
    dear.submit(TEXT),
    /^BudgetError: the request costs \$0\.43; the budget's perCallMicroUsd has \$0\.429999 left$/,
  );
});
