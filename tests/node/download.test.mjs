// Results over real HTTP, from hosts that break off, lie about lengths, encode, refuse and stall.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { ConfigError, NetworkError, WanClient, WanError } from "wanreel";
import { FILM, KEY } from "./support.mjs";

const ETAG = '"film-1"';
const servers = new Set();
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A host; `answer(request, response, n)` sees the number of the request, from 1. */
async function host(answer) {
  const seen = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    answer(request, response, seen.length);
  }).listen(0, "127.0.0.1");
  servers.add(server);
  await once(server, "listening");
  return { seen, url: `http://127.0.0.1:${server.address().port}/v.mp4` };
}

/** Sends `length` bytes from `from`, then breaks the connection. */
function breakOff(response, length, { status = 200, from = 0, headers = {} } = {}) {
  const told = { "content-type": "video/mp4", "content-length": FILM.length - from, etag: ETAG, ...headers };
  response.writeHead(status, told);
  response.write(FILM.subarray(from, from + length), () => setTimeout(() => response.destroy(), 20));
}

/** The rest, as it was asked for. */
function rest(request, response, headers = {}) {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const range = `bytes ${from}-${FILM.length - 1}/${FILM.length}`;
  const told = { "content-type": "video/mp4", "content-length": FILM.length - from, etag: ETAG, ...headers };
  response.writeHead(from ? 206 : 200, from ? { ...told, "content-range": range } : told).end(FILM.subarray(from));
}

const taskAt = (url, more = {}) => ({
  id: "task-unified-1-abc",
  status: "completed",
  results: [url],
  createdAt: new Date(Date.now() - 60_000),
  expiresAt: new Date(Date.now() + 24 * 3_600_000 - 1_000),
  ...more,
});

const clientOf = (options = {}) =>
  new WanClient({ apiKey: KEY, retry: { initialMs: 5, maxMs: 50 }, timeouts: { readMs: 2_000 }, ...options });

const folder = () => mkdtempSync(join(tmpdir(), "wanreel-film-"));
const bucketOf = (put) => ({ bucket: { put }, key: "a.mp4" });

describe("a connection that breaks in mid-video", () => {
  test("goes on by range, whatever the sink, and asks for the same file only", async () => {
    const { seen, url } = await host((request, response, n) =>
      n % 2 ? breakOff(response, 100_000) : rest(request, response),
    );
    const client = clientOf();
    const path = join(folder(), "v.mp4");
    assert.deepEqual(await client.archive(taskAt(url), { path }), { bytes: FILM.length, contentType: "video/mp4" });
    assert.ok(readFileSync(path).equals(FILM));
    const written = [];
    await client.archive(taskAt(url), new WritableStream({ write: (chunk) => void written.push(chunk) }));
    assert.ok(Buffer.concat(written).equals(FILM));
    let stored;
    await client.archive(
      taskAt(url),
      bucketOf(async (_, body) => {
        stored = Buffer.from(await new Response(body).arrayBuffer());
      }),
    );
    assert.ok(stored.equals(FILM));
    const bytes = Buffer.from(await (await client.download(taskAt(url))).arrayBuffer());
    assert.ok(bytes.equals(FILM));
    assert.equal(seen.length, 8);
    for (const headers of seen) assert.equal(headers.authorization, undefined);
    assert.match(seen[1].range, /^bytes=\d+-$/);
    assert.equal(seen[1]["if-range"], ETAG);
    assert.equal(seen[0].range, undefined);
  });

  test("many times over, as long as each brings something", async () => {
    const { url } = await host((request, response, n) => {
      const from = Number(/\d+/.exec(request.headers.range ?? "0")[0]);
      const range = `bytes ${from}-${FILM.length - 1}/${FILM.length}`;
      if (n > 4) return rest(request, response);
      breakOff(response, 66_000, { from, status: from ? 206 : 200, headers: from ? { "content-range": range } : {} });
    });
    const bytes = Buffer.from(await (await clientOf().download(taskAt(url))).arrayBuffer());
    assert.ok(bytes.equals(FILM));
  });

  test("from a host without ranges, what came before is left out", async () => {
    const { url } = await host((_, response, n) =>
      n === 1 ? breakOff(response, 100_000) : rest({ headers: {} }, response),
    );
    const bytes = Buffer.from(await (await clientOf().download(taskAt(url))).arrayBuffer());
    assert.ok(bytes.equals(FILM));
  });

  for (const [name, headers] of [
    ["another file by then", { etag: '"film-2"' }],
    ["a weak ETag alone", { etag: 'W/"film-1"' }],
    ["no validator at all", { etag: "" }],
  ]) {
    test(`${name}: a stream ends in a NetworkError, a file and a bucket are begun anew`, async () => {
      const first = name.startsWith("another") ? {} : headers;
      const answer = (_, response, n) =>
        n === 1 ? breakOff(response, 100_000, { headers: first }) : rest({ headers: {} }, response, headers);
      const changed = await host(answer);
      const sink = new WritableStream({});
      await assert.rejects(clientOf().archive(taskAt(changed.url), sink), (error) => {
        assert.ok(error instanceof NetworkError);
        assert.deepEqual([error.code, error.taskId, error.retryable], ["network_error", "task-unified-1-abc", true]);
        return true;
      });
      const again = await host(answer);
      const where = folder();
      await clientOf().archive(taskAt(again.url), { path: join(where, "v.mp4") });
      assert.ok(readFileSync(join(where, "v.mp4")).equals(FILM));
      assert.deepEqual(readdirSync(where), ["v.mp4"]);
      const third = await host(answer);
      let stored;
      const put = async (_, body) => {
        stored = Buffer.from(body instanceof ArrayBuffer ? body : await new Response(body).arrayBuffer());
      };
      await clientOf().archive(taskAt(third.url), bucketOf(put));
      assert.ok(stored.equals(FILM));
    });
  }

  test("for good: a NetworkError with the task, no file left", async () => {
    const { url, seen } = await host((_, response) => breakOff(response, 50));
    const where = folder();
    const error = await clientOf()
      .archive(taskAt(url), { path: join(where, "v.mp4") })
      .catch((thrown) => thrown);
    assert.ok(error instanceof NetworkError && error instanceof WanError);
    assert.equal(error.taskId, "task-unified-1-abc");
    assert.deepEqual(readdirSync(where), []);
    assert.ok(seen.length <= 9, String(seen.length));
  });

  test("that stands still is taken for lost", async () => {
    const { url } = await host((request, response, n) => {
      if (n > 1) return rest(request, response);
      response.writeHead(200, { "content-type": "video/mp4", "content-length": FILM.length, etag: ETAG });
      response.write(FILM.subarray(0, 1000));
    });
    const client = clientOf({ timeouts: { readMs: 100 } });
    assert.ok(Buffer.from(await (await client.download(taskAt(url))).arrayBuffer()).equals(FILM));
  });
});

