/** How requests leave and answers are taken: fresh, bounded, in time, and with nothing left behind. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { getEventListeners } from "node:events";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { MemoryStore, NetworkError, pollDelays, SubmissionUnknownError, WanClient } from "wanreel";
import { setUp, TEXT } from "./support.mjs";

const ID = "task-unified-1757169743-7cvnl5zw";
const KEY = "sk-anything-123";
const PENDING = { id: ID, status: "pending", progress: 0 };
const DONE = { ...PENDING, status: "completed", progress: 100, results: ["https://media.example.net/v/1.mp4"] };
const QUICK = { poll: { initialMs: 5, maxMs: 10 }, retry: { initialMs: 5, maxMs: 20 } };

const json = (value, init) => Response.json(value, init);

/** A client whose requests are answered in turn, by values or functions; the last answers all further ones. */
function clientOf(answers, options = {}) {
  const sent = [];
  const fetch = async (url, init) => {
    const answer = answers[Math.min(sent.length, answers.length - 1)];
    sent.push({ url, ...init });
    return typeof answer === "function" ? answer(init) : json(answer);
  };
  return { client: new WanClient({ apiKey: KEY, fetch, ...QUICK, ...options }), sent };
}

const failure = (promise) =>
  promise.then(
    () => assert.fail("it resolved"),
    (error) => error,
  );
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// ── Fresh answers ──

test("every request to the API asks for a fresh answer: submit, poll, read, credits", async () => {
  const { client, sent } = clientOf([PENDING, DONE, DONE, { data: { user: { remaining_credits: 1 } } }]);
  await client.generate(TEXT);
  await client.retrieve(ID);
  await client.credits();
  assert.deepEqual(
    sent.map(({ cache, method = "GET" }) => [method, cache]),
    [
      ["POST", "no-store"],
      ["GET", "no-store"],
      ["GET", "no-store"],
      ["GET", "no-store"],
    ],
  );
});

test("where a runtime refuses the option, requests go without it", async () => {
  const program = `
    const { Request } = globalThis;
    // As workerd words it at compatibility dates before November 2024.
    const refuse = (init) => {
      if (init && "cache" in init) throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
    };
    globalThis.Request = function (input, init) { refuse(init); return new Request(input, init); };
    const { WanClient } = await import("wanreel");
    const fetch = async (url, init) => { refuse(init); return Response.json(${JSON.stringify(DONE)}); };
    const task = await new WanClient({ apiKey: "${KEY}", fetch }).wait("${ID}");
    console.log(task.status);`;
  assert.equal((await child(program).ended).trim(), "completed");
});

// ── Answers without end ──

const endless = (status) => () => {
  const chunk = new Uint8Array(1 << 20).fill(32);
  const body = new ReadableStream({ pull: (stream) => stream.enqueue(chunk) });
  return new Response(body, { status });
};
const tooLong = (status) => () =>
  new Response(new ReadableStream({ pull: () => new Promise(() => {}) }), {
    status,
    headers: { "content-length": "8000001" },
  });

for (const [name, answer] of [
  ["without end", endless],
  ["that says it is too long", tooLong],
]) {
  test(`a submit's answer ${name} is an unknown outcome, and its record stands`, async () => {
    const store = new MemoryStore();
    const { client, sent } = clientOf([answer(200)], { store });
    assert.ok((await failure(client.submit(TEXT))) instanceof SubmissionUnknownError);
    assert.equal((await store.list())[0][1].state, "unknown");
    await failure(client.submit(TEXT));
    assert.equal(sent.length, 1, "no second POST");
  });

  test(`a refusal ${name} is one by its status`, async () => {
    const { client } = clientOf([answer(403)]);
    assert.equal((await failure(client.submit(TEXT))).name, "PermissionDeniedError");
  });

  test(`a poll's answer ${name} is ridden out`, async () => {
    const { client, sent } = clientOf([answer(200), answer(503), DONE]);
    assert.equal((await client.wait(ID)).status, "completed");
    assert.equal(sent.length, 3);
  });

  test(`a read's answer ${name} is asked for again, and then told`, async () => {
    const { client, sent } = clientOf([answer(200)]);
    const error = await failure(client.retrieve(ID));
    assert.ok(error instanceof NetworkError);
    assert.match(error.message, /answer without end/);
    assert.equal(sent.length, 3);
  });
}

