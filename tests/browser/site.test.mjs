// What the demo's server and its Worker let in, and what they hand on: both are the package's own proxy.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { after, before, test } from "node:test";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { startEdge } from "../../www/server/edge.mjs";
import { serve } from "../../www/server/server.mjs";

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk", duration: 2 };
const MOUNTS = ["/api/wan", "/edge"];
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

/** Submits and waits for a task through the proxy at that place, for that visitor. */
async function finished(base, mount, cookie = visitor) {
  const headers = { cookie, "content-type": "application/json" };
  const submit = await call(base, `${mount}/v1/videos/generations`, {
    method: "POST",
    headers: { ...headers, "idempotency-key": `site-${Math.random()}` },
    body: JSON.stringify(REQUEST),
  });
  assert.equal(submit.status, 200, submit.text);
  const { id } = JSON.parse(submit.text);
  for (;;) {
    const task = JSON.parse((await call(base, `${mount}/v1/tasks/${id}`, { headers })).text);
    if (task.status === "completed") return task;
    assert.match(task.status, /^(pending|processing)$/);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("under a name that is not this machine's nothing answers, neither through the server nor at the Worker itself", async () => {
  const { port } = new URL(site.url);
  const paths = ["/", "/v1/credits", "/dev/state", "/edge/jobs", ...MOUNTS.map((mount) => `${mount}/v1/tasks/task-1`)];
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
  for (const path of ["/edge/jobs", "/edge/v1/tasks/task-1"]) {
    const headers = { host: STRANGER, cookie: visitor };
    assert.equal((await call(site.edgeUrl, path, { headers })).status, 403, path);
    assert.equal((await call(site.edgeUrl, path, { headers: { cookie: visitor } })).status, 404, path);
  }
});

for (const mount of MOUNTS) {
  test(`whoever has no name is refused, and one visitor's task is not another's (${mount})`, async () => {
    const path = `${mount}/v1/videos/generations`;
    const headers = { "content-type": "application/json" };
    const nobody = await call(site.url, path, { method: "POST", headers, body: JSON.stringify(REQUEST) });
    assert.equal(nobody.status, 401);
    const task = await finished(site.url, mount);
    const other = await visit();
    for (const what of ["", "/content"]) {
      const at = `${mount}/v1/tasks/${task.id}${what}`;
      assert.equal((await call(site.url, at, { headers: { cookie: visitor } })).status, 200, at);
      assert.equal((await call(site.url, at, { headers: { cookie: other } })).status, 404, at);
      assert.equal((await call(site.url, at)).status, 401, at);
    }
  });

  test(`a video comes as a video, with no cookie, and piece by piece (${mount})`, async () => {
    const task = await finished(site.url, mount);
    const { pathname, origin } = new URL(task.results[0]);
    assert.equal(origin, site.url);
    const whole = await call(site.url, pathname, { headers: { cookie: visitor } });
    assert.equal(whole.status, 200);
    assert.equal(whole.headers["content-type"], "video/mp4");
    assert.equal(whole.headers["x-content-type-options"], "nosniff");
    assert.equal(whole.headers["set-cookie"], undefined);
    assert.match(whole.headers["content-security-policy"], /default-src 'none'/);
    assert.equal(whole.text.slice(4, 8), "ftyp");
    const part = await call(site.url, pathname, { headers: { cookie: visitor, range: "bytes=4-7" } });
    assert.deepEqual([part.status, part.text], [206, "ftyp"]);
  });

  test(`an address in the place of a task is not fetched (${mount})`, async (t) => {
    let asked = 0;
    const stranger = await listen(t, (_, response) => {
      asked++;
      response.writeHead(200, { "content-type": "text/html" }).end("\0\0\0\x18ftyp<script>alert(1)</script>");
    });
    const address = encodeURIComponent(`${stranger}/x`);
    for (const path of [
      `v1/tasks/${address}/content`,
      `v1/tasks/${address}`,
      `tasks/${address}/video`,
      `jobs/${address}`,
    ]) {
      const { status, headers, text } = await call(site.url, `${mount}/${path}`, { headers: { cookie: visitor } });
      assert.ok(!/html/.test(headers["content-type"] ?? ""), path);
      // A job tells of its end in its stream.
      if (status === 200) assert.match(text, /"type":"trouble"/);
      else assert.equal(status, 404, path);
    }
    assert.equal(asked, 0);
  });
}

test("what a file host says beside a video does not come through the Worker, and a page in its place not at all", async (t) => {
  const key = "sk-demo-file-host-000000";
  const handle = createHttpHandler(createSimulator({ apiKeys: [key], generationMs: 20 }), { all: true });
  let file = {};
  const apiBase = await listen(t, (request, response) => {
    if (!request.url.startsWith("/results/")) return handle(request, response);
    response.writeHead(200, {
      "set-cookie": "session=chosen-by-another; Path=/",
      "x-powered-by": "evil",
      ...file.headers,
    });
    return response.end(file.body);
  });
  const edge = await startEdge({ key, apiBase, host: "127.0.0.1" });
  t.after(() => edge.close());
  const at = new URL((await finished(edge.url, "/edge")).results[0]).pathname;
  const get = () => call(edge.url, at, { headers: { cookie: visitor } });

  for (const type of ["text/html", "image/svg+xml", "application/javascript"]) {
    file = { headers: { "content-type": type }, body: "\0\0\0\x18ftyp<script>alert(document.domain)</script>" };
    const { status, headers, text } = await get();
    assert.equal(status, 502, type);
    assert.match(headers["content-type"], /^application\/json/);
    assert.ok(!text.includes("script") && headers["set-cookie"] === undefined);
  }
  for (const type of ["video/mp4", "application/octet-stream", "video/mp4; x=<script>"]) {
    file = { headers: { "content-type": type }, body: "\0\0\0\x18ftypisom" };
    const { status, headers } = await get();
    assert.equal(status, 200, type);
    assert.equal(headers["content-type"], "video/mp4");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["set-cookie"] ?? headers["x-powered-by"], undefined);
  }
});
