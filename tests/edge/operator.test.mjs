// What the operator's page asks: all users' jobs in one order, their money, their rows as CSV, and what an operator does.
import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { csvLine } from "./internals.mjs";
import { PRICE, TEXT, world } from "./world.mjs";

const OPERATOR = { headers: { "x-operator": "yes" } };
const DO = { method: "POST", headers: { ...OPERATOR.headers, "content-type": "application/json" } };
/** A name that a spreadsheet would run, and a page would show as an element. */
const EVIL = '=HYPERLINK("http://evil.example")<img src=x onerror=alert(1)>';
let here;
before(async () => {
  here = await world();
});
after(() => here?.stop());

const get = async (path) => {
  const answer = await here.call(`/operator${path}`, OPERATOR, null);
  return { status: answer.status, body: await answer.json() };
};
const act = async (path, body = {}) => {
  const answer = await here.call(`/operator${path}`, { ...DO, body: JSON.stringify(body) }, null);
  return { status: answer.status, body: await answer.json() };
};
const make = async (prompt, user, headers) =>
  (await (await here.post({ ...TEXT, prompt }, { user, headers })).json()).id;

test("all of it is for operators alone, and of no other site's page", async () => {
  const paths = ["", "/app.js", "/app.css", "/overview", "/spending", "/jobs", "/jobs.csv", `/jobs/${"A".repeat(43)}`];
  for (const path of paths) assert.equal((await here.call(`/operator${path}`, {}, "ann")).status, 403, path);
  for (const path of ["/pause", `/jobs/${"A".repeat(43)}/retry`]) {
    assert.equal((await here.call(`/operator${path}`, { ...DO, headers: {}, body: "{}" }, "ann")).status, 403, path);
    const foreign = { ...DO, headers: { ...DO.headers, "sec-fetch-site": "cross-site" }, body: "{}" };
    assert.equal((await here.call(`/operator${path}`, foreign, null)).status, 403, path);
  }
  assert.equal((await get("/nothing")).status, 404);
  assert.equal((await here.call("/operator/jobs", { ...DO, body: "{}" }, null)).status, 405);
});

/** As a browser asks, whose Sec-Fetch headers Node's fetch would replace. */
async function browse(path, fetched, operator = "yes") {
  const headers = Object.fromEntries(Object.entries(fetched).map(([name, value]) => [`sec-fetch-${name}`, value]));
  const asked = request(here.origin + path, { headers: { ...headers, "x-operator": operator } }).end();
  const [answer] = await once(asked, "response");
  answer.resume();
  return answer.statusCode;
}

test("the page opens from a mail's link and after a login of another site; its data are for the page alone", async () => {
  const opened = { mode: "navigate", dest: "document" };
  for (const site of ["none", "same-origin", "same-site", "cross-site"]) {
    assert.equal(await browse("/operator", { ...opened, site }), 200, site);
    assert.equal(await browse("/operator/", { ...opened, site }), 200, site);
    assert.equal(await browse("/operator", { ...opened, site }, "no"), 403, site);
  }
  for (const [path, fetched] of [
    ["/operator/jobs", opened],
    ["/operator/jobs.csv", opened],
    ["/operator/app.js", { mode: "no-cors", dest: "script" }],
    ["/operator", { mode: "navigate", dest: "iframe" }],
    ["/operator", { mode: "cors", dest: "empty" }],
    ["/metrics", opened],
    ["/jobs", opened],
  ]) {
    assert.equal(await browse(path, { ...fetched, site: "cross-site" }), 403, `${path} ${fetched.dest}`);
  }
});

test("whoever is none yet gets the answer of the hook, such as a login's, and sees nothing by it", async () => {
  const init = { headers: { "x-operator": "login" }, redirect: "manual" };
  for (const path of ["/operator", "/operator/jobs", "/metrics", "/review"]) {
    const answer = await here.call(path, init, "ann");
    assert.deepEqual([answer.status, answer.headers.get("location")], [302, "https://login.example/"], path);
  }
  // Where users go, it is nobody's.
  assert.equal((await here.call("/jobs", init, "ann")).status, 200);
  assert.equal((await here.call("/jobs", init, null)).status, 401);
  assert.equal((await here.call(`/jobs/${"A".repeat(43)}`, init, "ann")).status, 404);
});

