// What a hostile page, user or network tries, and what comes of it. The table is printed at the end.
import assert from "node:assert/strict";
import { after } from "node:test";
import { createProxy, MemoryLimits, toNodeHandler } from "wanreel/proxy";
import {
  atFullHour,
  attack,
  KEY,
  POST,
  PRICE,
  printTable,
  REQUEST,
  raw,
  serve,
  session,
  stalled,
  world,
} from "./world.mjs";

after(printTable);

const INTENT = "paid-intent-0000000001";
const head = (method, path, lines = []) => [`${method} ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n");
const errorOf = async (response) => (await response.json()).error;
const never = (scene, kind) => assert.deepEqual(scene.reached(kind), [], "nothing may reach the API");

// ── who ──

attack("start without authorize, or without a key", "ConfigError", () => {
  assert.throws(() => createProxy({ apiKey: KEY }), { name: "ConfigError", message: /authorize/ });
  assert.throws(() => createProxy({ authorize: session }), { name: "ConfigError", message: /no API key/ });
});

attack("nobody signed in", "401, nothing sent", async () => {
  const scene = await world();
  const answer = await scene.post(REQUEST, {}, null);
  assert.equal(answer.status, 401);
  assert.equal((await errorOf(answer)).code, "unauthorized");
  assert.equal((await scene.call("/api/wan/v1/tasks/task-unified-1-abc", {}, null)).status, 401);
  never(scene);
});

attack("authorize throws, answers nonsense or reads the body", "500, nothing sent, its words kept", async () => {
  const odd = [
    () => {
      throw new Error("database at 10.0.0.7 refused");
    },
    () => Promise.reject(new Error("10.0.0.7")),
    () => true,
    () => ({}),
    () => ({ user: "" }),
    () => ({ user: 7 }),
    () => ({ user: "x".repeat(257) }),
    async (request) => ({ user: (await request.text()) && "ann" }),
  ];
  for (const authorize of odd) {
    const scene = await world({ authorize });
    const answer = await scene.post();
    assert.equal(answer.status, 500);
    assert.doesNotMatch(await answer.text(), /10\.0\.0\.7/);
    assert.equal(scene.events.find(({ type }) => type === "failed").where, "authorize");
    never(scene);
  }
});

// ── where ──

attack("other paths: //evil, .., %2f, %00, ;x, trailing junk, absolute form", "404 or 400, nothing sent", async () => {
  const scene = await world();
  const cookie = "Cookie: session=ann";
  // A real one, its owner's: only the way to it is wrong.
  const { id } = await (await scene.post()).json();
  const paths = [
    "/",
    "/v1/credits",
    "/api/wan/v1/credits",
    "/api/wan/v1/models",
    "/api/wan/v1/tasks/",
    "/api/wan/v1/tasks",
    `/api/wan/v1/tasks/${id}/content/0`,
    `/api/wan/v1/tasks/${id}/content/99`,
    `/api/wan/v1/tasks/${id}/cancel`,
    `/api/wan/v1/tasks/${id}%2fcontent`,
    "/api/wan/v1/tasks/..%2f..%2fv1%2fcredits",
    "/api/wan/v1/tasks/../credits",
    "/api/wan/v1/tasks/%2e%2e/credits",
    `/api/wan/v1/tasks/${id}%0d%0aX-Evil:%201`,
    `/api/wan/v1/tasks/${id} b`,
    "/api/wan/api/v1/files/upload/url",
    `//evil.example/v1/tasks/${id}`,
    `//evil.example/api/wan/v1/tasks/${id}`,
    `/api/wan//v1/tasks/${id}`,
    `/api/wan/./v1/tasks/${id}`,
    `/x/../api/wan/v1/tasks/${id}`,
    `\\\\evil.example\\v1\\tasks\\${id}`,
    `/api/wan\\v1\\tasks\\${id}`,
    `/API/WAN/v1/tasks/${id}`,
    `/api/wanv1/tasks/${id}`,
    `/api/wan@evil.example/v1/tasks/${id}`,
    `http://evil.example/api/wan/v1/tasks/${id}`,
    `https://evil.example/api/wan/v1/tasks/${id}`,
    "javascript:alert(1)",
    "*",
  ];
  for (const path of paths) {
    const { status } = await raw(scene.origin, head("GET", path, ["Host: shop.example", cookie, "Connection: close"]));
    assert.ok(status === 404 || status === 400, `GET ${path} answered ${status}`);
  }
  for (const junk of ["//", "/./", "/..", "%2f", "%00", ";x=1", "/x", "%20", ".json", "%3fa"]) {
    const lines = [
      "Host: shop.example",
      cookie,
      "Content-Type: application/json",
      "Content-Length: 2",
      "Connection: close",
    ];
    const { status } = await raw(scene.origin, `${head("POST", POST + junk, lines)}{}`);
    assert.ok(status === 404 || status === 400, `POST ${junk} answered ${status}`);
  }
  assert.equal(scene.reached().length, 1);
  assert.equal(
    (await raw(scene.origin, head("GET", `/api/wan/v1/tasks/${id}`, ["Host: a", cookie, "Connection: close"]))).status,
    200,
  );
});

