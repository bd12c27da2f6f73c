// What the demo's server and its Worker let in, and what they hand on: the package's own proxy, and its pipeline.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { after, before, test } from "node:test";
import { serve } from "../../www/server/server.mjs";

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk", duration: 2 };
const MOUNT = "/api/wan";
const STRANGER = "rebound.example";

let site;
let visitor;
before(async () => {
  site = await serve({ port: 0, host: "127.0.0.1", next: false, generationMs: 50, print() {} });
  visitor = await visit();
});
after(() => site?.close());

/** The cookie of somebody who opens the page. */
async function visit() {
  const [cookie] = (await fetch(site.url)).headers.getSetCookie();
  assert.match(cookie, /; HttpOnly; SameSite=Lax$/);
  return cookie.split(";")[0];
}

/** A request under whatever name, which fetch would not send. */
async function call(base, path, { method = "GET", headers = {}, body } = {}) {
  const { hostname, port } = new URL(base);
  const asked = httpRequest({ hostname, port, path, method, headers, agent: false });
  asked.end(body);
  const [response] = await once(asked, "response");
  const chunks = await response.toArray();
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString("latin1") };
}

async function listen(t, handle) {
  const server = createServer(handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** By where it runs: what is asked for, where it is then, and where its video. */
const PLACES = [
  {
    name: "proxy",
    post: `${MOUNT}/v1/videos/generations`,
    path: ({ id }) => `${MOUNT}/v1/tasks/${id}`,
    isDone: ({ status }) => status === "completed",
    video: ({ results }) => new URL(results[0]).pathname,
    stray: (address) => [`${MOUNT}/v1/tasks/${address}/content`, `${MOUNT}/v1/tasks/${address}`],
  },
  {
    name: "pipeline",
    post: "/edge/jobs",
    path: ({ id }) => `/edge/jobs/${id}`,
    isDone: ({ state }) => state === "done",
    video: ({ id }) => `/edge/files/${id}`,
    stray: (address) => [`/edge/files/${address}`, `/edge/jobs/${address}`, `/edge/jobs/${address}/events`],
  },
];

/** Asks for a video and waits for it, as that visitor. */
async function finished({ post, path, isDone }, cookie = visitor) {
  const headers = { cookie, "content-type": "application/json", "idempotency-key": `site-${Math.random()}` };
  const made = await call(site.url, post, { method: "POST", headers, body: JSON.stringify(REQUEST) });
  assert.match(String(made.status), /^20[02]$/, made.text);
  const at = path(JSON.parse(made.text));
  for (;;) {
    const seen = JSON.parse((await call(site.url, at, { headers: { cookie } })).text);
    if (isDone(seen)) return seen;
    assert.match(seen.status ?? seen.state, /^(pending|processing|reserving|queued|submitting|polling|archiving)$/);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("under a name that is not this machine's nothing answers, neither through the server nor at the Worker itself", async () => {
  const { port } = new URL(site.url);
  const paths = ["/", "/v1/credits", "/dev/state", "/edge/jobs", "/edge/operator", `${MOUNT}/v1/tasks/task-1`];
  for (const path of paths) {
    for (const host of [`${STRANGER}:${port}`, STRANGER, "127.0.0.1.rebound.example", ""]) {
      const headers = { host, origin: `http://${host}`, "sec-fetch-site": "same-origin", cookie: visitor };
      assert.equal((await call(site.url, path, { headers })).status, 403, `${path} as ${host}`);
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      assert.notEqual(
        (await call(site.url, path, { headers: { host, cookie: visitor } })).status,
        403,
        `${path} as ${host}`,
      );
    }
  }
  // Its port is open to whatever runs on this machine, pages included.
  for (const path of ["/edge/jobs", "/edge/operator", "/edge/operator/jobs", "/edge/metrics"]) {
    const { status } = await call(site.edgeUrl, path, { headers: { host: STRANGER, cookie: visitor } });
    assert.ok(status === 401 || status === 403, `${path}: ${status}`);
    assert.equal((await call(site.edgeUrl, path, { headers: { cookie: visitor } })).status, 200, path);
  }
});

for (const place of PLACES) {
  const { name, post, path, video, stray } = place;
  test(`whoever has no name is refused, and one visitor's is not another's (${name})`, async () => {
    const headers = { "content-type": "application/json" };
    const nobody = await call(site.url, post, { method: "POST", headers, body: JSON.stringify(REQUEST) });
    // Of the pipeline whoever is on this machine is an operator, who has no jobs without a name.
    assert.equal(nobody.status, name === "proxy" ? 401 : 403);
    const made = await finished(place);
    const other = await visit();
    for (const at of [path(made), video(made)]) {
      assert.equal((await call(site.url, at, { headers: { cookie: visitor } })).status, 200, at);
      // An operator may see every job; of a proxy's tasks there is none.
      if (name === "pipeline") continue;
      assert.equal((await call(site.url, at, { headers: { cookie: other } })).status, 404, at);
      assert.equal((await call(site.url, at)).status, 401, at);
    }
  });

  test(`a video comes as a video, with no cookie, and piece by piece (${name})`, async () => {
    const at = video(await finished(place));
    const whole = await call(site.url, at, { headers: { cookie: visitor } });
    assert.equal(whole.status, 200);
    assert.equal(whole.headers["content-type"], "video/mp4");
    assert.equal(whole.headers["x-content-type-options"], "nosniff");
    assert.equal(whole.headers["set-cookie"], undefined);
    assert.match(whole.headers["content-security-policy"], /default-src 'none'/);
    assert.equal(whole.text.slice(4, 8), "ftyp");
    const part = await call(site.url, at, { headers: { cookie: visitor, range: "bytes=4-7" } });
    assert.deepEqual([part.status, part.text], [206, "ftyp"]);
  });

  test(`an address in the place of a task is not fetched (${name})`, async (t) => {
    let asked = 0;
    const stranger = await listen(t, (_, response) => {
      asked++;
      response.writeHead(200, { "content-type": "text/html" }).end("\0\0\0\x18ftyp<script>alert(1)</script>");
    });
    for (const at of stray(encodeURIComponent(`${stranger}/x`))) {
      const { status, headers } = await call(site.url, at, { headers: { cookie: visitor } });
      assert.ok(!/html/.test(headers["content-type"] ?? ""), at);
      assert.equal(status, 404, at);
    }
    assert.equal(asked, 0);
  });
}