test("the page is of this Worker alone, by its policy too", async () => {
  const answer = await here.call("/operator", OPERATOR, null);
  const html = await answer.text();
  const policy = answer.headers.get("content-security-policy");
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
  assert.ok(!/unsafe|https?:|\*/.test(policy), policy);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    const file = await here.call(path, OPERATOR, null);
    assert.equal(file.status, 200, path);
    assert.equal(file.headers.get("x-content-type-options"), "nosniff");
  }
  assert.ok(!/<style|style="|<script(?! src)|__AT__/.test(html), html);
});

test("jobs of all users stand newest first, by pages, and by state, user and error", async () => {
  const made = [];
  // 45 of three users: two pages and a half.
  for (let number = 0; number < 15; number++) {
    for (const user of ["list-a", "list-b", EVIL]) made.push([await make(`Wave ${number}`, user), user]);
  }
  for (const [id, user] of made) await here.until(id, "done", { user, ms: 60_000 });
  const seen = [];
  let query = "?state=done";
  for (let pages = 0; pages < 10; pages++) {
    const { body } = await get(`/jobs${query}`);
    seen.push(...body.jobs);
    if (body.cursor === undefined) break;
    query = `?state=done&cursor=${encodeURIComponent(body.cursor)}`;
  }
  assert.deepEqual(
    seen.map(({ id }) => id),
    made.map(([id]) => id).toReversed(),
  );
  assert.ok(seen.every(({ state, price, taskId }) => state === "done" && price.spentMicroUsd === PRICE && taskId));
  const { body: ofOne } = await get(`/jobs?user=${encodeURIComponent(EVIL)}`);
  assert.ok(ofOne.jobs.length === 15 && ofOne.jobs.every(({ user }) => user === EVIL));
  assert.deepEqual((await get("/jobs?error=dead_letter")).body.jobs, []);
  assert.deepEqual((await get("/jobs?review=1")).body.jobs, []);
  assert.equal((await get("/jobs?state=lost")).status, 400);

  const { body: money } = await get("/spending");
  const day = new Date().toISOString().slice(0, 10);
  const line = money.lines.find(({ user, state }) => user === "list-a" && state === "done");
  assert.deepEqual(
    [line.day, line.model, line.jobs, line.spentMicroUsd, line.reservedMicroUsd],
    [day, TEXT.model, 15, 15 * PRICE, 0],
  );

  const before = await here.test("cost");
  const csv = await here.call("/operator/jobs.csv?state=done", OPERATOR, null);
  assert.match(csv.headers.get("content-disposition"), /attachment; filename="jobs\.csv"/);
  const lines = (await csv.text()).trimEnd().split("\r\n");
  assert.equal(lines.length, 46);
  const cost = await here.test("cost");
  // One for each user; pages of all users together took three times as many, and a thousand times as many of 20,000 rows.
  assert.equal(cost.requests.budget - before.requests.budget, 3);
  assert.deepEqual(new Set(lines.slice(1).map((each) => each.split(",")[0])), new Set(made.map(([id]) => `job:${id}`)));
  assert.equal(
    lines[0],
    "job,run,user,feature,model,state,spent_usd,reserved_usd,created_at,ended_at,task_id,error,needs_review",
  );
  const evil = lines.filter((each) => each.includes("HYPERLINK"));
  assert.equal(evil.length, 15);
  assert.ok(
    evil.every(
      (each) => each.includes(`,"'=HYPERLINK(""http://evil.example"")`) && each.includes(",0.430000,0.000000,"),
    ),
  );
  assert.ok(!JSON.stringify([seen, money, lines]).includes("Wave "), "no prompt");
});

