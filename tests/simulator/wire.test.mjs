// Requests as they come over a wire: in absolute form, packed, too large, many over one connection; and a state kept.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { createSimulator } from "wanreel/simulator";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const KEY = { authorization: "Bearer sk-test" };
const JSON_KEY = { ...KEY, "content-type": "application/json" };
const BODY = JSON.stringify({ model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs" });
const folder = mkdtempSync(join(tmpdir(), "wanreel-simulate-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** `wanreel simulate`; ends with the test. */
async function serving(t, ...args) {
  const child = spawn(process.execPath, [CLI, "simulate", "--port", "0", "--quiet", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => child.kill());
  let text = "";
  const closed = new Promise((resolve) => child.once("close", resolve));
  const url = await new Promise((resolve, reject) => {
    closed.then((code) => reject(new Error(`ended with ${code}: ${text}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
        if (found) resolve(found[0]);
      });
    }
  });
  const post = (body, headers = {}) =>
    fetch(`${url}/v1/videos/generations`, { method: "POST", headers: { ...JSON_KEY, ...headers }, body });
  const get = async (path) => (await fetch(url + path, { headers: KEY })).json();
  const end = (signal) => child.kill(signal) && closed;
  return { url, port: Number(new URL(url).port), post, get, end };
}

/** What comes back for bytes as they are, until the other side ends. */
function raw(port, text) {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.setEncoding("latin1").on("data", (chunk) => (answer += chunk));
    socket.on("end", () => resolve(answer)).on("error", reject);
  });
}

test("a client behind HTTP_PROXY asks for the whole URL, and an open connection outlives a poller's pause", async (t) => {
  const { port } = await serving(t);
  const get = (target) =>
    raw(port, `GET ${target} HTTP/1.1\r\nHost: api.evolink.ai\r\nAuthorization: Bearer k\r\nConnection: close\r\n\r\n`);
  for (const target of [
    "http://api.evolink.ai/v1/credits",
    "HTTPS://api.evolink.ai:443/v1/credits?x=1",
    "/v1/credits",
  ]) {
    assert.match(await get(target), /^HTTP\/1\.1 200 /, target);
  }
  const kept = await new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("GET /v1/credits HTTP/1.1\r\nHost: x\r\n\r\n"));
    socket.once("data", (chunk) => {
      socket.destroy();
      resolve(String(chunk));
    });
  });
  assert.ok(Number(/keep-alive: timeout=(\d+)/i.exec(kept)?.[1]) > 60, kept);
});

test("packed bodies are unpacked, over HTTP and in process, and never without end", async (t) => {
  const { post } = await serving(t);
  const simulator = createSimulator();
  const inside = (body, headers) =>
    simulator.fetch("https://api.test/v1/videos/generations", {
      method: "POST",
      headers: { ...JSON_KEY, ...headers },
      body,
    });
  const bomb = gzipSync(Buffer.alloc(64 << 20, " "));
  for (const send of [post, inside]) {
    for (const [coding, body, status] of [
      ["gzip", gzipSync(BODY), 200],
      ["GZIP", gzipSync(BODY), 200],
      ["deflate", deflateSync(BODY), 200],
      ["identity", BODY, 200],
      ["br", brotliCompressSync(BODY), 415],
      ["gzip", Buffer.from(BODY), 415],
      ["gzip", bomb, 413],
    ]) {
      const answer = await send(body, { "content-encoding": coding });
      await answer.text();
      assert.equal(answer.status, status, `${coding}, ${body.length} bytes`);
    }
  }
});

test("a body that is too large is refused while it is still on its way", async (t) => {
  const { post, url } = await serving(t);
  const huge = `{"model":"wan2.7-text-to-video","prompt":"${"x".repeat(40 << 20)}"}`;
  const answer = await post(huge);
  assert.deepEqual([answer.status, (await answer.json()).error.code], [413, "request_too_large"]);
  // Of unknown length.
  const pieces = new Blob([huge]).stream();
  const streamed = await fetch(`${url}/v1/videos/generations`, {
    ...{ method: "POST", headers: JSON_KEY, body: pieces, duplex: "half" },
  });
  assert.equal(streamed.status, 413);
  assert.equal((await post(BODY)).status, 200);
});

test("a form is read by the platform; what is no form is refused", async () => {
  const { fetch } = createSimulator();
  const upload = (body, headers = {}) =>
    fetch("https://files.test/api/v1/files/upload/stream", { method: "POST", headers: { ...KEY, ...headers }, body });
  const form = new FormData();
  form.append("uploadPath", "voices");
  form.append("file", new File(["ID3\u0003\r\n--x\r\n"], "größe.mp3", { type: "audio/mpeg" }));
  const { data } = await (await upload(form)).json();
  assert.deepEqual([data.original_name, data.upload_path, data.file_size], ["größe.mp3", "voices", 11]);
  assert.equal(await (await fetch(data.file_url)).text(), "ID3\u0003\r\n--x\r\n");
  const empty = new FormData();
  empty.append("file", "text, no file");
  for (const [body, headers] of [
    [empty],
    ["--b\r\nContent-", { "content-type": "multipart/form-data; boundary=b" }],
    ["x", { "content-type": "multipart/form-data" }],
    ["{}", { "content-type": "application/json" }],
  ]) {
    const answer = await upload(body, headers);
    assert.deepEqual([answer.status, (await answer.json()).success], [400, false]);
  }
});

test("--state keeps tasks over restarts, however the process ended", async (t) => {
  const file = join(folder, "state.json");
  const first = await serving(t, "--generation-ms", "0", "--state", file);
  const { id } = await (await first.post(BODY)).json();
  // Killed at once: an id that is out is on the disk.
  await first.end("SIGKILL");
  assert.equal(JSON.parse(readFileSync(file, "utf8")).version, 1);
  const second = await serving(t, "--generation-ms", "0", "--state", file);
  const task = await second.get(`/v1/tasks/${id}`);
  assert.equal(task.status, "completed");
  assert.equal((await second.get("/v1/credits")).data.user.used_credits, 29.24);
  const others = await Promise.all(Array.from({ length: 20 }, async () => (await second.post(BODY)).json()));
  assert.equal(new Set([id, ...others.map((other) => other.id)]).size, 21);
  assert.equal(await second.end("SIGTERM"), 0);
  const third = await serving(t, "--state", file);
  assert.equal((await third.get("/v1/tasks")).data.length, 21);
  assert.equal((await fetch(`${third.url}/results/${id}.mp4`)).status, 200);
  assert.deepEqual(readdirSync(folder), ["state.json"], "nothing is left beside it");
});

test("a state that cannot be read or written is said before anything is served", async (t) => {
  const damaged = join(folder, "damaged.json");
  writeFileSync(damaged, "{");
  await assert.rejects(
    serving(t, "--state", damaged),
    /ended with 2: [\s\S]*--state .*damaged\.json: this is no state/,
  );
  assert.equal(readFileSync(damaged, "utf8"), "{", "it is left as it is");
  writeFileSync(damaged, '{"version":9}');
  await assert.rejects(serving(t, "--state", damaged), /the state has version 9, and this simulator reads version 1/);
  await assert.rejects(serving(t, "--state", join(folder, "none", "x.json")), /ended with 2: [\s\S]*ENOENT/);
  rmSync(damaged);
});
