// Results through the proxy: whole, in parts, expired, or not videos at all.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { atFullHour, attack, KEY, printTable, REQUEST, serve, world } from "./world.mjs";

after(printTable);

async function finished(options) {
  const scene = await world(options);
  const task = await scene.client().generate(REQUEST);
  return { scene, task, path: `/api/wan/v1/tasks/${task.id}/content` };
}
const sha = (bytes) => createHash("sha256").update(Buffer.from(bytes)).digest("hex");

attack(
  "a result, whole and by Range",
  "streamed, byte for byte; nothing of the user goes to the file host",
  async () => {
    const { scene, path } = await finished();
    const [made] = scene.simulator.tasks();
    const direct = await (await fetch(`${scene.api}/results/${made.id}.mp4`)).arrayBuffer();
    const whole = await scene.call(path, {
      headers: { authorization: "Bearer x", referer: `${scene.origin}/secret-page` },
    });
    assert.equal(whole.headers.get("content-length"), String(direct.byteLength));
    assert.equal(whole.headers.get("accept-ranges"), "bytes");
    assert.equal(whole.headers.get("cache-control"), "no-store");
    assert.equal(whole.headers.get("x-content-type-options"), "nosniff");
    assert.match(whole.headers.get("content-security-policy"), /sandbox/);
    assert.equal(sha(await whole.arrayBuffer()), sha(direct));
    const part = await scene.call(path, { headers: { range: "bytes=100-199" } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get("content-range"), `bytes 100-199/${direct.byteLength}`);
    assert.equal(sha(await part.arrayBuffer()), sha(direct.slice(100, 200)));
    const past = await scene.call(path, { headers: { range: `bytes=${direct.byteLength}-` } });
    assert.equal(past.status, 416);
    assert.equal(past.headers.get("content-range"), `bytes */${direct.byteLength}`);
    for (const { headers, authorized } of scene.reached("result").slice(1)) {
      assert.equal(authorized, false);
      for (const name of ["cookie", "referer", "authorization", "idempotency-key"])
        assert.equal(headers[name], undefined);
    }
    // Players ask often; the API is asked for the link once.
    const polls = scene.reached("poll").length;
    for (let time = 0; time < 5; time++)
      await (await scene.call(path, { headers: { range: "bytes=0-9" } })).arrayBuffer();
    assert.equal(scene.reached("poll").length, polls);
  },
);

attack("a Range of junk: many parts, other units, huge numbers", "the whole file", async () => {
  const { scene, path } = await finished();
  for (const range of ["bytes=0-1,5-6", "lines=1-2", `bytes=${"9".repeat(30)}-`, "bytes=a-b", "bytes=-"]) {
    const answer = await scene.call(path, { headers: { range } });
    assert.equal(answer.status, 200, range);
    await answer.body.cancel();
  }
});

attack("a link that has expired", "asked for anew once, then 410 result_expired", async () => {
  for (const status of [401, 403, 404, 410]) {
    const { scene, path } = await finished();
    await (await scene.call(path)).arrayBuffer();
    const polls = scene.reached("poll").length;
    scene.simulator.setFaults({ on: "result", status });
    const answer = await scene.call(path);
    assert.equal(answer.status, 410);
    assert.equal((await answer.json()).error.code, "result_expired");
    assert.equal(scene.reached("poll").length, polls + 1);
    scene.simulator.setFaults([]);
    assert.equal((await scene.call(path)).status, 200);
  }
});

attack(
  "a file host that answers a page, a script, an error",
  "502 not_a_video, never on the site's own origin",
  async () => {
    const { scene, path } = await finished();
    for (const fault of [
      { do: "html" },
      { status: 200, body: { text: "<script>alert(1)</script>" }, contentType: "image/svg+xml" },
      { status: 200, body: { text: "alert(1)" }, contentType: "text/javascript" },
      { status: 200, body: { text: "{}" } },
      { status: 500 },
      { status: 204 },
      { do: "drop_before" },
    ]) {
      scene.simulator.setFaults({ on: "result", ...fault });
      const answer = await scene.call(path);
      assert.equal(answer.status, 502, JSON.stringify(fault));
      assert.match(answer.headers.get("content-type"), /^application\/json/);
    }
  },
);

attack("links into private networks, plain http, credentials", "502, not fetched", async () => {
  const api = "https://api.evolink.example";
  const links = [
    "https://127.0.0.1/v.mp4",
    "https://localhost/v.mp4",
    "https://10.0.0.1/v.mp4",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/v.mp4",
    "https://2130706433/v.mp4",
    "https://0x7f.1/v.mp4",
    "https://metadata.internal/v.mp4",
    "http://files.example.com/v.mp4",
    "https://user:pass@files.example.com/v.mp4",
  ];
  for (const [number, link] of links.entries()) {
    const asked = [];
    const send = async (input) => {
      asked.push(String(input));
      return Response.json({ id: `task-unified-${number}-private`, status: "completed", results: [link] });
    };
    const scene = await world({ baseUrl: api, fetch: send });
    const { id } = await (await scene.post()).json();
    assert.equal((await scene.call(`/api/wan/v1/tasks/${id}/content`)).status, 502, link);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(api)),
      [],
    );
  }
});