attack("a Host header of the attacker's", "the API's host stays, links name only the sender's own", async () => {
  const scene = await world();
  const body = JSON.stringify(REQUEST);
  const lines = ["Host: evil.example", "X-Forwarded-Host: evil.example", "Cookie: session=ann"];
  const more = ["Content-Type: application/json", `Content-Length: ${body.length}`, "Connection: close"];
  const { status } = await raw(scene.origin, head("POST", POST, [...lines, ...more]) + body);
  assert.equal(status, 200);
  assert.equal(scene.reached()[0].host, new URL(scene.api).host);
  for (const host of ["evil.example/x", "a@evil.example", "evil.example?", "%0d%0a"]) {
    const bad = await raw(
      scene.origin,
      head("GET", "/api/wan/v1/tasks/a", [`Host: ${host}`, "Cookie: session=ann", "Connection: close"]),
    );
    assert.equal(bad.status, 400, host);
  }
});

attack("mount and hosts that are none, plain http, * as origin", "ConfigError", () => {
  const base = { apiKey: KEY, authorize: session };
  for (const wrong of [
    { mount: "api" },
    { mount: "/api/../x" },
    { mount: "/a b" },
    { mount: "/%2f" },
    { baseUrl: "http://api.evolink.ai" },
    { baseUrl: "/relative" },
    { baseUrl: "https://user:pass@api.evolink.ai" },
    { filesBaseUrl: "http://files.example" },
    { allowedOrigins: ["*"] },
    { allowedOrigins: ["null"] },
    { allowedOrigins: ["https://example.com/path"] },
    { secret: "short" },
    { secret: [] },
    { models: ["wan2.7-text-to-vide"] },
    { rateLimit: { perMinut: 5 } },
    { rateLimits: { perMinute: 5 } },
    { rateLimit: { perMinute: -1 } },
    { budget: { perUserDay: 5 } },
    { budget: { perUserDayMicroUsd: 1.5 } },
    { limits: {} },
    { store: {} },
    { results: "raw" },
    { validate: "off" },
    { maxBodyBytes: 0 },
    { apiKey: "sk-with\nnewline" },
  ]) {
    assert.throws(() => createProxy({ ...base, ...wrong }), { name: "ConfigError" }, JSON.stringify(wrong));
  }
});

// ── headers and methods ──

attack("Idempotency-Key with CRLF, spaces, commas, unicode, too short, too long", "400, nothing sent", async () => {
  const scene = await world();
  const keys = [
    "short",
    "x".repeat(97),
    "with spaces in the key",
    "comma,comma,comma,comma",
    "semi;colon;semi;colon",
    "%0d%0aX-Evil:%201xxxx",
    "ünïcödé-ünïcödé-ünïcödé",
  ];
  for (const key of keys) {
    const answer = await scene.post(REQUEST, { "idempotency-key": Buffer.from(key).toString("latin1") });
    assert.equal(answer.status, 400, key);
    assert.equal((await errorOf(answer)).code, "invalid_idempotency_key");
  }
  const twice = ["Host: a", "Cookie: session=ann", "Content-Type: application/json", "Content-Length: 2"];
  const { status } = await raw(
    scene.origin,
    `${head("POST", POST, [...twice, `Idempotency-Key: ${INTENT}`, "Idempotency-Key: other-key-00000000001", "Connection: close"])}{}`,
  );
  assert.equal(status, 400);
  never(scene);
});

attack(
  "user names with CRLF, NUL, quotes, slashes, half surrogates, __proto__",
  "each a user of its own, none in a header",
  async () => {
    const names = [
      "a\r\nX-Evil: 1",
      "a\0b",
      'a"],["b',
      "a/b",
      "../total",
      "__proto__",
      "constructor",
      "\ud800",
      "\udfff",
      "\ufffd",
      "\\ud800",
      "a",
      "A",
      "ä",
      "a\u0308",
    ];
    let now = "";
    const scene = await world({ authorize: () => ({ user: now }), budget: { perUserDayMicroUsd: PRICE } });
    const ids = [];
    for (const name of names) {
      now = name;
      const answer = await scene.post();
      assert.equal(answer.status, 200, name);
      ids.push((await answer.json()).id);
      assert.equal((await scene.post()).status, 402, name);
    }
    for (const [owner, id] of ids.entries()) {
      for (const [reader, name] of names.entries()) {
        now = name;
        assert.equal((await scene.call(`/api/wan/v1/tasks/${id}`)).status, owner === reader ? 200 : 404);
      }
    }
    for (const { headers } of scene.reached()) assert.doesNotMatch(JSON.stringify(headers), /evil|proto|\\u0000/i);
  },
);

attack("HEAD, OPTIONS, PUT, DELETE, PATCH, TRACE; X-HTTP-Method-Override", "405 or 403, nothing sent", async () => {
  const scene = await world();
  for (const path of [POST, "/api/wan/v1/tasks/a", "/api/wan/v1/tasks/a/content"]) {
    for (const method of ["HEAD", "PUT", "DELETE", "PATCH", path === POST ? "GET" : "POST"]) {
      const answer = await scene.call(path, {
        method,
        headers: { "x-http-method-override": path === POST ? "POST" : "GET" },
      });
      assert.equal(answer.status, 405, `${method} ${path}`);
      assert.equal(answer.headers.get("allow"), path === POST ? "POST" : "GET");
    }
    assert.equal((await scene.call(path, { method: "OPTIONS" })).status, 403);
    const trace = await raw(scene.origin, head("TRACE", path, ["Host: a", "Connection: close"]));
    assert.equal(trace.status, 400);
  }
  never(scene);
});