describe("a body that ends early", () => {
  test("by its boxes, where no length is told", async () => {
    const { url } = await host((_, response) => {
      response.writeHead(200, { "content-type": "video/mp4" });
      response.end(FILM.subarray(0, 120_000));
    });
    const response = await clientOf().download(taskAt(url));
    assert.equal(response.headers.get("content-length"), null);
    await assert.rejects(response.arrayBuffer(), { name: "NetworkError", taskId: "task-unified-1-abc" });
  });

  test("and goes on where the host lets it", async () => {
    const { url, seen } = await host((request, response, n) => {
      if (n > 1) return rest(request, response);
      response.writeHead(200, { "content-type": "video/mp4", etag: ETAG });
      response.end(FILM.subarray(0, 120_000));
    });
    assert.ok(Buffer.from(await (await clientOf().download(taskAt(url))).arrayBuffer()).equals(FILM));
    assert.equal(seen[1].range, "bytes=120000-");
  });
});

describe("an encoded answer", () => {
  for (const [name, length] of [
    ["with the length of what was sent", true],
    ["without", false],
  ]) {
    test(`${name}: no length is handed on, and all bytes are kept`, async () => {
      const packed = gzipSync(FILM);
      const { url } = await host((_, response) => {
        const told = { "content-type": "video/mp4", "content-encoding": "gzip", etag: ETAG };
        response.writeHead(200, length ? { ...told, "content-length": packed.length } : told).end(packed);
      });
      const response = await clientOf().download(taskAt(url));
      assert.equal(response.headers.get("content-length"), null);
      assert.equal(response.headers.get("content-encoding"), null);
      assert.ok(Buffer.from(await response.arrayBuffer()).equals(FILM));
      let stored;
      const put = async (_, body) => {
        stored = Buffer.from(body);
      };
      const archived = await clientOf().archive(taskAt(url), bucketOf(put));
      assert.deepEqual(archived, { bytes: FILM.length, contentType: "video/mp4" });
      assert.ok(stored.equals(FILM));
    });
  }
});