attack(
  "a file host that redirects: in public, into the private, round and round",
  "3 hops in public; else 502",
  async () => {
    const api = "https://api.evolink.example";
    let number = 0;
    const through = async (hops) => {
      const id = `task-unified-${++number}-hop`;
      const asked = [];
      const send = async (input, init) => {
        const url = String(input);
        assert.equal(init.redirect, "manual");
        if (url.startsWith(api))
          return Response.json({ id, status: "completed", results: ["https://files.example.com/0"] });
        asked.push(url);
        const location = hops[asked.length - 1];
        if (location) return new Response(null, { status: 302, headers: { location } });
        return new Response("video", { headers: { "content-type": "video/mp4", "set-cookie": "a=b" } });
      };
      const scene = await world({ baseUrl: api, fetch: send });
      const { id: own } = await (await scene.post()).json();
      const answer = await scene.call(`/api/wan/v1/tasks/${own}/content`);
      assert.equal(answer.headers.get("set-cookie"), null);
      return { status: answer.status, asked };
    };
    assert.deepEqual(await through(["/1", "https://cdn.example.com/2"]), {
      status: 200,
      asked: ["https://files.example.com/0", "https://files.example.com/1", "https://cdn.example.com/2"],
    });
    assert.equal((await through(["https://169.254.169.254/"])).asked.length, 1);
    assert.equal((await through(["http://cdn.example.com/"])).status, 502);
    assert.equal((await through(["file:///etc/passwd"])).status, 502);
    assert.equal((await through(Array(9).fill("https://cdn.example.com/"))).status, 502);
  },
);

test("before it is done there is no content; a task without a video has none", async () => {
  const scene = await world({ simulate: { generationMs: 60_000 } });
  const { id } = await (await scene.post()).json();
  const answer = await scene.call(`/api/wan/v1/tasks/${id}/content`);
  assert.equal(answer.status, 404);
  assert.equal((await answer.json()).error.code, "no_result");
  assert.equal((await scene.call(`/api/wan/v1/tasks/${id}/content/1`)).status, 404);
});

test("links name the origin the page is on, also behind what ends TLS", async () => {
  const { scene, task } = await finished();
  const linkFor = async (headers, options = {}) => {
    const { proxy } = options.publicUrl ? await world({ ...options, baseUrl: scene.api }) : scene;
    const request = new Request(`http://inner.example/api/wan/v1/tasks/${task.id}`, {
      headers: { cookie: "session=ann", ...headers },
    });
    return new URL((await (await proxy(request)).json()).results[0]).origin;
  };
  assert.equal(await linkFor({}), "http://inner.example");
  assert.equal(await linkFor({ "x-forwarded-proto": "https" }), "https://inner.example");
  assert.equal(
    await linkFor({ "sec-fetch-site": "same-origin", referer: "https://shop.example/page" }),
    "https://shop.example",
  );
  assert.equal(await linkFor({ referer: "https://evil.example/page" }), "http://inner.example");
  assert.equal(await linkFor({}, { publicUrl: "https://shop.example" }), "https://shop.example");
});