attack(
  "the page's own Authorization, cookies, X-Forwarded-*, Connection",
  "not forwarded; the API sees ours alone",
  async () => {
    const seen = [];
    const upstream = (request, response) => {
      seen.push({ ...request.headers });
      response.writeHead(200, {
        "set-cookie": "evil=1",
        "x-powered-by": "api",
        "access-control-allow-origin": "*",
        location: "https://evil.example",
      });
      response.end(JSON.stringify({ id: "task-unified-1-abc", status: "pending" }));
    };
    const scene = await world({ upstream });
    const answer = await scene.post(REQUEST, {
      authorization: "Bearer theirs",
      "x-forwarded-for": "1.2.3.4",
      "x-api-key": "theirs",
      te: "trailers",
      "accept-language": "de",
      "x-evil": "1",
    });
    assert.equal(answer.status, 200);
    assert.equal(seen[0].authorization, `Bearer ${KEY}`);
    const ours = [
      "host",
      "connection",
      "authorization",
      "content-type",
      "idempotency-key",
      "accept",
      "accept-language",
      "sec-fetch-mode",
      "user-agent",
      "accept-encoding",
      "content-length",
      // Of cache: "no-store".
      "cache-control",
      "pragma",
    ];
    assert.deepEqual(
      Object.keys(seen[0]).filter((name) => !ours.includes(name)),
      [],
    );
    assert.equal(seen[0]["accept-language"], "*");
    for (const name of ["set-cookie", "x-powered-by", "access-control-allow-origin", "location"]) {
      assert.equal(answer.headers.get(name), null, name);
    }
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  },
);

// ── bodies ──

attack(
  "oversized bodies, by Content-Length, chunked, and unread to the end",
  "413 at once, connection closed",
  async () => {
    const scene = await world();
    const big = JSON.stringify({ ...REQUEST, prompt: "x".repeat(70_000) });
    const answer = await scene.post(big);
    assert.equal(answer.status, 413);
    const lines = ["Host: a", "Cookie: session=ann", "Content-Type: application/json"];
    const promised = await raw(scene.origin, `${head("POST", POST, [...lines, "Content-Length: 99999999999"])}{`);
    assert.equal(promised.status, 413);
    assert.match(promised.text, /connection: close/i);
    const chunk = `4000\r\n${" ".repeat(0x4000)}\r\n`;
    const chunked = await raw(
      scene.origin,
      head("POST", POST, [...lines, "Transfer-Encoding: chunked"]) + chunk.repeat(6),
    );
    assert.equal(chunked.status, 413);
    never(scene);
  },
);

attack("thousands of findings, names and texts as long as a body", "400 in less than 20 kB", async () => {
  const scene = await world();
  const many = (name) =>
    `{"model":"wan2.7-text-to-video",${Array.from({ length: 6000 }, (_, at) => name(at)).join(",")}}`;
  const long = "\u{1F600}x".repeat(9000);
  const bodies = {
    "empty links": JSON.stringify({ model: "wan2.7-reference-video", image_urls: Array(21_000).fill("") }),
    "unknown fields": many((at) => `"u${at}":1`),
    "names that mean something to JavaScript": many((at) => `"__proto__":{"a${at}":1}`)
      .slice(0, 60_000)
      .replace(/,[^,]*$/, "}"),
    "one long name": JSON.stringify({ ...REQUEST, [long]: 1 }),
    "a long model": JSON.stringify({ ...REQUEST, model: long }),
    "a long quality": JSON.stringify({ ...REQUEST, quality: long }),
    "a long link": JSON.stringify({ model: "wan2.7-image-to-video", image_start: `ftp://${long}` }),
    "a long prompt": JSON.stringify({ ...REQUEST, prompt: "x".repeat(65_000) }),
    controls: JSON.stringify({ ...REQUEST, quality: "\u0001".repeat(10_000) }),
    deep: `{"model":"wan2.7-text-to-video","model_params":${'{"a":'.repeat(9000)}1${"}".repeat(9000)}}`,
    shots: JSON.stringify({ ...REQUEST, prompt: "Shot 1 [0-1s] a ".repeat(4000) }),
  };
  for (const [what, body] of Object.entries(bodies)) {
    const answer = await scene.post(body);
    assert.equal(answer.status, 400, what);
    const text = await answer.text();
    assert.ok(Buffer.byteLength(text) < 20_000, `${what}: ${Buffer.byteLength(text)} bytes`);
    const { error, issues, omitted } = JSON.parse(text);
    assert.ok(error.message.length <= 1000 && error.message.isWellFormed?.() !== false, what);
    if (issues.length > 1) assert.ok(issues.length <= 100, what);
    assert.ok(omitted === undefined || omitted > 0);
  }
  never(scene);
});

attack("refused submits, one after the other", "429 as others, by all isolates; then not even read", async (t) => {
  atFullHour(t);
  const limits = new MemoryLimits();
  const one = await world({ rateLimit: { perMinute: 5 }, limits });
  const two = await world({ rateLimit: { perMinute: 5 }, limits, baseUrl: one.api });
  const wrong = ["{}", "{", { ...REQUEST, duration: 99 }, { ...REQUEST, callback_url: "https://hooks.example.com/" }];
  const statuses = [];
  for (const body of wrong) statuses.push((await one.post(body)).status);
  assert.deepEqual(statuses, [400, 400, 400, 403]);
  assert.equal((await two.post()).status, 200, "four of five");
  const full = await two.post();
  assert.equal(full.status, 429);
  assert.ok(Number(full.headers.get("retry-after")) <= 60);
  assert.equal((await one.post("{}")).status, 429);
  // What is not read is not waited for either.
  const lines = ["Host: a", "Cookie: session=ann", "Content-Type: application/json", "Content-Length: 500"];
  const { status } = await raw(one.origin, head("POST", POST, lines));
  assert.equal(status, 429);
  assert.equal((await one.post("{}", {}, "eve")).status, 400, "others are not refused for it");
});

