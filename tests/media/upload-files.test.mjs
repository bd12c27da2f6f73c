// Files on their way out: under which type and name, hashed without being held, and what is said of those that cannot be read.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { WanClient } from "wanreel";
import { createProxy } from "wanreel/proxy";
import { createSimulator } from "wanreel/simulator";
import { seed } from "./shapes.mjs";
import { edit, FRAME, file, image, setUp } from "./submits.mjs";

const ANSWER = { success: true, data: { file_url: "https://files.example/a" } };

/** What an upload sent: the file's type and name, or the fields of JSON. */
async function sent(given, options) {
  let seen;
  const fetch = async (_, { body }) => {
    seen = typeof body === "string" ? JSON.parse(body) : body.get("file");
    return Response.json(ANSWER);
  };
  await new WanClient({ apiKey: "sk-of-some-length", fetch }).upload(given, options);
  return seen;
}

/** By content first, then by the type it is said to be, then by its name; nothing else is ever told. */
const KINDS = [
  ["a jpeg", [FRAME], "a.jpg", "image/jpeg", "image/jpeg", "a.jpg"],
  ["no type", [FRAME], "a.jpg", "", "image/jpeg", "a.jpg"],
  ["no type, no ending", [FRAME], "photo", "", "image/jpeg", "photo.jpg"],
  ["octets", [seed("rgb.png")], "x", "application/octet-stream", "image/png", "x.png"],
  ["a jpeg said to be a png", [FRAME], "a.png", "image/png", "image/jpeg", "a.jpg"],
  ["a jpeg called a page", [FRAME], "a.html", "text/html", "image/jpeg", "a.jpg"],
  ["a jpeg called an svg", [FRAME], "a.svg", "image/svg+xml", "image/jpeg", "a.jpg"],
  ["a jpeg called twice", [FRAME], "a.html.jpg", "image/jpeg", "image/jpeg", "a.html.jpg"],
  ["an mp4 called mov", [seed("first.mp4")], "a.MOV", "", "video/mp4", "a.mp4"],
  ["a mov", [seed("turned.mov")], "a.MOV", "", "video/quicktime", "a.MOV"],
  ["a wav", [seed("plain.wav")], "v.wav", "audio/x-wav", "audio/wav", "v.wav"],
  ["an mp3", [seed("tagged.mp3")], "v.mpga", "", "audio/mpeg", "v.mp3"],
  ["a bare mp3", [seed("bare.mp3")], "v", "", "audio/mpeg", "v.mp3"],
  ["a webp", [seed("lossy.webp")], "w.webp", "", "image/webp", "w.webp"],
  ["a bmp", [seed("plain.bmp")], "b.bmp", "image/x-ms-bmp", "image/bmp", "b.bmp"],
  ["what is told by its name alone", ["not known"], "a.mp3", "", "audio/mpeg", "a.mp3"],
  ["what is told by its type alone", ["not known"], "clip", "video/mp4; codecs=avc1", "video/mp4", "clip.mp4"],
  ["a page", ["<script>"], "a.html", "text/html", "application/octet-stream", "a.bin"],
  ["an svg", ["<svg/>"], "a.svg", "image/svg+xml", "application/octet-stream", "a.bin"],
  ["an svg under another name", ["<svg/>"], "a.SVGZ", "", "application/octet-stream", "a.bin"],
];

test("a type and a name of the table", async () => {
  for (const [what, parts, name, said, type, as] of KINDS) {
    const seen = await sent(new File(parts, name, { type: said }));
    assert.deepEqual([seen.type, seen.name], [type, as], what);
    assert.equal(seen.size, new Blob(parts).size, what);
  }
  const blob = await sent(new Blob([FRAME]));
  assert.deepEqual([blob.type, blob.name], ["image/jpeg", "file.jpg"]);
  const named = await sent(new Blob([FRAME]), { fileName: "../x.html" });
  assert.equal(named.name, "../x.jpg");
});

test("data: URLs too", async () => {
  const data = Buffer.from(FRAME).toString("base64");
  for (const said of ["image/jpeg", "image/png", "text/html", "image/svg+xml", ""]) {
    const seen = await sent(`data:${said};base64,${data}`, { fileName: "a.svg" });
    assert.deepEqual([seen.base64_data.split(",")[0], seen.file_name], ["data:image/jpeg;base64", "a.jpg"]);
  }
  const page = Buffer.from("<script>").toString("base64");
  for (const said of ["text/html", "image/svg+xml", ""]) {
    await assert.rejects(sent(`data:${said};base64,${page}`), {
      name: "ConfigError",
      message: /no image, video or sound/,
    });
  }
  const url = await sent("https://a.example/x.png", { fileName: "x.html" });
  assert.equal(url.file_name, "x.bin");
});

test("through the proxy, whatever the browser knew of the type", async () => {
  const simulator = createSimulator({ generationMs: 0 });
  const types = [];
  const fetch = async (url, init) => {
    if (!(init?.body instanceof ReadableStream)) return simulator.fetch(url, init);
    // The proxy streams its form: read here as the API would.
    const form = await new Response(init.body, { headers: init.headers }).formData();
    types.push(form.get("file").type);
    return simulator.fetch(url, { method: "POST", body: form });
  };
  const proxy = createProxy({
    apiKey: "sk-of-some-length",
    authorize: async () => ({ user: "u" }),
    uploads: true,
    fetch,
  });
  // Not this package's client: a form as any page sends it.
  const post = async (given) => {
    const body = new FormData();
    body.append("file", given);
    const url = "http://proxy.test/api/wan/api/v1/files/upload/stream";
    return (await proxy(new Request(url, { method: "POST", body, headers: { origin: "http://proxy.test" } }))).status;
  };
  for (const [what, parts, name, said, type] of KINDS) {
    const status = await post(new File(parts, name, { type: said }));
    // A proxy passes on no plain text, whatever a stranger calls it.
    if (type === "application/octet-stream" || what.endsWith("alone")) assert.equal(status, 400, what);
    // What the file service thinks of it is its own affair.
    else assert.equal(types.pop(), type, what);
  }
});

