// The simulator behind node:http, asked over real sockets.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { checking } from "./schemas.mjs";

const KEY = { authorization: "Bearer sk-test" };
const JSON_KEY = { ...KEY, "content-type": "application/json" };
const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };
const servers = [];
after(() => {
  for (const server of servers) server.close().closeAllConnections();
});

async function serve(options, handlerOptions) {
  const simulator = createSimulator({ generationMs: 0, ...options });
  const handler = createHttpHandler(simulator, handlerOptions);
  const server = createServer(async (request, response) => {
    if (!(await handler(request, response))) response.end("a page of one's own");
  });
  servers.push(server);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const call = checking(fetch);
  return { simulator, url, call };
}

const post = ({ url, call }) =>
  call(`${url}/v1/videos/generations`, { method: "POST", headers: JSON_KEY, body: JSON.stringify(REQUEST) });

test("a whole conversation; results are linked to the host asked", async () => {
  const world = await serve();
  const { id } = await (await post(world)).json();
  const task = await (await world.call(`${world.url}/v1/tasks/${id}`, { headers: KEY })).json();
  assert.deepEqual(task.results, [`${world.url}/results/${id}.mp4`]);
  const video = await world.call(task.results[0]);
  const expected = Buffer.from(await video.arrayBuffer());
  assert.equal(video.headers.get("content-length"), String(expected.length));
  const part = await world.call(task.results[0], { headers: { range: "bytes=-8" } });
  assert.equal(part.status, 206);
  assert.equal(
    part.headers.get("content-range"),
    `bytes ${expected.length - 8}-${expected.length - 1}/${expected.length}`,
  );
  const head = await world.call(task.results[0], { method: "HEAD" });
  assert.equal(head.headers.get("content-length"), String(expected.length));
  assert.equal(world.call.count(), 2);
});

test("an upload comes back from its link", async () => {
  const world = await serve();
  const form = new FormData();
  const bytes = new Uint8Array(300_000).map((_, index) => index % 251);
  form.append("file", new File([bytes], "voice.mp3", { type: "audio/mpeg" }));
  const answer = await world.call(`${world.url}/api/v1/files/upload/stream`, {
    method: "POST",
    headers: KEY,
    body: form,
  });
  const { data } = await answer.json();
  assert.ok(data.file_url.startsWith(`${world.url}/files/audios/`));
  assert.deepEqual(new Uint8Array(await (await fetch(data.download_url)).arrayBuffer()), bytes);
});

test("paths of others are left alone, unless all are asked for", async () => {
  const world = await serve();
  assert.equal(await (await fetch(`${world.url}/index.html`)).text(), "a page of one's own");
  const all = await serve({}, { all: true, origin: "https://public.test" });
  const response = await fetch(`${all.url}/index.html`);
  assert.deepEqual([response.status, (await response.json()).error.message], [404, "Invalid URL (GET /index.html)"]);
  const { id } = await (await post(all)).json();
  const task = await (await fetch(`${all.url}/v1/tasks/${id}`, { headers: KEY })).json();
  assert.deepEqual(task.results, [`https://public.test/results/${id}.mp4`]);
});

test("broken connections break the socket", async () => {
  for (const name of ["drop_before", "drop_after", "refuse"]) {
    const world = await serve({ faults: { on: "submit", do: name } });
    await assert.rejects(post(world), { name: "TypeError", message: "fetch failed" });
    assert.equal(world.simulator.tasks().length, name === "drop_after" ? 1 : 0, name);
  }
  const world = await serve({ faults: { on: ["submit", "result"], do: "drop_body" } });
  const response = await fetch(`${world.url}/v1/videos/generations`, {
    method: "POST",
    headers: JSON_KEY,
    body: JSON.stringify(REQUEST),
  });
  assert.equal(response.status, 200);
  await assert.rejects(response.text(), TypeError);
  const [{ id }] = world.simulator.tasks();
  const video = await fetch(`${world.url}/results/${id}.mp4`);
  await assert.rejects(video.arrayBuffer(), TypeError);
});

test("a body cut short looks complete; a hanging answer hangs until the caller goes", async () => {
  const world = await serve({
    faults: [
      { nth: 1, do: "truncated" },
      { nth: 2, do: "hang" },
    ],
  });
  const truncated = await fetch(`${world.url}/v1/credits`, { headers: KEY });
  const text = await truncated.text();
  assert.throws(() => JSON.parse(text), SyntaxError);
  await assert.rejects(fetch(`${world.url}/v1/credits`, { headers: KEY, signal: AbortSignal.timeout(100) }), {
    name: "TimeoutError",
  });
  assert.equal((await fetch(`${world.url}/v1/credits`, { headers: KEY })).status, 200);
});

test("slow and late", async () => {
  const world = await serve({
    faults: [
      { nth: 1, delayMs: 80 },
      { nth: 2, trickleMs: 80 },
    ],
  });
  for (let round = 0; round < 2; round += 1) {
    const start = performance.now();
    await (await world.call(`${world.url}/v1/credits`, { headers: KEY })).json();
    assert.ok(performance.now() - start >= 70);
  }
});

test("a page may ask (CORS)", async () => {
  const { url } = await serve();
  const headers = { "access-control-request-headers": "authorization,content-type", origin: "https://page.test" };
  const preflight = await fetch(`${url}/v1/videos/generations`, { method: "OPTIONS", headers });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-headers"), "authorization,content-type");
  assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
});

test("only a simulator will do", () => {
  assert.throws(() => createHttpHandler({}), {
    name: "TypeError",
    message: "createHttpHandler: not a simulator of createSimulator",
  });
});