describe("a link that is refused", () => {
  const refusing = (status, times, body = "") =>
    host((request, response, n) => (n <= times ? response.writeHead(status).end(body) : rest(request, response)));

  for (const status of [403, 404]) {
    test(`with ${status} a moment after completion is asked again`, async () => {
      for (const times of [1, 3]) {
        const { url } = await refusing(status, times);
        const api = async () => Response.json(taskAt(url));
        const fetch = (input, init) => (String(input).startsWith("http://127") ? globalThis.fetch(input, init) : api());
        const events = [];
        const client = clientOf({ fetch, onEvent: (event) => events.push(event) });
        assert.equal((await (await client.download(taskAt(url))).arrayBuffer()).byteLength, FILM.length);
        const [retry] = events;
        assert.deepEqual([retry.type, retry.taskId, retry.reason], ["retry", "task-unified-1-abc", `status ${status}`]);
      }
    });
  }

  test("is called expired only where it can be", async () => {
    const day = 24 * 3_600_000;
    const old = { createdAt: new Date(Date.now() - day - 60_000), expiresAt: new Date(Date.now() - 1_000) };
    const young = { createdAt: new Date(Date.now() - day / 2), expiresAt: new Date(Date.now() + day / 2) };
    for (const [more, body, code] of [
      [old, "", "result_expired"],
      [young, "", "result_unavailable"],
      [{}, "<Message>Request has expired</Message>", "result_expired"],
      [{}, "", "result_unavailable"],
    ]) {
      const { url } = await refusing(403, 99, body);
      const task = taskAt(url, more);
      const created = task.createdAt.getTime() / 1000;
      const api = async () => Response.json({ ...task, created });
      const fetch = (input, init) => (String(input).startsWith("http://127") ? globalThis.fetch(input, init) : api());
      await assert.rejects(clientOf({ fetch }).download(task), { code, taskId: task.id });
    }
  });
});

test("what is handed on has headers of our own making, into a bucket too", async () => {
  const evil = {
    "content-type": "text/html",
    "set-cookie": "session=chosen",
    "content-disposition": 'attachment; filename="run.exe"',
    "content-security-policy": "default-src *",
    "access-control-allow-origin": "*",
    link: "</x>; rel=preload",
    refresh: "0; url=/x",
    "x-anything": "1",
  };
  for (const [type, kind, file] of [
    ["text/html", "video/mp4", "video.mp4"],
    ["image/svg+xml", "video/mp4", "video.mp4"],
    ["video/webm", "video/webm", "video.webm"],
    ["video/mp4; codecs=avc1", "video/mp4", "video.mp4"],
  ]) {
    const { url } = await host((request, response) => rest(request, response, { ...evil, "content-type": type }));
    const response = await clientOf().download(taskAt(url));
    assert.deepEqual(Object.fromEntries(response.headers), {
      "content-disposition": `inline; filename="${file}"`,
      "content-length": String(FILM.length),
      "content-type": kind,
      etag: ETAG,
      "x-content-type-options": "nosniff",
    });
    await response.body.cancel();
    const puts = [];
    await clientOf().archive(
      taskAt(url),
      bucketOf(async (...all) => puts.push(all[2])),
    );
    assert.deepEqual(puts, [{ httpMetadata: { contentType: kind } }]);
  }
});

test("a text is a task id, an address never: nothing is fetched", async () => {
  const { seen, url } = await host((request, response) => rest(request, response));
  const fetch = async () => assert.fail("nothing may be fetched");
  for (const text of [
    url,
    url.toUpperCase(),
    "//127.0.0.1/x",
    "/v.mp4",
    "file:///etc/passwd",
    "data:video/mp4,x",
    "\\\\h\\x",
  ]) {
    await assert.rejects(clientOf({ fetch }).download(text), { name: "ConfigError", message: /task id/ }, text);
    await assert.rejects(clientOf({ fetch }).archive(text, { path: "/tmp/never" }), ConfigError, text);
  }
  assert.equal(seen.length, 0);
});

test("a sink that fails is a WanError with the task and its cause", async () => {
  const { url } = await host((request, response) => rest(request, response));
  const cause = new Error("quota of the bucket");
  const put = () => Promise.reject(cause);
  for (const [sink, words] of [
    [bucketOf(put), /quota of the bucket/],
    [{ path: "/nowhere/at/all.mp4" }, /ENOENT/],
    [new WritableStream({ write: () => Promise.reject(cause) }), /quota/],
  ]) {
    await assert.rejects(clientOf().archive(taskAt(url), sink), (error) => {
      assert.deepEqual([error.name, error.code, error.taskId], ["WanError", "sink_failed", "task-unified-1-abc"]);
      assert.match(error.message, words);
      return true;
    });
  }
});

test("an abort ends a download in mid-video with its reason", async () => {
  const { url } = await host((_, response) => {
    response.writeHead(200, { "content-type": "video/mp4", "content-length": FILM.length, etag: ETAG });
    response.write(FILM.subarray(0, 1000));
  });
  const reason = new Error("enough");
  const stop = new AbortController();
  setTimeout(() => stop.abort(reason), 50);
  const archived = clientOf().archive(taskAt(url), { path: join(folder(), "v.mp4") }, { signal: stop.signal });
  await assert.rejects(archived, (error) => error === reason);
});
