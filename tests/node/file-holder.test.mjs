// A process that is killed in the middle of a submit is found out by its number: nobody waits for it until its claim is old.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { WanClient } from "wanreel";
import { FileStore } from "wanreel/stores";

const REQUEST = { model: "wan2.7-text-to-video", prompt: "a lighthouse in the rain", duration: 5 };
const own = fileURLToPath(import.meta.url);

async function child(folder, baseUrl) {
  const client = new WanClient({ apiKey: "sk-test-0123456789", baseUrl, store: new FileStore(folder) });
  await client.submit(REQUEST).catch(() => {});
}

if (process.argv[2] === "child") await child(process.argv[3], process.argv[4]);
else tests();

function tests() {
  let server;
  let baseUrl;
  let folder;
  let arrived;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "wanreel-holder-"));
    // Takes every request, and answers none.
    server = createServer(() => arrived?.()).listen(0, "127.0.0.1");
    await once(server, "listening");
    baseUrl = `http://127.0.0.1:${server.address().port}`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("killed while its POST is on its way: the next hears at once that the outcome is unknown", async () => {
    const reached = new Promise((resolve) => {
      arrived = resolve;
    });
    const other = fork(own, ["child", folder, baseUrl]);
    await reached;
    const events = [];
    const onEvent = (event) => events.push(event.type);
    const make = () => new WanClient({ apiKey: "sk-test-0123456789", baseUrl, store: new FileStore(folder), onEvent });
    // While it lives, it is waited for.
    const early = assert.rejects(make().submit(REQUEST, { signal: AbortSignal.timeout(1_500) }), {
      name: "TimeoutError",
    });
    await early;
    assert.ok(events.includes("waiting_for_claim"));
    const gone = once(other, "exit");
    other.kill("SIGKILL");
    await gone;
    const began = performance.now();
    await assert.rejects(make().submit(REQUEST), { name: "SubmissionUnknownError" });
    assert.ok(performance.now() - began < 30_000, "it was waited for as if it lived");
    const [{ state }] = await make().resume();
    assert.equal(state, "unknown");
  });

  test("whom this process, another machine and nobody at all are", async () => {
    const store = new FileStore(folder);
    const holder = "0123456789abcdef";
    const letGo = await store.hold(holder);
    assert.equal(await store.isHeld(holder), true);
    letGo();
    while ((await readdir(folder)).includes(`${holder}.wanreel-holder`))
      await new Promise((done) => setTimeout(done, 5));
    assert.equal(await store.isHeld(holder), false);
    for (const text of ['{"pid":1,"place":"another machine"}', "", "{}", "[]"]) {
      await writeFile(join(folder, `${holder}.wanreel-holder`), text);
      assert.equal(await store.isHeld(holder), undefined, text);
    }
    assert.equal(await store.isHeld("../../etc/passwd"), undefined);
  });

  test("what killed processes leave is swept away a day later", async () => {
    const name = "00000000000000ff.wanreel-holder";
    await writeFile(join(folder, name), "{}");
    await new FileStore(folder).list();
    assert.ok((await readdir(folder)).includes(name));
    const old = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(folder, name), old, old);
    await new FileStore(folder).list();
    assert.ok(!(await readdir(folder)).includes(name));
  });
}