attack("readers that do not read", "cut off, and nothing is held for them", async () => {
  let sent = 0;
  const upstream = (request, response) => {
    if (!request.url.startsWith("/files")) {
      const results = [`http://${request.headers.host}/files/v.mp4`];
      return response.end(JSON.stringify({ id: "task-unified-9-large", status: "completed", results }));
    }
    response.writeHead(200, { "content-type": "video/mp4" });
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
    };
    response.on("drain", more);
    more();
  };
  const scene = await world({ upstream });
  const origin = await serve(toNodeHandler(scene.proxy, { stallMs: 300 }));
  const { id } = await (await scene.post()).json();
  const started = performance.now();
  const path = `/api/wan/v1/tasks/${id}/content`;
  await Promise.all(
    Array.from({ length: 4 }, () => stalled(origin, head("GET", path, ["Host: a", "Cookie: session=ann"]))),
  );
  assert.ok(performance.now() - started < 9000, "cut off by the proxy, before the test itself gives up");
  assert.ok(sent < 4 * 16_000_000, `${sent} bytes were fetched for nobody`);
  assert.throws(() => toNodeHandler(scene.proxy, { stallMs: 0 }), { name: "ConfigError" });
});

attack("fifty polls of one task, or of one that cannot be read, in one moment", "a few reads of the API", async () => {
  // The API's answer comes once all fifty are there: on a busy machine they come one by one.
  let open;
  const gate = new Promise((resolve) => {
    open = resolve;
  });
  let asked = 0;
  const authorize = (request) => {
    if (request.method === "GET" && ++asked === 50) open();
    return session(request);
  };
  const send = async (input, init) => {
    if (init?.method !== "POST") await gate;
    return fetch(input, init);
  };
  const scene = await world({ simulate: { generationMs: 60_000 }, authorize, fetch: send });
  const { id } = await (await scene.post()).json();
  const polls = () => Promise.all(Array.from({ length: 50 }, () => scene.call(`/api/wan/v1/tasks/${id}`)));
  assert.ok((await polls()).every(({ status }) => status === 200));
  assert.ok(scene.reached("poll").length <= 5, `${scene.reached("poll").length} reads`);
  await new Promise((done) => setTimeout(done, 300));
  const before = scene.reached("poll").length;
  assert.equal((await scene.call(`/api/wan/v1/tasks/${id}`)).status, 200);
  assert.equal(scene.reached("poll").length, before + 1, "what is known is of the moment");
  assert.equal((await scene.call(`/api/wan/v1/tasks/${id}`, {}, "eve")).status, 404, "and its owner's alone");
});

attack(
  "a signed link, asked for without end, from any page",
  "429 like any other; a lost file is no reads of the API",
  async () => {
    const scene = await world({ results: "signed", rateLimit: { requestsPerMinute: 20 } });
    const { id } = await (await scene.post()).json();
    await new Promise((done) => setTimeout(done, 80));
    const [link] = (await (await scene.call(`/api/wan/v1/tasks/${id}`)).json()).results;
    const asked = async (times) => {
      const statuses = [];
      for (let at = 0; at < times; at++) {
        const answer = await fetch(link, { headers: { range: "bytes=0-9" } });
        await answer.arrayBuffer();
        statuses.push(answer.status);
      }
      return statuses;
    };
    scene.simulator.setFaults({ on: "result", status: 404 });
    const before = scene.reached("poll").length;
    assert.deepEqual(await asked(10), Array(10).fill(410));
    assert.ok(scene.reached("poll").length - before <= 1);
    scene.simulator.setFaults([]);
    assert.deepEqual(await asked(12), [...Array(10).fill(206), 429, 429]);
    assert.equal((await scene.call(`/api/wan/v1/tasks/${id}`)).status, 200, "its owner is not locked out by it");
  },
);

attack("the API's words about the account (401, 402, 403, a quota as 429)", "not a visitor's concern", async () => {
  const words = "account boss@acme.example has $0.42 left; top up";
  for (const [status, code] of [
    [401, "invalid_api_key"],
    [402, "insufficient_quota"],
    [403, "permission_denied"],
    [403, "insufficient_quota"],
    [429, "insufficient_user_quota"],
  ]) {
    const error = JSON.stringify({ error: { code, message: words, type: "acme", param: words } });
    let body = error;
    const upstream = (_, response) => {
      response.writeHead(body === error ? status : 200, { "content-type": "application/json" });
      response.end(body);
    };
    const scene = await world({ upstream, validate: "lenient" });
    body = JSON.stringify({ id: "task-unified-1-abc", status: "pending" });
    const { id } = await (await scene.post()).json();
    body = error;
    for (const answer of [
      await scene.post(),
      ...(status === 429 ? [] : [await scene.call(`/api/wan/v1/tasks/${id}`)]),
    ]) {
      assert.equal(answer.status, status);
      assert.doesNotMatch(await answer.text(), /acme|0\.42|top up/);
    }
    const thrown = await scene
      .client({ retry: { attempts: 1 } })
      .submit(REQUEST, { dedupe: false })
      .catch((caught) => caught);
    assert.match(thrown.hint, /tell the site/, `${status} ${code}: ${thrown.name}: ${thrown.hint}`);
  }
  const scene = await world();
  const stranger = await scene
    .client({ fetch: (...asked) => fetch(...asked) })
    .submit(REQUEST)
    .catch((caught) => caught);
  assert.deepEqual([stranger.name, /sign in/.test(stranger.hint)], ["AuthenticationError", true]);
});