test("no cell of the CSV is a formula, whatever a spreadsheet takes for a separator, and a job's name stays whole", () => {
  const row = {
    ...{ run: 1, feature: "", model: "m", microUsd: 1, createdAt: 0, endedAt: 1, state: "done", spent: true },
    ...{ taskId: null, error: null, needsReview: false },
  };
  const job = `-${"A".repeat(42)}`;
  for (const [user, cell] of [
    ["=1+1", "'=1+1"],
    ["-ann", "'-ann"],
    ["\t=1", "\t'=1"],
    ["x;=HYPERLINK(1)", "x;'=HYPERLINK(1)"],
    ["x; @SUM(1)", "x; '@SUM(1)"],
    ['x\t"=1', `x\t"'=1`],
    ["a,+1", "a,'+1"],
    ["＝1", "'＝1"],
    ["ann-marie+news@example.com", "ann-marie+news@example.com"],
  ]) {
    const line = csvLine({ ...row, job, user });
    const field = /[",']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    assert.ok(line.startsWith(`job:${job},1,${field},,m,done,`), line);
  }
});

test("a row says what its state is, and holds money only while nothing is decided", () => {
  const row = { job: "A".repeat(43), run: 1, user: "u", feature: "", model: "m", microUsd: 430_000, createdAt: 0 };
  for (const [state, endedAt, spent, shown, put] of [
    ["polling", null, false, "under_way", "0.430000"],
    ["unresolved", null, false, "unresolved", "0.430000"],
    ["cancelled", null, false, "cancelled", "0.000000"],
    ["done", 1, true, "done", "0.000000"],
    ["failed", 1, false, "failed", "0.000000"],
  ]) {
    const line = csvLine({ ...row, state, endedAt, spent, taskId: null, error: null, needsReview: false });
    assert.ok(line.includes(`,m,${shown},${spent ? "0.430000" : "0.000000"},${put},`), line);
  }
});

test("a dead letter is replayed as another run, and paid for once", async () => {
  const user = "dead";
  await act("/pause", { paused: true });
  const id = await make("A dead letter", user);
  const { run } = await here.until(id, "queued", { user });
  await here.test("queue", { queue: "submits-dead", messages: [{ job: id, run }] });
  assert.equal((await here.until(id, "failed", { user })).error.code, "dead_letter");
  const { body } = await get("/jobs?state=failed&error=dead_letter");
  assert.deepEqual(
    body.jobs.map((job) => [job.id, job.user, job.error]),
    [[id, user, "dead_letter"]],
  );
  assert.deepEqual((await get("/jobs?error=dead_letter,budget_exceeded&last=1")).body, body);
  assert.equal((await act(`/jobs/${id}/retry`, { run: "first" })).body.error.param, "run");
  assert.equal((await act(`/jobs/${id}/retry`, { run: run - 1 })).body.error.code, "another_run");
  const retried = await act(`/jobs/${id}/retry`, { run });
  assert.equal(retried.status, 200, JSON.stringify(retried.body));
  assert.ok(retried.body.run > run);
  const overview = await get("/overview");
  assert.deepEqual([overview.body.held, overview.body.waiting], ["paused by an operator", 1]);
  // Its first run was a dead letter, and is offered no more: who replays a list would pay for what came after.
  assert.equal((await get("/jobs?error=dead_letter")).body.jobs.length, 1);
  assert.deepEqual((await get("/jobs?error=dead_letter,budget_exceeded&last=1")).body.jobs, []);
  // Its user wants it no more; then somebody tries it anew all the same.
  assert.equal((await act(`/jobs/${id}/cancel`)).body.state, "cancelled");
  assert.equal((await act(`/jobs/${id}/retry`)).status, 409);
  const bare = await here.call(`/operator/jobs/${id}/retry`, { method: "POST", headers: DO.headers }, null);
  assert.equal((await bare.json()).error.code, "nothing_to_retry");
  await act("/pause", { paused: false });
  const again = await make("A dead letter", user);
  assert.equal(again, id);
  await here.until(id, "done", { user });
  assert.equal((await act(`/jobs/${id}/retry`)).body.error.code, "nothing_to_retry");
  assert.equal((await act(`/jobs/${id}/renotify`)).body.error.code, "nothing_to_send");
  assert.equal(here.simulator.tasks().filter(({ request }) => request.prompt === "A dead letter").length, 1);
});