test("a player that goes away stops the file host's stream", async () => {
  let stopped;
  const gone = new Promise((resolve) => {
    stopped = resolve;
  });
  const upstream = (request, response) => {
    if (!request.url.startsWith("/files")) {
      const body = {
        id: "task-unified-9-stream",
        status: "completed",
        results: [`http://${request.headers.host}/files/v.mp4`],
      };
      return response.end(JSON.stringify(body));
    }
    response.writeHead(200, { "content-type": "video/mp4" });
    const drip = setInterval(() => response.write(Buffer.alloc(65_536)), 5);
    response.once("close", () => {
      clearInterval(drip);
      stopped();
    });
  };
  const scene = await world({ upstream });
  const { id } = await (await scene.post()).json();
  const stop = new AbortController();
  const answer = await scene.call(`/api/wan/v1/tasks/${id}/content`, { signal: stop.signal });
  await answer.body.getReader().read();
  stop.abort();
  await gone;
});

test("uploads and credits, where they are asked for", async (t) => {
  atFullHour(t);
  const scene = await world({ uploads: { maxBytes: 5000 }, credits: true, rateLimit: { perHour: 8 } });
  const page = scene.client({ filesBaseUrl: `${scene.origin}/api/wan` });
  assert.equal((await page.credits()).user.used, 0);
  const file = await page.upload(new File([new Uint8Array(100)], "../../evil name.png", { type: "image/png" }), {
    uploadPath: "someone/else",
  });
  assert.match(file.url, /^http/);
  const [upload] = scene.reached("upload");
  assert.doesNotMatch(upload.body ?? "", /evil|someone/);
  assert.equal(upload.authorized, true);
  await assert.rejects(page.upload(new Blob([new Uint8Array(9000)], { type: "image/png" })), { status: 413 });
  await assert.rejects(page.upload(new Blob(["<svg>"], { type: "image/svg+xml" })), { status: 400 });
  await assert.rejects(page.upload(new Blob(["<html>"], { type: "text/html" })), { status: 400 });
  await assert.rejects(page.upload("https://10.0.0.1/a.png"), { status: 400 });
  await page.upload(`data:image/png;base64,${Buffer.alloc(30).toString("base64")}`);
  await page.upload("https://media.example.com/cat.png");
  await page.upload(new Blob([new Uint8Array(10)], { type: "image/png" }));
  await assert.rejects(page.upload(new Blob([new Uint8Array(10)], { type: "image/png" })), { status: 429 });
  assert.equal(scene.reached("upload").length, 4);
  for (const { headers } of scene.reached()) assert.doesNotMatch(JSON.stringify(headers), new RegExp(KEY));
});

test("behind Express: cut URLs, parsed bodies", async () => {
  const scene = await world();
  const { toNodeHandler } = await import("wanreel/proxy");
  const handle = toNodeHandler(scene.proxy);
  const origin = await serve(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    request.body = JSON.parse(Buffer.concat(chunks).toString() || "null") ?? undefined;
    request.originalUrl = request.url;
    request.url = request.url.replace("/api/wan", "");
    await handle(request, response);
  });
  const answer = await fetch(`${origin}/api/wan/v1/videos/generations`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: "session=ann" },
    body: JSON.stringify(REQUEST),
  });
  assert.equal(answer.status, 200);
  const { id } = await answer.json();
  assert.equal((await fetch(`${origin}/api/wan/v1/tasks/${id}`, { headers: { cookie: "session=ann" } })).status, 200);
});