attack("an answer of the API without end", "cut: a submit is unknown, a read 502 or 503", async () => {
  let endless = false;
  const upstream = (_, response) => {
    if (!endless) return response.end(JSON.stringify({ id: "task-unified-1-abc", status: "pending" }));
    response.writeHead(200, { "content-type": "application/json" });
    const more = () => {
      while (!response.destroyed && response.write(`{"a":"${"x".repeat(65_536)}`));
    };
    response.on("drain", more);
    more();
  };
  const scene = await world({ upstream });
  const { id } = await (await scene.post()).json();
  endless = true;
  const started = performance.now();
  assert.ok([502, 503].includes((await scene.call(`/api/wan/v1/tasks/${id}`)).status));
  assert.deepEqual(await (await scene.post()).json().then(({ outcome }) => outcome), "unknown");
  assert.ok(performance.now() - started < 5000);
});

attack("a body with a GET, sent without end", "answered, connection closed", async () => {
  const scene = await world();
  const lines = ["Host: a", "Cookie: session=ann", "Content-Length: 99999999"];
  const { status, text } = await raw(scene.origin, `${head("GET", "/api/wan/v1/tasks/a", lines)}xxxx`);
  assert.equal(status, 404);
  assert.match(text, /connection: close/i);
});

attack("slow bodies, a byte at a time or none", "400 after bodyMs", async () => {
  const scene = await world({ timeouts: { bodyMs: 200 } });
  const lines = ["Host: a", "Cookie: session=ann", "Content-Type: application/json", "Content-Length: 500"];
  const started = performance.now();
  const { status, text } = await raw(scene.origin, head("POST", POST, lines));
  assert.equal(status, 400);
  assert.match(text, /request_timeout/);
  const proxied = new Request(`https://shop.example${POST}`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: "session=ann" },
    duplex: "half",
    body: new ReadableStream({
      async pull(controller) {
        await new Promise((done) => setTimeout(done, 20));
        controller.enqueue(new Uint8Array([32]));
      },
    }),
  });
  assert.equal((await scene.proxy(proxied)).status, 400);
  assert.ok(performance.now() - started < 3000);
  never(scene);
});

attack("other content types (a form posts them across sites), compressed bodies", "415, nothing sent", async () => {
  const scene = await world();
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "text/json",
    "application/json; charset=utf-16",
    "application/json, text/plain",
    "text/plain; application/json",
    "",
  ]) {
    assert.equal((await scene.post(REQUEST, { "content-type": type })).status, 415, type);
  }
  for (const encoding of ["gzip", "br", "identity, gzip"]) {
    assert.equal((await scene.post(REQUEST, { "content-encoding": encoding })).status, 415, encoding);
  }
  assert.equal((await scene.post(REQUEST, { "content-type": 'Application/JSON; charset="UTF-8"' })).status, 200);
});

attack("what is no JSON object: bad UTF-8, ~tokens, arrays, depth, nothing", "400, nothing sent", async () => {
  const scene = await world();
  const bodies = [
    "",
    "null",
    "[]",
    "7",
    '"x"',
    "{",
    "{}x",
    '{"a":~undefined}',
    "{'a':1}",
    "[".repeat(60_000),
    new Uint8Array([0x22, 0xff, 0x22]),
    `{"model":${"[".repeat(30_000)}${"]".repeat(30_000)}}`,
    "{}",
    '{"model":"wan2.7-text-to-video"}',
  ];
  for (const body of bodies) {
    const answer = await scene.post(body);
    assert.equal(answer.status, 400, String(body).slice(0, 20));
    assert.equal(typeof (await errorOf(answer)).code, "string");
  }
  const { error, issues } = await (await scene.post({ ...REQUEST, duration: 99, quality: "4k" })).json();
  assert.deepEqual(
    [error.code, error.type, error.param],
    ["invalid_request", "invalid_request_error", issues[0].path.join(".")],
  );
  assert.deepEqual(issues.map(({ path }) => path[0]).sort(), ["duration", "quality"]);
  never(scene);
});

attack("names that come twice, __proto__, constructor", "what is checked and priced is what is sent", async () => {
  const scene = await world({ budget: { maxDuration: 5 } });
  const { model, prompt } = REQUEST;
  const long = `{"duration":15,"model":"${model}","prompt":"${prompt}","duration":2}`;
  const short = `{"duration":2,"model":"${model}","prompt":"${prompt}","duration":15}`;
  assert.equal((await scene.post(short)).status, 400);
  assert.equal((await scene.post(long)).status, 200);
  assert.equal(scene.reached("submit")[0].body.match(/duration/g).length, 1);
  assert.equal(scene.simulator.tasks()[0].request.duration, 2);
  for (const name of ["__proto__", "constructor", "toString"]) {
    const answer = await scene.post(`{"model":"${model}","prompt":"${prompt}","${name}":{"model":"x"}}`);
    assert.equal(answer.status, 400, name);
  }
});

// ── whose task ──

