// generate and what follows it, against the simulated API: paid once, whatever happens.
import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { WanClient } from "wanreel";
import { FileStore } from "wanreel/stores";
import { jpeg } from "../media/shapes.mjs";
import { CLI, folderOf, KEY, PROMPT, start, until, world } from "./support.mjs";

/** As large as a first frame may be small: 240 pixels a side (OpenAPI, image_start). */
const PICTURE = jpeg(240, 240);
/** Guide, section 7: 5 s at $0.086. */
const STANDARD = 430_000;
/** All of its programs' text. */
const allOf = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
const isVideo = (path) => readFileSync(path).subarray(4, 8).toString() === "ftyp";

describe("the command line, with an API", { concurrency: 6 }, () => {
  test("where what saves a video is not there, --out is refused before anything is paid", async (t) => {
    const { simulator, env, folder } = await world(t);
    const broken = folderOf(t);
    const dist = join(broken, "dist");
    cpSync(dirname(CLI), dist, { recursive: true });
    cpSync(join(dirname(CLI), "..", "package.json"), join(broken, "package.json"));
    symlinkSync(join(dirname(CLI), "..", "node_modules"), join(broken, "node_modules"));
    const parts = new Set(
      Array.from(allOf(dist).matchAll(/transfer: \(\) => import\("\.\/([^"]+)"\)/g), ([, name]) => name),
    );
    assert.ok(parts.size > 0);
    for (const part of parts) unlinkSync(join(dist, part));
    const cli = join(dist, "cli.js");
    const { code, stderr } = await start(["generate", PROMPT, "--out", "a.mp4"], { env, cwd: folder, cli }).ended;
    assert.notEqual(code, 0);
    assert.match(stderr, /a part of wanreel could not be loaded/);
    assert.equal(simulator.billedMicroUsd(), 0);
    assert.deepEqual(simulator.log(), []);
  });

  test("generates and saves; the same request again is the same task, --again another", async (t) => {
    const { simulator, folder, env, run } = await world(t);
    const first = await run(["generate", PROMPT, "--out", "a.mp4"]);
    assert.deepEqual([first.code, first.stdout], [0, "a.mp4\n"], first.stderr);
    assert.ok(isVideo(join(folder, "a.mp4")));
    assert.match(first.stderr, /price {2}\$0\.43/);
    // Where no terminal is, a line a change, and nothing that moves a cursor.
    assert.match(first.stderr, /task-unified-\S+ {2}completed 100 %/);
    assert.ok(!first.stderr.includes("\u001b") && !first.stderr.includes("\r"));
    const [second, third] = await Promise.all([
      run(["generate", PROMPT, "--out", "b.mp4", "--json"]),
      run(["tasks", "--json"]),
    ]);
    const again = JSON.parse(second.stdout);
    assert.deepEqual([second.code, again.deduplicated, again.file], [0, true, "b.mp4"], second.stderr);
    assert.ok(isVideo(join(folder, "b.mp4")));
    assert.equal(simulator.billedMicroUsd(), STANDARD);
    const [{ state, record }] = JSON.parse(third.stdout);
    assert.deepEqual([state, record.taskId, record.remembered.microUsd], ["completed", again.id, STANDARD]);
    const take = await run(["generate", PROMPT, "--again", "--json"]);
    assert.notEqual(JSON.parse(take.stdout).id, again.id);
    assert.equal(simulator.billedMicroUsd(), 2 * STANDARD);
    assert.deepEqual(readdirSync(env.XDG_DATA_HOME), ["wanreel"]);
    for (const { stdout, stderr } of [first, second, third, take]) assert.ok(!(stdout + stderr).includes(KEY));
  });

  test("two at the same moment are one task", async (t) => {
    const { simulator, run } = await world(t);
    const both = await Promise.all([run(["generate", PROMPT, "--json"]), run(["generate", PROMPT, "--json"])]);
    const [one, other] = both.map(({ stdout }) => JSON.parse(stdout).id);
    assert.equal(one, other);
    assert.equal(simulator.tasks().length, 1);
  });

  test("a price above $1 is not paid without a yes, and nobody is waited for", async (t) => {
    const { simulator, run } = await world(t);
    // 15 s at $0.144: $2.16.
    const dear = ["generate", PROMPT, "--duration", "15", "--quality", "1080p", "--json"];
    const asked = await run(dear);
    assert.equal(asked.code, 2);
    assert.match(asked.stderr, /it costs \$2\.16, more than \$1: confirm that with --yes/);
    assert.equal(simulator.tasks().length, 0);
    const paid = await run([...dear, "--yes", "--no-wait"]);
    assert.equal(paid.code, 0, paid.stderr);
    // What is paid already needs no yes.
    assert.equal((await run([...dear, "--no-wait"])).code, 0);
    assert.equal(simulator.tasks().length, 1);
  });

  test("an API that cannot be reached: what kept it is said, and that nothing was billed", async (t) => {
    const { simulator, env, run } = await world(t);
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address();
    await new Promise((done) => closed.close(done));
    const addresses = {
      [`http://127.0.0.1:${port}`]: `connect ECONNREFUSED 127.0.0.1:${port}`,
      "http://127.0.0.1:1": "bad port",
    };
    const runs = Object.entries(addresses).map(async ([url, why]) => {
      const { code, stderr } = await run(["generate", PROMPT], { env: { ...env, EVOLINK_BASE_URL: url } });
      assert.equal(code, 1, stderr);
      assert.ok(stderr.includes(`not sent (${why})\n`), stderr);
      assert.match(stderr, /nothing was billed/);
    });
    await Promise.all(runs);
    assert.equal(simulator.tasks().length, 0);
  });

  test("over a limit of its own: exit 4, and nothing is sent", async (t) => {
    const { simulator, run } = await world(t);
    const { code, stdout } = await run(["generate", PROMPT, "--max-usd", "0.4", "--json"]);
    assert.deepEqual([code, JSON.parse(stdout).error.name], [4, "BudgetError"]);
    assert.equal(simulator.tasks().length, 0);
  });

  test("an answer that was lost: exit 3; what to do is said, and done", async (t) => {
    const { simulator, run } = await world(t, { faults: [{ on: "submit", nth: 1, do: "drop_after" }] });
    const lost = await run(["generate", PROMPT]);
    assert.equal(lost.code, 3);
    const [, key] = /npx wanreel reconcile (\w{64}) --task ID/.exec(lost.stderr);
    const blind = await run(["generate", PROMPT]);
    assert.equal(blind.code, 3, "not sent again");
    assert.equal(simulator.tasks().length, 1);
    assert.match((await run(["tasks"])).stdout, /^unknown/);
    const [{ id }] = simulator.tasks();
    const known = await run(["reconcile", key.slice(0, 10), "--task", id]);
    assert.deepEqual([known.code, known.stdout.split(" ")[0]], [0, id], known.stderr);
    const resumed = await run(["resume", id, "--out", "a.mp4"]);
    assert.deepEqual([resumed.code, resumed.stdout], [0, "a.mp4\n"]);
    assert.equal(simulator.tasks().length, 1);
  });

  test("--store: what a program of one's own submitted is shown, ended and gone on with", async (t) => {
    const { simulator, run, folder, url } = await world(t, { faults: [{ on: "submit", nth: 1, do: "drop_after" }] });
    const client = new WanClient({ apiKey: KEY, baseUrl: url, store: new FileStore(join(folder, ".wanreel")) });
    const request = { model: "wan2.7-text-to-video", prompt: PROMPT };
    const { key } = await client.generate(request).catch((error) => error);
    assert.match((await run(["tasks"])).stderr, /nothing is under way/, "the command line's own store is another");
    const shown = await run(["tasks", "--store", ".wanreel"]);
    assert.match(shown.stdout, /^unknown/);
    assert.ok(shown.stderr.includes(`reconcile ${key} --store .wanreel --task ID`), shown.stderr);
    const [{ id }] = simulator.tasks();
    const known = await run(["reconcile", key, "--store", ".wanreel", "--task", id]);
    assert.deepEqual([known.code, known.stdout.split(" ")[0]], [0, id], known.stderr);
    const resumed = await run(["resume", id, "--store", ".wanreel", "--out", "a.mp4"]);
    assert.deepEqual([resumed.code, resumed.stdout], [0, "a.mp4\n"], resumed.stderr);
    assert.equal((await client.generate(request)).id, id, "the program finds what the command line wrote down");
    assert.equal(simulator.tasks().length, 1);
    for (const command of [["tasks"], ["resume"], ["reconcile", key, "--not-accepted"]]) {
      const misspelt = await run([...command, "--store", ".wanreal"]);
      assert.deepEqual([misspelt.code, /no such folder/.test(misspelt.stderr)], [2, true], misspelt.stderr);
    }
  });

  test("not accepted: the request is free again", async (t) => {
    const { simulator, run } = await world(t, { faults: [{ on: "submit", nth: 1, do: "drop_before" }] });
    const lost = await run(["generate", PROMPT]);
    assert.equal(lost.code, 3);
    const [, key] = /reconcile (\w{64})/.exec(lost.stderr);
    assert.equal((await run(["reconcile", key, "--not-accepted"])).code, 0);
    assert.equal((await run(["generate", PROMPT, "--no-wait"])).code, 0);
    assert.equal(simulator.tasks().length, 1);
  });

  test("Ctrl-C while it waits: exit 130, the task's id, and resume goes on", async (t) => {
    const { simulator, env, folder, run } = await world(t, { generationMs: 3000 });
    const { child, output, ended } = start(["generate", PROMPT], { env, cwd: folder });
    await until("the submit", () => /submitted/.test(output.stderr));
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    const [{ id }] = simulator.tasks();
    assert.equal(code, 130);
    assert.match(stderr, new RegExp(`task ${id} goes on.*npx wanreel resume ${id}`));
    const resumed = await run(["resume", "--json"]);
    assert.deepEqual(
      [resumed.code, JSON.parse(resumed.stdout).map((task) => [task.id, task.status])],
      [0, [[id, "completed"]]],
    );
    assert.equal(simulator.tasks().length, 1);
  });

  test("Ctrl-C while the request is on its way: its answer is waited for, so that the task is known", async (t) => {
    const { simulator, env, folder } = await world(t, { latency: 1500 });
    const { child, output, ended } = start(["generate", PROMPT], { env, cwd: folder });
    await until("the price", () => /price/.test(output.stderr));
    await until("the task", () => simulator.tasks().length === 1 || /submitted/.test(output.stderr));
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, new RegExp(`npx wanreel resume ${simulator.tasks()[0].id}`));
  });

  test("files are uploaded, and their content is what makes a request the same", async (t) => {
    const { simulator, folder, run } = await world(t);
    writeFileSync(join(folder, "face.jpg"), PICTURE);
    writeFileSync(join(folder, "copy.jpg"), PICTURE);
    const args = (name) => ["generate", PROMPT, "--image-start", name, "--no-wait", "--json"];
    const first = await run(args("face.jpg"));
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /face\.jpg {2}uploaded/);
    const [task] = simulator.tasks();
    assert.match(task.request.image_start, /^http:\/\/127\.0\.0\.1:\d+\//);
    assert.equal(JSON.parse((await run(args("copy.jpg"))).stdout).deduplicated, true);
    writeFileSync(
      join(folder, "r.json"),
      JSON.stringify({ model: "wan2.7-image-to-video", prompt: PROMPT, image_start: "./face.jpg" }),
    );
    assert.equal(JSON.parse((await run(["generate", "r.json", "--no-wait", "--json"])).stdout).id, task.id);
  });

  test("a refused request and a failed task: exit 1", async (t) => {
    const { simulator, run } = await world(t);
    const invalid = await run(["generate", PROMPT, "--duration", "16"]);
    assert.equal(invalid.code, 1);
    assert.match(invalid.stderr, /error .*duration.*2 to 15/);
    assert.equal(simulator.tasks().length, 0);
    // The simulator fails what this word is in.
    const failed = await run(["generate", `${PROMPT}, nsfw`, "--json"]);
    assert.deepEqual([failed.code, JSON.parse(failed.stdout).error.code], [1, "content_policy_violation"]);
    const wrongKey = await run(["credits"], {
      env: { ...process.env, EVOLINK_API_KEY: "sk-wrong-key", EVOLINK_BASE_URL: (await world(t)).url },
    });
    assert.equal(wrongKey.code, 1);
    assert.match(wrongKey.stderr, /check EVOLINK_API_KEY/);
    assert.ok(!wrongKey.stderr.includes("sk-wrong-key"));
  });

  test("credits, upload, download", async (t) => {
    const { folder, run } = await world(t, { credits: 1000 });
    const credits = JSON.parse((await run(["credits", "--json"])).stdout);
    assert.equal(credits.user.remaining, 1000);
    writeFileSync(join(folder, "face.jpg"), PICTURE);
    const uploaded = await run(["upload", "face.jpg"]);
    assert.equal(uploaded.code, 0, uploaded.stderr);
    const response = await fetch(uploaded.stdout.trim());
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), PICTURE);
    const { id } = JSON.parse((await run(["generate", PROMPT, "--json"])).stdout);
    assert.equal((await run(["download", id])).stdout, `${id}.mp4\n`);
    assert.ok(isVideo(join(folder, `${id}.mp4`)));
    const nowhere = await run(["download", "task-unified-1-none"]);
    assert.equal(nowhere.code, 1);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes(".part")),
      [],
    );
  });

  test("a simulator's task never stands for one of the API, and an address that is none is named", async (t) => {
    const one = await world(t);
    const other = await world(t);
    const env = { ...other.env, XDG_DATA_HOME: one.env.XDG_DATA_HOME };
    assert.equal((await one.run(["generate", PROMPT, "--no-wait"])).code, 0);
    assert.equal((await other.run(["generate", PROMPT, "--no-wait"], { env })).code, 0);
    assert.equal(other.simulator.tasks().length, 1);
    const wrong = await one.run(["credits"], { env: { ...env, EVOLINK_BASE_URL: "here" } });
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /EVOLINK_BASE_URL must be an http or https address.*"here"/);
  });
});
