// What keeps a proxy from working: the page is told at once, and the server's console in one line, without key and prompt.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createProxy, toNodeHandler } from "wanreel/proxy";
import { client, KEY, POST, REQUEST, serve, world } from "./world.mjs";

const TASK = "/api/wan/v1/tasks/task-unified-1.abc";

const now = Date.now;
let tests = 0;

/** What the console is told meanwhile, as text; minutes after what other tests had it say. */
function listen(t) {
  tests += 1;
  t.mock.method(Date, "now", () => now() + tests * 120_000);
  const lines = [];
  t.mock.method(console, "error", (line) =>
    lines.push(typeof line === "string" ? line : (line?.stack ?? String(line))),
  );
  return lines;
}

const NO_KEYS = {
  "an empty one": () => "",
  "none at all": () => undefined,
  "one that its vault has not": async () => null,
  "one with a line break": () => "sk-something\n",
};

for (const [name, apiKey] of Object.entries(NO_KEYS)) {
  test(`no usable key on the server (${name}): the page is told at once, and what to do`, async (t) => {
    const lines = listen(t);
    const scene = await world({ apiKey, onEvent: undefined });
    const began = performance.now();
    const thrown = await scene
      .client({ retry: { initialMs: 1000 } })
      .generate(REQUEST)
      .catch((error) => error);
    assert.ok(performance.now() - began < 2000, "it was not sent again");
    const { name: kind, code, message, hint } = thrown;
    assert.deepEqual({ kind, code }, { kind: "AuthenticationError", code: "no_api_key" });
    assert.match(message, /set EVOLINK_API_KEY on the server; nothing was sent$/);
    assert.match(hint, /tell the site you use/);
    assert.deepEqual(scene.reached(), []);
    await scene.post();
    assert.equal(lines.length, 1, lines.join("\n"));
    assert.match(lines[0], /^wanreel\/proxy: .*(EVOLINK_API_KEY on the server|line break)/);
  });
}

test("without a key no route asks the API, and nobody who is not signed in is told", async () => {
  const scene = await world({ apiKey: () => "", credits: true, uploads: true, secret: "s".repeat(32) });
  const routes = [
    [POST, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(REQUEST) }],
    [TASK, {}],
    [`${TASK}/content`, {}],
    ["/api/wan/v1/credits", {}],
    ["/api/wan/api/v1/files/upload/url", { method: "POST", body: "{}" }],
  ];
  for (const [path, init] of routes) {
    const answer = await scene.call(path, init);
    const { error } = await answer.json();
    assert.deepEqual([answer.status, error.code], [401, "no_api_key"], path);
    const stranger = await scene.call(path, init, null);
    assert.equal((await stranger.json()).error.type, "session_required", path);
  }
  assert.deepEqual(scene.reached(), []);
  assert.deepEqual([...new Set(scene.events.map(({ type, where }) => where ?? type))], ["apiKey", "refused"]);
});

test("a signature that was made up asks for no key, and is told of none, but where the key signs", async () => {
  let asked = 0;
  const apiKey = () => {
    asked += 1;
    return "";
  };
  const link = `${TASK}/content?signature=made-up&expires=9999999999999`;
  const own = await world({ apiKey, results: "signed", secret: "s".repeat(32) });
  const answer = await own.call(link, {}, null);
  assert.deepEqual([answer.status, (await answer.json()).error.code, asked], [404, "task_not_found", 0]);
  const byKey = await world({ apiKey, results: "signed" });
  const refused = await byKey.call(link, {}, null);
  assert.deepEqual([refused.status, (await refused.json()).error.code, asked], [401, "no_api_key", 1]);
});

test("a vault that fails is no missing key: the page may ask again", async () => {
  const apiKey = () => Promise.reject(new Error("the vault is shut"));
  const scene = await world({ apiKey });
  const answer = await scene.post();
  assert.deepEqual([answer.status, (await answer.json()).error.code], [500, "internal_error"]);
  const [{ where, error }] = scene.events;
  assert.deepEqual([where, error.message], ["apiKey", "the vault is shut"]);
});

const UNREACHABLE = {
  ECONNREFUSED: () => serve(() => {}, { closed: true }),
  ENOTFOUND: async () => "https://there-is-no-such-host.invalid",
  "bad port": async () => "http://127.0.0.1:1",
};

for (const [cause, address] of Object.entries(UNREACHABLE)) {
  test(`an API that cannot be reached (${cause}): one line with its address and the cause, however often it is asked`, async (t) => {
    const lines = listen(t);
    const baseUrl = await address();
    const scene = await world({ baseUrl, onEvent: undefined });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await scene.post();
      assert.deepEqual([answer.status, (await answer.json()).error.code], [503, "service_unavailable"]);
    }
    assert.deepEqual(lines, [`wanreel/proxy: ${baseUrl} could not be reached: ${cause}`]);
  });
}

test("of a fetch of the owner's only a code is printed: its words may hold the prompt", async (t) => {
  const lines = listen(t);
  const failing = (fields) => async (_url, init) => {
    throw Object.assign(new Error(`could not send ${init.body} with ${init.headers.get("authorization")}`), fields);
  };
  const baseUrl = "https://own-fetch.example";
  for (const fields of [{ code: "ECONNREFUSED" }, {}]) {
    const scene = await world({ baseUrl, onEvent: undefined, fetch: failing(fields) });
    await scene.post();
  }
  assert.equal(lines[0], `wanreel/proxy: ${baseUrl} could not be reached: ECONNREFUSED`);
  assert.match(lines[1], /may have been accepted and billed \(idempotency key wan-/);
  assert.equal(lines.length, 2);
  for (const line of lines) assert.ok(!line.includes(REQUEST.prompt) && !line.includes(KEY), line);
});

test("a key that the API refuses is printed once; what a visitor did wrong is not", async (t) => {
  const lines = listen(t);
  const refuse = (status, code) =>
    world({ onEvent: undefined, simulate: { faults: [{ on: "submit", status, code }] } });
  const account = await refuse(402, "insufficient_quota");
  for (let attempt = 0; attempt < 2; attempt += 1) assert.equal((await account.post()).status, 402);
  const content = await refuse(400, "content_policy_violation");
  assert.equal((await content.post()).status, 400);
  assert.equal((await content.post({ model: "none" })).status, 400);
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0], /^wanreel\/proxy: .* 402 insufficient_quota: check EVOLINK_API_KEY, credits and models$/);
});

test("onEvent hears the reason, and the console nothing", async (t) => {
  const lines = listen(t);
  const baseUrl = await serve(() => {}, { closed: true });
  const events = [];
  const proxy = createProxy({
    apiKey: KEY,
    authorize: () => ({ user: "ann" }),
    baseUrl,
    onEvent: (event) => events.push(event),
  });
  const page = client(`${await serve(toNodeHandler(proxy))}/api/wan`, { retry: { attempts: 1 } });
  await assert.rejects(page.submit(REQUEST), { name: "ServerError", code: "service_unavailable" });
  const upstream = events.filter(({ type }) => type === "upstream");
  assert.deepEqual(upstream, [
    {
      type: "upstream",
      user: "ann",
      status: 503,
      code: "service_unavailable",
      reason: `${baseUrl} could not be reached: ECONNREFUSED`,
    },
  ]);
  assert.deepEqual(lines, []);
});