attack("another user's task, the API's own id, ids that never were", "404, not even asked about", async () => {
  const scene = await world();
  const { id } = await (await scene.post()).json();
  const [{ id: own }] = scene.simulator.tasks();
  for (const [path, user] of [
    [id, "eve"],
    [own, "ann"],
    [own, "eve"],
    ["task-unified-1-abcdefgh", "ann"],
  ]) {
    for (const tail of ["", "/content"]) {
      const answer = await scene.call(`/api/wan/v1/tasks/${path}${tail}`, {}, user);
      assert.equal(answer.status, 404);
      assert.equal((await errorOf(answer)).code, "task_not_found");
    }
  }
  never(scene, "poll");
  assert.equal((await scene.call(`/api/wan/v1/tasks/${id}`)).status, 200);
});

attack("forged, altered, truncated and extended signatures", "404", async () => {
  const scene = await world();
  const { id } = await (await scene.post()).json();
  const other = await (await scene.post({ ...REQUEST, prompt: "Another prompt, long enough to be one" })).json();
  const [name, about, mac] = id.split(".");
  const tried = [
    name,
    `${name}.${about}`,
    `${name}.${about}.`,
    `${name}..${mac}`,
    `${name}.${about}.${mac.slice(0, -1)}`,
    `${id}A`,
    `${id}.x`,
    `x${id}`,
    id.toUpperCase(),
    `${name}.2-0-0-0.${mac}`,
    `${name}.${about.slice(2)}.${mac}`,
    `${name}.${about}.${other.id.split(".")[2]}`,
    `${other.id.split(".")[0]}.${about}.${mac}`,
    `~${name}.${about}.${mac}`,
  ];
  for (let at = 0; at < id.length; at++) {
    const altered = id[at] === "." ? "-" : id[at] === "A" ? "B" : "A";
    tried.push(id.slice(0, at) + altered + id.slice(at + 1));
  }
  for (const forged of tried) assert.equal((await scene.call(`/api/wan/v1/tasks/${forged}`)).status, 404, forged);
  never(scene, "poll");
});

attack("ids of another key or secret; ids across isolates of the same", "404; 200", async () => {
  const secret = "0123456789abcdef0123456789abcdef";
  const scene = await world({ secret });
  const { id } = await (await scene.post()).json();
  const ask = async (options) => {
    const proxy = createProxy({ apiKey: KEY, authorize: session, baseUrl: scene.api, ...options });
    const request = new Request(`https://shop.example/api/wan/v1/tasks/${id}`, { headers: { cookie: "session=ann" } });
    return (await proxy(request)).status;
  };
  assert.equal(await ask({ secret }), 200);
  assert.equal(await ask({ secret: ["fedcba9876543210fedcba9876543210", secret] }), 200);
  assert.equal(await ask({ secret: "fedcba9876543210fedcba9876543210" }), 404);
  assert.equal(await ask({}), 404);
});

attack(
  "ids and links of another service with the same key: by mount, by audience",
  "404, not even asked about",
  async () => {
    const secret = "0123456789abcdef0123456789abcdef";
    for (const [one, other, status] of [
      [{ audience: "shop" }, { audience: "blog" }, 404],
      [{ audience: "shop" }, {}, 404],
      [{}, { audience: "shop" }, 404],
      [{}, { mount: "/blog/wan" }, 404],
      [{ secret, audience: "shop" }, { secret, audience: "blog" }, 404],
      [{ audience: "shop" }, { audience: "shop", mount: "/blog/wan" }, 200],
      [{}, { mount: "/api/wan" }, 200],
      [{}, { apiKey: "sk-of-another-account-01" }, 404],
    ]) {
      const scene = await world({ ...one, results: "signed" });
      const { id } = await (await scene.post()).json();
      await new Promise((done) => setTimeout(done, 60));
      const [link] = (await (await scene.call(`/api/wan/v1/tasks/${id}`)).json()).results;
      const asked = scene.reached("poll").length;
      const proxy = createProxy({ apiKey: KEY, authorize: session, baseUrl: scene.api, results: "signed", ...other });
      const { mount = "/api/wan" } = other;
      const at = (path) => new Request(`https://blog.example${mount}${path}`, { headers: { cookie: "session=ann" } });
      const { pathname, search } = new URL(link);
      for (const path of [`/v1/tasks/${id}`, pathname.replace("/api/wan", "") + search]) {
        assert.equal((await proxy(at(path))).status, status, JSON.stringify([one, other, path]));
      }
      if (status === 404) assert.equal(scene.reached("poll").length, asked);
    }
    assert.throws(() => createProxy({ apiKey: KEY, authorize: session, audience: "" }), { name: "ConfigError" });
  },
);

attack(
  "ids of the first version, which name no service",
  "read for three days where no audience is asked for",
  async () => {
    const secret = "0123456789abcdef0123456789abcdef";
    const key = (bytes) => crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const hmac = async (by, text) => crypto.subtle.sign("HMAC", await key(by), new TextEncoder().encode(text));
    const derived = await hmac(new TextEncoder().encode(secret), "wanreel/proxy v1");
    const idOf = async (taskId, day) => {
      const about = `${PRICE.toString(36)}-${day.toString(36)}-0`;
      const mac = Buffer.from(await hmac(derived, JSON.stringify(["task", "ann", taskId, about]))).toString(
        "base64url",
      );
      return `${taskId}.${about}.${mac}`;
    };
    const today = Math.floor(Date.now() / 86_400_000);
    const scene = await world({ secret });
    await scene.post();
    const [{ id: taskId }] = scene.simulator.tasks();
    assert.equal((await scene.call(`/api/wan/v1/tasks/${await idOf(taskId, today)}`)).status, 200);
    assert.equal((await scene.call(`/api/wan/v1/tasks/${await idOf(taskId, today)}`, {}, "eve")).status, 404);
    assert.equal((await scene.call(`/api/wan/v1/tasks/${await idOf(taskId, today - 3)}`)).status, 404);
    const named = await world({ secret, audience: "shop", baseUrl: scene.api });
    assert.equal((await named.call(`/api/wan/v1/tasks/${await idOf(taskId, today)}`)).status, 404);
  },
);

