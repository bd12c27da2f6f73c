// `reconcile --pipeline`: an operator ends unknown outcomes of a pipeline that runs in workerd, against the simulated API.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TEXT, world } from "../edge/world.mjs";
import { bare, folderOf, run } from "./support.mjs";

const MINUTE = 60_000;
let here;
before(async () => {
  here = await world({ callbacks: false });
});
after(() => here?.stop());

/** A job whose submit's answer was lost, and nobody called back. */
async function lost(prompt, number) {
  here.simulator.setFaults({ on: "submit", do: "drop_after" });
  const { id } = await (await here.post({ ...TEXT, prompt })).json();
  await here.until(id, (job) => job.needsReview);
  here.simulator.setFaults([]);
  await here.pass(16 * MINUTE * number, id);
  await here.until(id, "unresolved");
  return id;
}

function operator(t, env = {}) {
  const folder = folderOf(t);
  return (...args) =>
    run(["reconcile", "--pipeline", here.origin, ...args], { env: { ...bare(folder), ...env }, cwd: folder });
}
const LET_IN = ["--header", "x-operator: yes"];

test("what is unresolved is listed; each outcome ends a job, named by its beginning", {
  timeout: 120_000,
}, async (t) => {
  const reconcile = operator(t);
  assert.deepEqual(await reconcile(...LET_IN), { code: 0, stdout: "", stderr: "nothing is unresolved\n" });
  const one = await lost("Lost and found", 1);
  const [task] = here.simulator.tasks();
  const two = await lost("Lost and not found", 2);
  const listed = await reconcile(...LET_IN);
  assert.equal(listed.code, 0, listed.stderr);
  const lines = listed.stdout.trimEnd().split("\n");
  assert.equal(lines.length, 2);
  for (const id of [one, two]) {
    const line = lines.find((each) => each.startsWith(id));
    // 5 s at $0.086 (guide, section 7).
    assert.match(line, /since 20\d\d-.*wan2\.7-text-to-video {2}\$0\.43 {2}submission_unknown {2}ann$/);
  }
  const json = JSON.parse((await reconcile(...LET_IN, "--json")).stdout);
  assert.deepEqual(new Set(json.map(({ job }) => job)), new Set([one, two]));
  assert.ok(json.every(({ about }) => about.state === "unresolved"));
  // A task that is none of its is refused, and nothing changes.
  const wrong = await reconcile(...LET_IN, one.slice(0, 12), "--task", "task-unified-1-nobody");
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /this is not the job's task/);
  assert.equal((await here.show(one)).state, "unresolved");

  const found = await reconcile(...LET_IN, one.slice(0, 12), "--task", task.id);
  assert.deepEqual([found.code, found.stdout.split(/\s+/)[0]], [0, one], found.stderr);
  assert.equal((await here.until(one, "done")).task.id, task.id);
  const gone = await reconcile(...LET_IN, two, "--not-accepted", "--json");
  assert.deepEqual([gone.code, JSON.parse(gone.stdout).state], [0, "failed"]);
  assert.equal((await here.show(two)).error.code, "not_accepted");
  // Once more: the job says why not.
  const again = await reconcile(...LET_IN, two, "--not-accepted");
  assert.equal(again.code, 1);
  assert.ok(again.stderr.length > 0 && !again.stderr.includes("    at "), again.stderr);
  assert.equal(here.simulator.tasks().length, 2, "nothing was posted again");
});

test("who is let in, what was forgotten, and where the address leads, in words", async (t) => {
  const reconcile = operator(t);
  const bearer = operator(t, { WANREEL_PIPELINE_TOKEN: "sk-secret-of-an-operator" });
  for (const [args, code, words, by = reconcile] of [
    [[], 1, /only an operator may do this; say who you are by --header, or by WANREEL_PIPELINE_TOKEN/],
    [[], 1, /only an operator/, bearer],
    [[...LET_IN, "A".repeat(12), "--not-accepted"], 2, /no unresolved job begins with A{12}/],
    [[...LET_IN, "--not-accepted", "--", `-J${"A".repeat(12)}`], 2, /no unresolved job begins with -JA{12}/],
    [[...LET_IN, "--not-accepted", `-J${"A".repeat(12)}`], 2, /-JA{12} is taken for a flag: .* put it last, behind --/],
    [[...LET_IN, "A".repeat(43)], 2, /say either --task ID or --not-accepted/],
    [[...LET_IN, "--not-accepted"], 2, /<key> is missing/],
    [["--header", "sk-secret-without-a-name"], 2, /--header must be a name and a value/],
  ]) {
    const { code: exit, stdout, stderr } = await by(...args);
    assert.deepEqual([exit, stdout], [code, ""], `${args}: ${stderr}`);
    assert.match(stderr, words);
    assert.ok(!stderr.includes("sk-secret"), stderr);
  }
  const folder = folderOf(t);
  const elsewhere = (...args) => run(["reconcile", ...args], { env: bare(folder), cwd: folder });
  for (const [args, code, words] of [
    [["--pipeline", "videos"], 2, /--pipeline must be an address, such as https/],
    [["--pipeline", "http://videos.example.com"], 2, /must be https: over http anybody on the way could read/],
    [["--pipeline", `${here.origin}/elsewhere`, ...LET_IN], 1, /there is nothing here/],
    [["--pipeline", "http://127.0.0.1:1"], 1, /127\.0\.0\.1:1 does not answer/],
    [["--header", "x-operator: yes", "A".repeat(43)], 2, /--header is for a pipeline/],
    [[], 2, /<key> is missing/],
  ]) {
    const { code: exit, stderr } = await elsewhere(...args);
    assert.equal(exit, code, `${args}: ${stderr}`);
    assert.match(stderr, words);
  }
});