test("an answer in many pieces, cut inside a letter, is read whole", async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ ...DONE, model: "到🎬é" }));
  const body = () =>
    new ReadableStream({
      start(stream) {
        for (const byte of bytes) stream.enqueue(Uint8Array.of(byte));
        stream.close();
      },
    });
  const { client } = clientOf([() => new Response(body())]);
  assert.equal((await client.wait(ID)).model, "到🎬é");
});

test("pollDelays ends, and soon, whatever the options", () => {
  const began = process.cpuUsage();
  for (const options of [
    { initialMs: 0, maxMs: 0, deadlineMs: 1 },
    { initialMs: 0.001, maxMs: 0.001, deadlineMs: 900_000 },
    { initialMs: 1, factor: 1, deadlineMs: Number.POSITIVE_INFINITY },
    { initialMs: 1, factor: 1.000001, maxMs: 1e9, deadlineMs: Number.POSITIVE_INFINITY },
    { initialMs: 1e-6, factor: 1, maxMs: 1e300, deadlineMs: 1e300 },
    { initialMs: 5, factor: 1e300, maxMs: Number.POSITIVE_INFINITY, deadlineMs: Number.POSITIVE_INFINITY },
  ]) {
    const delays = [...pollDelays(options)];
    assert.ok(delays.length <= 100_000 && delays.every((ms) => ms >= 0), JSON.stringify(options));
  }
  // Of its own time, whatever else the machine does; without an end it would be minutes.
  assert.ok(process.cpuUsage(began).user < 6_000_000);
});

// ── Offline ──

/** Runs with a page's navigator and its fetch. */
async function inPage({ onLine, fetch }, work) {
  const before = ["navigator", "fetch"].map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  Object.defineProperty(globalThis, "navigator", { value: { onLine }, configurable: true, writable: true });
  globalThis.fetch = fetch;
  try {
    return await work(globalThis.navigator);
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete globalThis[name];
    }
  }
}

const fails = async () => {
  throw new TypeError("Failed to fetch");
};
const ownFetch = { apiKey: KEY, ...QUICK };

test("a click while offline is a NetworkError, and can be repeated once there is a network", async () => {
  const store = new MemoryStore();
  await inPage({ onLine: false, fetch: fails }, async (navigator) => {
    const client = new WanClient({ ...ownFetch, store });
    const error = await failure(client.submit(TEXT));
    assert.ok(error instanceof NetworkError, error.stack);
    assert.deepEqual(await store.list(), []);
    navigator.onLine = true;
    globalThis.fetch = async () => json(PENDING);
    assert.equal((await client.submit(TEXT)).id, ID);
  });
});

for (const [name, page, options] of [
  ["the device is online", { onLine: true, fetch: fails }],
  ["nobody knows whether it is", { onLine: undefined, fetch: fails }],
  ["the API is on the device itself", { onLine: false, fetch: fails }, { baseUrl: "http://localhost:8080" }],
  ["the API is at 127.0.0.1", { onLine: false, fetch: fails }, { baseUrl: "http://127.0.0.1:8080" }],
  ["fetch is the caller's own", { onLine: false, fetch: fails }, { fetch: fails }],
  [
    "the device went offline meanwhile",
    {
      onLine: true,
      fetch: async () => {
        globalThis.navigator.onLine = false;
        return fails();
      },
    },
  ],
  [
    "the device came online meanwhile",
    {
      onLine: false,
      fetch: async () => {
        globalThis.navigator.onLine = true;
        return fails();
      },
    },
  ],
  ["it failed only after a while", { onLine: false, fetch: () => pause(1_100).then(fails) }],
]) {
  test(`a request that failed may have left where ${name}`, async () => {
    const store = new MemoryStore();
    const error = await inPage(page, () => failure(new WanClient({ ...ownFetch, store, ...options }).submit(TEXT)));
    assert.ok(error instanceof SubmissionUnknownError, error.stack);
    assert.equal((await store.list())[0][1].state, "unknown");
  });
}