attack("another's Idempotency-Key, replayed", "a task of one's own; the victim's stays the victim's", async () => {
  const scene = await world({ simulate: { idempotency: "honour" } });
  const victim = await (await scene.post(REQUEST, { "idempotency-key": INTENT })).json();
  const answer = await scene.post(REQUEST, { "idempotency-key": INTENT }, "eve");
  assert.equal(answer.headers.get("idempotency-replayed"), null);
  const eve = await answer.json();
  assert.notEqual(eve.id.split(".")[0], victim.id.split(".")[0]);
  assert.equal((await scene.call(`/api/wan/v1/tasks/${victim.id}`, {}, "eve")).status, 404);
  const keys = scene.simulator.tasks().map(({ idempotencyKey }) => idempotencyKey);
  assert.equal(new Set(keys).size, 2);
  for (const key of keys) assert.match(key, /^wan-[A-Za-z0-9_-]{43}$/);
});

attack("one's own key with another request", "422, the first task is not paid for again", async () => {
  const scene = await world();
  assert.equal((await scene.post(REQUEST, { "idempotency-key": INTENT })).status, 200);
  const answer = await scene.post({ ...REQUEST, duration: 10 }, { "idempotency-key": INTENT });
  assert.equal(answer.status, 422);
  assert.equal((await errorOf(answer)).code, "idempotency_key_reused");
  assert.equal(scene.simulator.tasks().length, 1);
});

// ── the key ──

attack(
  "the API redirects (301, 302, 303, 307, 308), to anywhere",
  "not followed; a submit is unknown, a read 502",
  async () => {
    let followed = 0;
    const thief = await serve((_, response) => response.end(String(++followed)));
    for (const status of [301, 302, 303, 307, 308]) {
      const upstream = (_, response) => response.writeHead(status, { location: `${thief}/steal` }).end();
      const scene = await world({ upstream });
      assert.equal((await scene.post()).status, 502);
    }
    const scene = await world();
    const { id } = await (await scene.post()).json();
    scene.simulator.setFaults({ on: "poll", status: 307, headers: { location: `${thief}/steal` } });
    const answer = await scene.call(`/api/wan/v1/tasks/${id}`);
    assert.equal(answer.status, 502);
    assert.equal(answer.headers.get("location"), null);
    assert.equal(followed, 0);
  },
);

