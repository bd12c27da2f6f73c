// The operator's view in Chromium, before a pipeline that runs in workerd: what it shows, what it does, by keyboard too, and
// that axe-core finds nothing, by day and by night, wide and narrow.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KEY, PRICE, TEXT, world } from "../edge/world.mjs";
import { violations } from "../runtimes/lib/axe.mjs";
import { openChromium } from "../runtimes/lib/chromium.mjs";

const MINUTE = 60_000;
/** A name that would be an element, were it read as HTML. */
const EVIL = "<img src=x onerror=alert(1)>";
const PROMPT = "A prompt that nobody but its user may read";

let here;
let browser;
/** Jobs by what became of them. */
const jobs = {};
before(async () => {
  here = await world({ callbacks: false, pipeline: { concurrency: 4 } });
  browser = await openChromium();
  const { post, simulator, until, pass, test: control } = here;
  const make = async (number, user, feature = "") => {
    const headers = feature ? { "x-feature": feature } : {};
    return (await (await post({ ...TEXT, prompt: `${PROMPT} ${number}` }, { user, headers })).json()).id;
  };
  simulator.setFaults({ on: "submit", do: "drop_after" });
  jobs.unresolved = await make(0, "ann");
  await until(jobs.unresolved, (job) => job.needsReview);
  simulator.setFaults([]);
  await pass(16 * MINUTE, jobs.unresolved);
  await until(jobs.unresolved, "unresolved");
  for (let number = 1; number < 24; number++) {
    const user = ["ann", "bob", EVIL][number % 3];
    jobs.done = await make(number, user, ["intro", "advert"][number % 2]);
    await until(jobs.done, "done", { user });
  }
  await operator("pause", { paused: true });
  jobs.dead = await make(100, "bob");
  const { run } = await until(jobs.dead, "queued", { user: "bob" });
  await control("queue", { queue: "submits-dead", messages: [{ job: jobs.dead, run }] });
  jobs.queued = await make(101, "ann");
  await until(jobs.queued, "queued");
  await operator("pause", { paused: false });
  await until(jobs.queued, "done");
});
after(async () => {
  await browser?.close();
  await here?.stop();
});

const operator = (path, body) =>
  here.call(
    `/operator/${path}`,
    {
      method: "POST",
      headers: { "x-operator": "yes", "content-type": "application/json" },
      body: JSON.stringify(body),
    },
    null,
  );

async function visit(t, hash = "", options = {}) {
  const context = await browser.newContext({
    extraHTTPHeaders: { "x-operator": "yes" },
    reducedMotion: "reduce",
    ...options,
  });
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("dialog", (dialog) => wrong.push(dialog.message()));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  // The pipeline's clock, by which its jobs began: late in the evening theirs is another day.
  await page.clock.setSystemTime(Date.now() + 16 * MINUTE);
  await page.goto(`${here.origin}/operator${hash}`);
  await page.waitForSelector("#figures dd");
  return { page, wrong };
}

const rows = (page) => page.locator("table.jobs tbody tr");
const open = async (page, id) => {
  await page.getByRole("button", { name: id.slice(0, 8) }).click();
  await page.waitForSelector("dialog[open] .timeline li");
};