/** A form of one's own making, as no browser sends it. */
async function form(scene, parts, { boundary = "x", end = `--${boundary}--\r\n`, type, cut } = {}) {
  const pieces = parts.flatMap(([head, bytes]) => [`--${boundary}\r\n${head}\r\n\r\n`, bytes, "\r\n"]);
  const body = Buffer.concat([...pieces, end].map((piece) => Buffer.from(piece, "latin1")));
  return scene.call("/api/wan/api/v1/files/upload/stream", {
    method: "POST",
    headers: { "content-type": type ?? `multipart/form-data; boundary=${boundary}` },
    body: body.subarray(0, cut),
  });
}
const PNG = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0";
const FILE = 'Content-Disposition: form-data; name="file"; filename="a.html"';

test("a file is what its bytes say, under a name of the proxy's", async () => {
  const seen = [];
  const upstream = async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push(Buffer.concat(chunks).toString("latin1"));
    response.end(JSON.stringify({ success: true, data: { file_url: "https://files.example.com/x" } }));
  };
  const scene = await world({ upstream, uploads: true });
  const kinds = {
    "image/png png": [PNG, ""],
    "image/jpeg jpg": ["\xff\xd8\xff\xe0\0\x10JFIF\0", "application/octet-stream"],
    "image/webp webp": ["RIFF\x1a\0\0\0WEBPVP8 ", "image/png"],
    "image/bmp bmp": ["BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "text/html"],
    "video/mp4 mp4": ["\0\0\0\x18ftypisom\0\0\0\0", "image/svg+xml"],
    "video/quicktime mov": ["\0\0\0\x14ftypqt  \0\0\0\0", ""],
    "audio/mpeg mp3": ["\xff\xfb\x90\x64\0\0", "video/x-anything"],
    "audio/wav wav": ["RIFF\x24\0\0\0WAVEfmt ", "application/x-msdownload"],
  };
  for (const [expected, [bytes, declared]] of Object.entries(kinds)) {
    const [type, ending] = expected.split(" ");
    const head = declared === "" ? FILE : `${FILE}\r\nContent-Type: ${declared}`;
    assert.equal((await form(scene, [[head, bytes]])).status, 200, expected);
    const got = seen.at(-1);
    assert.match(got, new RegExp(`filename="[0-9a-f-]{36}\\.${ending}"\r\ncontent-type: ${type}\r\n\r\n`));
    assert.ok(got.includes(`\r\n\r\n${bytes}\r\n--`), "the bytes are the same");
    const data = { base64_data: `data:${declared};base64,${Buffer.from(bytes, "latin1").toString("base64")}` };
    const answer = await scene.call("/api/wan/api/v1/files/upload/base64", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(data),
    });
    assert.equal(answer.status, 200, expected);
    assert.match(seen.at(-1), new RegExp(`"data:${type};base64,.*"file_name":"[0-9a-f-]{36}\\.${ending}"`));
  }
  const reached = seen.length;
  for (const bytes of [
    "<script>alert(1)</script>",
    "\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'>",
    "\xff\xfe<\0s\0v\0g\0",
    "#!/bin/sh\nrm",
    "%PDF-1.7\n\0",
    "GIF89a\x01\0",
    "PK\x03\x04\0\0",
    "MZ\x90\0",
    "\0\0\0\x1cftypavif\0\0",
    "\x1aE\xdf\xa3\0\0",
  ]) {
    for (const type of ["image/png", "image/html", "image/svg+xml", "video/php", "audio/x-sh"]) {
      const answer = await form(scene, [[`${FILE}\r\nContent-Type: ${type}`, bytes]]);
      assert.equal(answer.status, 400, `${JSON.stringify(bytes)} as ${type}`);
    }
  }
  assert.equal(seen.length, reached, "none was sent on");
});