// ── Stopped and woken ──

const children = [];
after(() => {
  for (const each of children) each.kill("SIGKILL");
});

function child(program) {
  const process_ = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: new URL("../..", import.meta.url),
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(process_);
  let output = "";
  process_.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  const ended = new Promise((resolve) => process_.on("close", () => resolve(output)));
  return { process: process_, ended };
}

for (const [name, method] of [
  ["poll", "GET"],
  ["submit", "POST"],
]) {
  test(`a ${name}'s answer that came while the process was stopped is taken`, {
    skip: process.platform === "win32",
  }, async () => {
    let asked = 0;
    const arrived = Promise.withResolvers?.() ?? deferred();
    const server = createServer((request, response) => {
      if (request.method === method) {
        asked += 1;
        arrived.resolve();
        setTimeout(() => response.end(JSON.stringify(method === "POST" ? PENDING : DONE)), 300);
      } else response.end(JSON.stringify(DONE));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const call = method === "POST" ? `submit(${JSON.stringify(TEXT)})` : `wait("${ID}")`;
    const running = child(`
      import { WanClient } from "wanreel";
      const events = [];
      const client = new WanClient({
        apiKey: "${KEY}", baseUrl: "http://127.0.0.1:${server.address().port}",
        timeouts: { submitMs: 1000, readMs: 1000 }, onEvent: (event) => events.push(event),
      });
      const told = await client.${call}.then((task) => task.status, (error) => error.name);
      console.log(told, events.filter(({ missed }) => missed).length);`);
    await arrived.promise;
    running.process.kill("SIGSTOP");
    await pause(2_500);
    running.process.kill("SIGCONT");
    assert.equal((await running.ended).trim(), `${method === "POST" ? "pending" : "completed"} 0`);
    assert.equal(asked, 1);
    server.close();
  });
}

function deferred() {
  const made = {};
  made.promise = new Promise((resolve) => {
    made.resolve = resolve;
  });
  return made;
}

// ── Listeners ──

test("onProgress hears the accepted submit at once", async () => {
  const { client, simulator } = setUp({ generationMs: 300 }, { poll: { initialMs: 200, maxMs: 200 } });
  const heard = [];
  const polls = () => simulator.log().filter(({ kind }) => kind === "poll").length;
  await client.generate(TEXT, { onProgress: (task) => heard.push([task.status, task.id, polls()]) });
  const [[status, id, before]] = heard;
  assert.equal(status, "pending");
  assert.match(id, /^task-/);
  assert.equal(before, 0, "before the first poll");
  assert.equal(heard.at(-1)[0], "completed");
});

for (const [name, call] of [
  ["generate", (client, options) => client.generate(TEXT, options)],
  ["wait", (client, options) => client.wait(ID, options)],
  [
    "watch",
    async (client, options) => {
      for await (const _ of client.watch(ID, options)) void _;
    },
  ],
]) {
  test(`what onEvent and onProgress have begun is over when ${name} is`, async () => {
    let [begun, over] = [0, 0];
    const slow = async () => {
      begun += 1;
      await pause(60);
      over += 1;
    };
    const { client } = clientOf([name === "generate" ? PENDING : DONE, DONE], { onEvent: slow });
    await call(client, { onProgress: slow });
    assert.ok(begun >= 3, `${begun} begun`);
    assert.equal(over, begun);
  });
}

test("listeners that fail later, or never end, hold up nothing for long", async () => {
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const { error } = console;
  console.error = () => {};
  const refuse = async () => {
    throw new Error("the listener's own");
  };
  const { client } = clientOf([PENDING, DONE], { onEvent: refuse });
  await client.generate(TEXT, { onProgress: refuse });
  const { client: other } = clientOf([PENDING, DONE], { onEvent: () => new Promise(() => {}) });
  const began = performance.now();
  await other.generate(TEXT);
  const ms = performance.now() - began;
  assert.ok(ms > 4_000 && ms < 8_000, `${ms} ms`);
  // One who gives up waits for nobody.
  const stop = new AbortController();
  const aborted = failure(other.wait(ID, { signal: stop.signal }));
  stop.abort();
  const since = performance.now();
  await aborted;
  assert.ok(performance.now() - since < 500);
  console.error = error;
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
});

// ── Signals ──

test("one signal for a hundred calls has one listener, and none in the end", async () => {
  const warnings = [];
  const note = (warning) => warnings.push(String(warning));
  process.on("warning", note);
  const { signal } = new AbortController();
  const { client } = clientOf([PENDING, DONE]);
  const { client: waiting } = clientOf([DONE]);
  const all = Array.from({ length: 50 }, (_, at) => [
    waiting.wait(`${ID}${at}`, { signal }),
    client.submit({ ...TEXT, seed: at + 1 }, { signal }),
  ]).flat();
  assert.ok(getEventListeners(signal, "abort").length <= 1);
  await Promise.allSettled(all);
  await pause(20);
  process.off("warning", note);
  assert.deepEqual(warnings, []);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

for (const [name, answers, abortAfter] of [
  ["in the pause between polls", [PENDING], 30],
  ["with a poll in flight", [() => new Promise(() => {})], 30],
  ["before the first pause is over", [PENDING], 0],
]) {
  test(`a wait aborted ${name} leaves no timer, no listener and no request`, async () => {
    const live = () => process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;
    const { client, sent } = clientOf(answers, { poll: { initialMs: 60_000, maxMs: 60_000 } });
    const stop = new AbortController();
    const before = live();
    const waits = Array.from({ length: 20 }, (_, at) => failure(client.wait(`${ID}${at}`, { signal: stop.signal })));
    await pause(abortAfter);
    const reason = new Error("enough");
    stop.abort(reason);
    for (const error of await Promise.all(waits)) assert.equal(error, reason);
    assert.equal(live(), before);
    assert.equal(getEventListeners(stop.signal, "abort").length, 0);
    for (const { signal } of sent) assert.equal(getEventListeners(signal, "abort").length, 0);
    const asked = sent.length;
    await pause(30);
    assert.equal(sent.length, asked);
  });
}

test("nothing is aborted that has ended", async () => {
  const { client, sent } = clientOf([PENDING, PENDING, DONE]);
  await client.generate(TEXT);
  await pause(10);
  assert.deepEqual(
    sent.map(({ signal }) => signal.aborted),
    [false, false, false],
  );
});

test("a wait hears the signal it was given, though its options become another call's", async () => {
  const { client } = clientOf([PENDING]);
  const [first, second] = [new AbortController(), new AbortController()];
  const options = { signal: first.signal };
  const ended = failure(client.wait(ID, options));
  options.signal = second.signal;
  await pause(10);
  const reason = new Error("enough");
  first.abort(reason);
  assert.equal(await ended, reason);
  assert.equal(getEventListeners(first.signal, "abort").length, 0);
});

test("a fetch that aborts its own call leaves no timer and no request", async () => {
  const live = () => process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;
  const stop = new AbortController();
  const reason = new Error("enough");
  const { client, sent } = clientOf([
    () => {
      stop.abort(reason);
      return new Promise(() => {});
    },
  ]);
  const before = live();
  assert.equal(await failure(client.wait(ID, { signal: stop.signal })), reason);
  assert.equal(live(), before);
  assert.equal(sent[0].signal.aborted, true);
});

// ── What the runtime and the caller may do ──

test("a timer that hands nothing on, as those of test tools, wakes a wait all the same", async (t) => {
  const { setTimeout: real } = globalThis;
  t.mock.method(globalThis, "setTimeout", (work, ms) => real(work, ms));
  const { client } = clientOf([PENDING, PENDING, DONE]);
  assert.equal((await client.generate(TEXT)).status, "completed");
});

test("what is known of the media is read once: it is judged by what it is priced by", async () => {
  const url = "https://media.example.net/in.mp4";
  let reads = 0;
  const inputs = {
    get [url]() {
      reads++;
      return { seconds: reads === 1 ? 5 : 500 };
    },
  };
  const { client } = clientOf([PENDING]);
  const request = { model: "wan2.7-video-edit", prompt: "as a drawing", video_urls: [url] };
  assert.equal((await client.submit(request, { inputs })).id, ID);
  assert.equal(reads, 1);
});