test("what is there, at a glance and as a list that filters and pages", async (t) => {
  const { page, wrong } = await visit(t);
  const figures = await page.locator("#figures").innerText();
  assert.match(figures, /Running\s+\d of 4/);
  assert.match(figures, /Unresolved\s+1/);
  assert.equal(await page.locator("#gate").innerText(), "Submitting");
  await rows(page).nth(19).waitFor();
  assert.equal(await rows(page).count(), 20);
  await page.getByRole("button", { name: "Older jobs" }).click();
  await rows(page).nth(25).waitFor();
  // Begun newest first; a user's name is a text.
  assert.equal(await rows(page).count(), 26);
  assert.ok((await rows(page).allInnerTexts()).some((text) => text.includes(EVIL)));
  assert.equal(await page.locator("img").count(), 0);
  await page.selectOption("#state", "failed");
  await page.getByText("1 job", { exact: true }).waitFor();
  assert.match(await rows(page).first().innerText(), /failed[\s\S]*dead_letter/);
  await page.selectOption("#state", "");
  await page.fill("#user", "bob");
  await page.press("#user", "Enter");
  await page.getByText("9 jobs").waitFor();
  // Of what is chosen. A session's cookie goes with a download, the header of this test does not.
  const link = page.getByRole("link", { name: "Export as CSV" });
  const csv = await (
    await here.call(await link.getAttribute("href"), { headers: { "x-operator": "yes" } }, null)
  ).text();
  assert.equal(csv.trimEnd().split("\r\n").length, 1 + 9);
  const all = (await page.content()) + csv;
  assert.ok(!all.includes(KEY) && !all.includes(PROMPT), "the key or a prompt is in the page");
  assert.deepEqual(wrong, []);
});

test("what was chosen last is shown, though an earlier answer comes after it", async (t) => {
  const { page } = await visit(t);
  await rows(page).nth(19).waitFor();
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(/jobs\?state=failed$/, async (route) => {
    await held;
    await route.continue();
  });
  const late = page.waitForResponse(/jobs\?state=failed$/);
  await page.selectOption("#state", "failed");
  await page.selectOption("#state", "unresolved");
  const one = page.getByText("1 job", { exact: true });
  await one.waitFor();
  release();
  await (await late).finished();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  assert.match(await rows(page).first().innerText(), /unresolved/);
});

test("money by model, feature and user, as a chart and as a table", async (t) => {
  const { page, wrong } = await visit(t, "#money");
  await page.waitForSelector("figure svg rect");
  const spent = async () => (await page.locator("table.money tfoot td[data-name=Spent]").innerText()).trim();
  const total = await spent();
  // 24 jobs that are done, at 5 s and $0.086 a second (guide, section 7).
  assert.equal(total, `$${((24 * PRICE) / 1e6).toFixed(2)}`);
  await page.selectOption("#by", "feature");
  await page.locator("table.money th", { hasText: "intro" }).waitFor();
  assert.equal(await spent(), total);
  const row = page.locator("table.money tbody tr", { hasText: "intro" });
  assert.equal(await row.locator("[data-name=Spent]").innerText(), `$${((11 * PRICE) / 1e6).toFixed(2)}`);
  const figures = await page.locator("#view dl").innerText();
  assert.match(figures, /Spent on jobs begun today \(UTC\)/);
  assert.ok(figures.includes(total) && figures.includes("Put aside"), figures);
  assert.deepEqual(wrong, []);
});

test("of more than 25 users those without a row are passed over, and what is unresolved is shown all the same", async (t) => {
  const context = await browser.newContext({ extraHTTPHeaders: { "x-operator": "yes" } });
  t.after(() => context.close());
  const page = await context.newPage();
  // Answers as of windows of users: the first 30 without a row, and the row of a dead letter in the third for its list.
  const asked = [];
  const dead = { id: "D".repeat(43), run: 1, user: "zoe", feature: "", model: TEXT.model, state: "failed" };
  const job = { ...dead, price: { microUsd: 1, exact: false }, needsReview: false, createdAt: 1, error: "dead_letter" };
  await page.route("**/operator/jobs?*", (route) => {
    const query = new URL(route.request().url()).searchParams;
    asked.push(query.get("after") ?? "");
    const number = Number(query.get("after") ?? 0);
    if (query.get("error")?.startsWith("dead_letter") && number === 2)
      return route.fulfill({ json: { jobs: [job], after: "3" } });
    return route.fulfill({ json: { jobs: [], after: String(number + 1) } });
  });
  await page.goto(`${here.origin}/operator#dead`);
  await rows(page).first().waitFor();
  assert.deepEqual(asked, ["", "1", "2"]);
  assert.ok(await page.getByRole("button", { name: "Replay those shown" }).isEnabled());
  await page.evaluate(() => {
    location.hash = "review";
  });
  await page.locator(".unresolved li", { hasText: jobs.unresolved.slice(0, 8) }).waitFor();
  // Twenty windows, and no more without being asked.
  assert.equal(asked.length, 3 + 20);
});