attack("the API echoes the key in errors, tasks, ids, headers, escapes", "[key] in its place", async () => {
  const escaped = KEY.replace("k", "\\u006b");
  const bodies = [
    [401, { error: { code: KEY, message: `Invalid token Bearer ${KEY}`, type: KEY, param: KEY } }],
    [400, `{"error":{"code":"x","message":"${escaped}"}}`],
    [
      200,
      {
        id: "task-unified-1-abc",
        status: KEY,
        model: KEY,
        error: { code: "x", message: KEY },
        task_info: { [KEY]: [KEY] },
        results: [`https://files.example/${KEY}`],
      },
    ],
    [200, `{"id":"task-unified-1-abc","status":"${escaped}"}`],
    [500, `<html>${KEY}</html>`],
    [429, KEY],
  ];
  let next;
  const upstream = (_, response) => {
    const [status, body] = next;
    response.writeHead(status, { "x-request-id": KEY, "retry-after": "1" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  for (const results of ["proxy", "direct"]) {
    const scene = await world({ upstream, results });
    next = bodies[3];
    const { id } = await (await scene.post()).json();
    for (next of bodies) {
      for (const answer of [await scene.post(), await scene.call(`/api/wan/v1/tasks/${id}`)]) {
        const text = JSON.stringify([...answer.headers]) + (await answer.text());
        assert.doesNotMatch(text, /sk-this|nobody-may/, text);
      }
    }
    assert.doesNotMatch(JSON.stringify(scene.events), /sk-this/);
  }
});

attack("fields about the account, links past the proxy, __proto__ in an answer", "left out", async () => {
  const task = `{"__proto__":{"polluted":true},"id":"task-unified-1-abc","status":"completed","progress":100,"billing":{"balance":1},"result_data":[{"url":"https://files.example/v.mp4"}]}`;
  const scene = await world({ upstream: (_, response) => response.end(task) });
  const { id } = await (await scene.post()).json();
  const seen = await (await scene.call(`/api/wan/v1/tasks/${id}`)).json();
  assert.deepEqual(Object.keys(seen).sort(), ["id", "progress", "results", "status"]);
  assert.deepEqual(seen.results, [`${scene.origin}/api/wan/v1/tasks/${id}/content`]);
  assert.equal({}.polluted, undefined);
});

attack("an id of the API's that is no path segment", "carried all the same, and asked for encoded", async () => {
  const paths = [];
  const odd = "a/../b?c#d é";
  const upstream = (request, response) => {
    paths.push(request.url);
    response.end(JSON.stringify({ id: odd, status: "processing" }));
  };
  const scene = await world({ upstream });
  const { id } = await (await scene.post()).json();
  assert.match(id, /^~[A-Za-z0-9_-]+\.2-[0-9a-z]+-[0-9a-z]+-[01]~[A-Za-z0-9_~-]+\.[A-Za-z0-9_-]{43}$/);
  assert.equal((await scene.call(`/api/wan/v1/tasks/${id}`)).status, 200);
  assert.equal(paths.at(-1), `/v1/tasks/${encodeURIComponent(odd)}`);
});

attack("an id of the API's that is . or ..", "404, since no path holds it; the event has it", async () => {
  for (const odd of [".", ".."]) {
    const paths = [];
    const upstream = (request, response) => {
      paths.push(request.url);
      response.end(JSON.stringify({ id: odd, status: "completed", results: ["https://files.example/v.mp4"] }));
    };
    const scene = await world({ upstream });
    const { id } = await (await scene.post()).json();
    assert.equal(scene.events[0].taskId, odd);
    for (const path of [id, `${id}/content`]) {
      assert.equal((await scene.call(`/api/wan/v1/tasks/${path}`)).status, 404);
    }
    assert.deepEqual(paths, ["/v1/videos/generations"]);
    // As ids of a page's, they never were.
    for (const segment of [odd, odd.replaceAll(".", "%2e"), `${odd}/content`]) {
      const answer = await raw(
        scene.origin,
        head("GET", `/api/wan/v1/tasks/${segment}`, ["Host: a", "Cookie: session=ann", "Connection: close"]),
      );
      assert.ok([400, 404].includes(answer.status), segment);
    }
    assert.equal(paths.length, 1);
  }
});

// ── what may be asked for ──

attack("a model that is not allowed, an unknown one", "403, 400", async () => {
  const scene = await world({ models: ["wan2.7-image-to-video"] });
  const answer = await scene.post();
  assert.equal(answer.status, 403);
  assert.equal((await errorOf(answer)).code, "model_not_allowed");
  assert.equal((await scene.post({ ...REQUEST, model: "gpt-image-2" })).status, 400);
  never(scene);
});

attack("callback_url", "403 unless allowed; then as the function says", async () => {
  const order = { ...REQUEST, callback_url: "https://hooks.example.com/wan" };
  const closed = await world();
  const answer = await closed.post(order);
  assert.equal(answer.status, 403);
  assert.equal((await errorOf(answer)).code, "callback_not_allowed");
  never(closed);
  const open = await world({
    allowCallbackUrl: (url, user) => user === "ann" && url.startsWith("https://hooks.example.com/"),
  });
  assert.equal((await open.post(order)).status, 200);
  assert.equal((await open.post(order, {}, "eve")).status, 403);
  assert.equal((await open.post({ ...order, callback_url: "https://127.0.0.1/" })).status, 400);
});

attack("off unless asked for: credits, uploads", "404", async () => {
  const scene = await world();
  assert.equal((await scene.call("/api/wan/v1/credits")).status, 404);
  for (const kind of ["stream", "base64", "url"]) {
    assert.equal(
      (await scene.call(`/api/wan/api/v1/files/upload/${kind}`, { method: "POST", body: "{}" })).status,
      404,
    );
  }
  never(scene);
});

// ── which page ──

attack("a page of another origin, a sister site, a sandboxed frame", "403, nothing sent", async () => {
  const scene = await world();
  const pages = [
    { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    { "sec-fetch-site": "same-site", origin: "https://blog.shop.example" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "none" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `${scene.origin}.evil.example` },
    { origin: "https://" },
  ];
  for (const headers of pages) {
    const answer = await scene.post(REQUEST, headers);
    assert.equal(answer.status, 403, JSON.stringify(headers));
    assert.equal(answer.headers.get("access-control-allow-origin"), null);
  }
  assert.equal((await scene.call("/api/wan/v1/tasks/a", { headers: { "sec-fetch-site": "cross-site" } })).status, 403);
  never(scene);
  assert.equal(
    (await scene.post(REQUEST, { "sec-fetch-site": "same-origin", origin: "https://shop.example" })).status,
    200,
  );
  assert.equal((await scene.post(REQUEST, { origin: scene.origin })).status, 200);
  assert.equal((await scene.post()).status, 200);
});

attack("an allowed origin, its preflight; one that looks like it", "let in by name, without cookies; 403", async () => {
  const app = "https://app.example.com";
  const scene = await world({ allowedOrigins: [app] });
  const page = { origin: app, "sec-fetch-site": "cross-site" };
  const asked = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type,idempotency-key,x-session",
  };
  const preflight = await scene.call(POST, { method: "OPTIONS", headers: { ...page, ...asked } }, null);
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), app);
  assert.equal(preflight.headers.get("access-control-allow-methods"), "POST");
  assert.equal(preflight.headers.get("access-control-allow-credentials"), null);
  const answer = await scene.post(REQUEST, page);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("access-control-allow-origin"), app);
  assert.match(answer.headers.get("vary"), /origin/);
  assert.equal((await scene.post("{}", page)).headers.get("access-control-allow-origin"), app);
  for (const origin of [
    "https://app.example.com.evil.example",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://evil.example",
  ]) {
    const other = { ...page, origin };
    assert.equal((await scene.post(REQUEST, other)).status, 403, origin);
    assert.equal((await scene.call(POST, { method: "OPTIONS", headers: { ...other, ...asked } }, null)).status, 403);
  }
});