/** A File as a browser gives it whose bytes cannot be had. */
function unreadable(name, message, { type = "", readable = 0, parts = [FRAME] } = {}) {
  const broken = new File(parts, "clip.jpg", { type });
  const slice = (start, end, as) => {
    const part = Blob.prototype.slice.call(broken, start, end, as);
    if (start < readable) return part;
    return Object.assign(part, { arrayBuffer: () => Promise.reject(new DOMException(message, name)) });
  };
  return Object.assign(broken, { slice, arrayBuffer: () => Promise.reject(new DOMException(message, name)) });
}
const BROKEN = [
  ["changed since it was chosen", unreadable("NotReadableError", "The requested file could not be read")],
  ["deleted", unreadable("NotFoundError", "A requested file or directory could not be found")],
  // As Chromium has it: of no size, and its slices are read as nothing.
  ["deleted, so empty", unreadable("NotFoundError", "A requested file was not found", { readable: 1, parts: [] })],
  ["a folder that was dropped", unreadable("NotFoundError", "The object can not be found here.")],
  ["forbidden", unreadable("NotAllowedError", "permission denied")],
  ["without a word", unreadable("NotReadableError", "")],
];

test("a file that cannot be read: said so, nothing sent, nothing remembered", async () => {
  for (const [what, broken] of BROKEN) {
    const { client, sent: asked } = setUp();
    for (const call of [() => client.submit(image(broken)), () => client.upload(broken)]) {
      const error = await call().then(assert.fail, (reason) => reason);
      assert.equal(error.name, "ValidationError", `${what}: ${error}`);
      const [issue] = error.issues;
      assert.deepEqual([issue.severity, issue.code], ["error", "media_unreadable"], what);
      assert.match(issue.message, /cannot be read: \w/);
      assert.match(issue.hint, /changed.*folder.*choose the file again/);
    }
    assert.deepEqual([asked(), await client.resume()], [[], []], what);
  }
});

test("one that changes while it leaves is not called a broken connection", async () => {
  let gone = false;
  const changing = new File([FRAME], "a.jpg");
  const slice = (...args) => {
    const part = Blob.prototype.slice.apply(changing, args);
    if (gone) part.arrayBuffer = () => Promise.reject(new DOMException("changed", "NotReadableError"));
    return part;
  };
  Object.assign(changing, { slice });
  const fetch = async () => {
    gone = true;
    throw new TypeError("Failed to fetch");
  };
  const client = new WanClient({ apiKey: "sk-of-some-length", fetch });
  await assert.rejects(client.upload(changing), { name: "ValidationError", message: /cannot be read: changed/ });
  await assert.rejects(client.upload(new File([FRAME], "a.jpg")), { name: "NetworkError" });
});

test("the same content is the same request, with crypto.subtle or without", async () => {
  const { client } = setUp();
  const first = await client.submit(image(file(FRAME)));
  const real = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  const getRandomValues = (array) => real.get.call(globalThis).getRandomValues(array);
  Object.defineProperty(globalThis, "crypto", { configurable: true, value: { getRandomValues } });
  try {
    const again = await client.submit(image(file(FRAME)));
    assert.deepEqual([again.id, again.deduplicated], [first.id, true]);
  } finally {
    Object.defineProperty(globalThis, "crypto", real);
  }
});

test("a file is hashed as SHA-256 has it, piece by piece", async () => {
  const PIECE = 256 << 10;
  for (const length of [1, 63, 64, 65, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7]) {
    const bytes = Buffer.alloc(length, "wan");
    const largest = { size: 0 };
    const watched = new Blob([bytes]);
    watched.slice = (start, end, type) => {
      const part = Blob.prototype.slice.call(watched, start, end, type);
      largest.size = Math.max(largest.size, type === undefined ? part.size : 0);
      return part;
    };
    let body;
    const fetch = async (url, init) => {
      if (/upload/.test(url)) return Response.json(ANSWER);
      body = init.body;
      return Response.json({ id: "task-unified-1-abc", status: "pending", progress: 0 });
    };
    const records = new Map();
    const store = {
      get: async (key) => records.get(key),
      claim: async (key, record) => void records.set(key, record),
      set: async (key, record) => void records.set(key, record),
      delete: async (key) => void records.delete(key),
    };
    const client = new WanClient({ apiKey: "sk-of-some-length", fetch, store, validate: "off" });
    const { fingerprint } = await client.submit(edit(watched));
    const digest = createHash("sha256").update(bytes).digest("hex");
    const { buildRequest } = await import("wanreel");
    const same = buildRequest(edit(`https://sha256.invalid/${digest}`), { validate: "off" });
    assert.equal(fingerprint, same.fingerprint, `${length} bytes`);
    assert.match(body, /files\.example/);
    assert.ok(largest.size <= PIECE, `${largest.size} bytes at once`);
  }
});