test("an unresolved job is reconciled, a dead letter replayed, all by keyboard; a pause is said", async (t) => {
  const { page, wrong } = await visit(t, "#review");
  await open(page, jobs.unresolved);
  assert.match(await page.locator("dialog .facts").innerText(), /submission_unknown/);
  await page.fill("#task", "task-unified-1-nobody");
  await page.keyboard.press("Enter");
  await page.getByText(/Refused: this is not the job's task/).waitFor();
  await page.fill("#task", here.simulator.tasks()[0].id);
  await page.keyboard.press("Enter");
  await page.locator("dialog .state.done").first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.equal((await here.show(jobs.unresolved)).task.id, here.simulator.tasks()[0].id);

  await page.getByRole("link", { name: "Dead letters" }).focus();
  await page.keyboard.press("Enter");
  await rows(page).first().waitFor();
  await page.getByRole("button", { name: "Replay those shown" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("1 job tried anew").waitFor();
  await here.until(jobs.dead, "done", { user: "bob" });

  await page.getByRole("button", { name: "Pause submits" }).click();
  await page.getByText("Held: paused by an operator").waitFor();
  await page.getByRole("button", { name: "Resume submits" }).click();
  await page.locator("#gate.open").waitFor();
  // What was refused is said in red by the browser, too: the one of the task that is none of its.
  assert.deepEqual(
    wrong.filter((text) => !/status of 409/.test(text)),
    [],
  );
});

test("a job that is tried anew in its own dialog is followed there to its end", async (t) => {
  await operator("pause", { paused: true });
  const { id } = await (await here.post({ ...TEXT, prompt: `${PROMPT} 200` }, { user: "bob" })).json();
  const { run } = await here.until(id, "queued", { user: "bob" });
  await here.test("queue", { queue: "submits-dead", messages: [{ job: id, run }] });
  await here.until(id, "failed", { user: "bob" });
  const { page } = await visit(t);
  await open(page, id);
  await page.locator("dialog .state.failed").first().waitFor();
  // Ended, it is not asked for again; then it is.
  await page.waitForTimeout(2_500);
  await page.getByRole("button", { name: "Try anew" }).click();
  await page.locator("dialog .state.queued").first().waitFor();
  await operator("pause", { paused: false });
  await page.locator("dialog .state.done").first().waitFor();
});

test("the page opens by a link of another site", async (t) => {
  const { page, wrong } = await visit(t);
  // Of no site at all, which is another one than the pipeline's.
  await page.goto("about:blank");
  await page.setContent(`<a href="${here.origin}/operator">Operate</a>`);
  await page.click("a");
  await page.waitForSelector("#figures dd");
  assert.deepEqual(wrong, []);
});

test("axe finds nothing, by day and by night, wide and narrow, and nothing runs over the edge", {
  timeout: 180_000,
}, async (t) => {
  for (const viewport of [
    { width: 360, height: 740 },
    { width: 1280, height: 900 },
  ]) {
    const { page } = await visit(t, "", { viewport });
    for (const view of ["jobs", "money", "review", "dead", "job"]) {
      await page.evaluate((name) => {
        location.hash = name === "job" ? "jobs" : name;
      }, view);
      await page.waitForFunction(() => document.querySelector("#view .said:not(:empty), #view figure"));
      if (view === "job") await open(page, jobs.done);
      await look(page, `${view}, ${viewport.width} px`);
    }
  }
});

async function look(page, state) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${state}: ${wide} px too wide`);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `${state}, ${colorScheme}`);
    if (process.env.PICTURES) {
      await page.screenshot({ path: `${process.env.PICTURES}/${state.replaceAll(/\W+/g, "-")}-${colorScheme}.png` });
    }
  }
}