test("forms as they should not be", async () => {
  const scene = await world({ uploads: { maxBytes: 100_000 } });
  const field = 'Content-Disposition: form-data; name="upload_path"';
  const ok = [FILE, PNG];
  const cases = {
    "fields before and after": [200, [[field, "a/b"], ok, [field, "c"]]],
    "a delimiter that almost is one": [200, [[FILE, `${PNG}\r\n--y\r\n-\r\n--`]]],
    "a quoted boundary": [200, [ok], { type: 'multipart/form-data; boundary="x"' }],
    "two files": [200, [ok, [FILE, "<script>"]]],
    "no file": [400, [[field, "a"]]],
    "a name that only ends so": [400, [['Content-Disposition: form-data; name="profile"; filename="file"', PNG]]],
    "no boundary": [415, [ok], { type: "multipart/form-data" }],
    "another boundary": [400, [ok], { type: "multipart/form-data; boundary=other" }],
    "a hundred parts": [400, [...Array(100).fill([field, "a"]), ok]],
    "a long field": [400, [[field, "a".repeat(40_000)], ok]],
    "a long header": [400, [[`${FILE}\r\nX-A: ${"a".repeat(9000)}`, PNG]]],
    "too large a file": [413, [[FILE, PNG + "\0".repeat(101_000)]]],
    "far too large": [413, [[FILE, PNG + "\0".repeat(300_000)]]],
    "broken off in the file": [400, [[FILE, PNG + "\0".repeat(5000)]], { cut: 3000 }],
    "broken off in the header": [400, [ok], { cut: 20 }],
    "an empty file": [400, [[FILE, ""]]],
    nothing: [400, [ok], { cut: 0 }],
  };
  for (const [what, [status, parts, options]] of Object.entries(cases)) {
    const answer = await form(scene, parts, options);
    const expected = what === "no boundary" ? [400, 415] : [status];
    assert.ok(expected.includes(answer.status), `${what}: ${answer.status} ${await answer.text()}`);
  }
});

test("what the file host says of an upload is read as the client reads it, and sent once", async () => {
  for (const [status, body, expected, code, message] of [
    [200, '{"success":false,"msg":"bad file"}', 422, "upload_failed", "bad file"],
    [200, '{"success":true,"data":{"file_url":"/a.png"}}', 422, "upload_failed", "the upload answered status 200"],
    [413, '{"error":{"message":"too large"}}', 413, "upload_failed", "too large"],
    [500, "<html>", 500, "upload_failed", "the upload answered status 500"],
    [401, `{"msg":"bad key ${KEY}"}`, 401, "unauthorized", /cannot make videos/],
    [302, "", 502, "bad_gateway", /could not be read/],
    [0, "", 503, "service_unavailable", /could not be reached/],
  ]) {
    let reached = 0;
    const upstream = async (request, response) => {
      reached += 1;
      for await (const _ of request);
      if (status === 0) return response.destroy();
      response.writeHead(status, status === 302 ? { location: "https://elsewhere.example/" } : {}).end(body);
    };
    const scene = await world({ upstream, uploads: true });
    const answer = await form(scene, [[FILE, PNG]]);
    const { error } = await answer.json();
    assert.deepEqual([answer.status, error.code, reached], [expected, code, 1]);
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
  }
});

test("a file is passed on as it comes: nothing of it waits in the proxy", async () => {
  let arrived = 0;
  const upstream = async (request, response) => {
    for await (const chunk of request) arrived += chunk.length;
    response.end(JSON.stringify({ success: true, data: { file_url: "https://files.example.com/x" } }));
  };
  const scene = await world({ upstream, uploads: true });
  const piece = new Uint8Array(65_536);
  let sent = 0;
  let waited = 0;
  const body = new ReadableStream({
    async pull(controller) {
      if (sent === 0) controller.enqueue(Buffer.from(`--x\r\n${FILE}\r\n\r\n${PNG}`, "latin1"));
      controller.enqueue(piece);
      sent += piece.length;
      await new Promise((done) => setTimeout(done, 5));
      waited = Math.max(waited, sent - arrived);
      if (sent < 4_000_000) return;
      controller.enqueue(new TextEncoder().encode("\r\n--x--\r\n"));
      controller.close();
    },
  });
  const answer = await scene.call("/api/wan/api/v1/files/upload/stream", {
    method: "POST",
    headers: { "content-type": "multipart/form-data; boundary=x" },
    body,
    duplex: "half",
  });
  assert.equal(answer.status, 200);
  assert.ok(arrived > 4_000_000 && waited < 2_000_000, `${waited} bytes waited`);
});
