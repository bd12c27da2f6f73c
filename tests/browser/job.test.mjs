// Jobs on the page, in the browser and in the Worker, against the simulated API and a real workerd.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, idOnPage, openDemo, sample, seeVideo } from "./demo.mjs";

let demo;
before(async () => {
  demo = await openDemo();
});
after(() => demo?.close());

const WORKERD = "Cloudflare-Workers";
/** Long enough for several looks at a task on its way, on a machine that does much else beside. */
const SEEN_MS = 9000;

const apiCalls = (requests) => requests.filter(({ url }) => /^\/(api\/wan|v1)\//.test(new URL(url).pathname));

async function logOf(taskId) {
  return (await demo.log()).filter((one) => one.taskId === taskId);
}

test("in the browser: the page submits and polls without a key, survives faults and plays the video", async (t) => {
  // After each poll that fails the route asks for five seconds of patience.
  await demo.slowly(t, 2 * SEEN_MS);
  const { page, requests } = await demo.visit(t);
  await sample(page, "Misty lake");
  await page.check("[data-field=aspect_ratio] input[value='9:16']");
  await demo.post("faults", { name: "drop" });
  await demo.post("faults", { name: "html" });
  await page.click("#submit");
  const taskId = await idOnPage(page);
  await page.waitForSelector("[data-stage=processing][data-look=here]");
  assert.equal(await page.getAttribute("[data-stage=submitted]", "data-look"), "done");
  assert.match(await page.textContent("#news"), /Processing/);
  assert.ok((await page.evaluate(() => document.querySelector("#progress").value)) > 0);
  const video = await seeVideo(page);
  assert.ok(video.duration > 0 && video.muted && video.loop);
  assert.ok(Math.abs(video.ratio - 9 / 16) < 0.02);
  assert.match(video.currentSrc, /\/api\/wan\/v1\/tasks\/[^/]+\/content$/);
  assert.equal(await page.textContent("#billed"), "$0.43");
  assert.match(await page.textContent("#expires"), /^2[34] h/);

  const log = await logOf(taskId);
  assert.deepEqual(
    new Set(log.filter(({ kind }) => kind !== "result").map(({ authorized }) => authorized)),
    new Set([true]),
  );
  assert.deepEqual(new Set(log.map(({ userAgent }) => userAgent)), new Set(["node"]), "the route asks, for the page");
  assert.ok(
    log.some(({ fault }) => fault),
    "a fault has struck",
  );
  assert.equal(log.filter(({ kind }) => kind === "submit").length, 1);
  const calls = apiCalls(requests);
  assert.ok(calls.some(({ method, url }) => method === "POST" && url.endsWith("/api/wan/v1/videos/generations")));

  const [file] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  assert.equal(file.suggestedFilename(), `${taskId}.mp4`);

  const html = await (await fetch(demo.base)).text();
  const scripts = [...html.matchAll(/(?:src|href)="\.(\/[^"]+\.js)"/g)].map(([, path]) => path);
  assert.ok(scripts.length >= 3, html);
  const texts = [html, ...(await Promise.all(scripts.map(async (path) => (await fetch(demo.base + path)).text())))];
  assert.ok(!texts.some((text) => text.includes("sk-demo-")), "no key in the page");
  await page.click("#submit");
  await page.waitForFunction(() => document.body.dataset.job === "completed");
  assert.equal(await idOnPage(page), taskId, "the same request is the same task");
  assert.match(await page.textContent("#job-note"), /nothing is paid twice/);
});

test("in the Worker: the page asks once, workerd submits and polls", async (t) => {
  await demo.slowly(t, SEEN_MS);
  const { page, requests } = await demo.visit(t);
  await page.check("#runners input[value=edge]");
  await choose(page, "video-edit");
  await sample(page, "Change the outfit");
  await page.click("#submit");
  const taskId = await idOnPage(page);
  await page.waitForSelector("[data-stage=processing][data-look=here]");
  const video = await seeVideo(page);
  assert.ok(video.duration > 0);
  assert.match(video.currentSrc, /\/edge\/files\/[\w-]{43}$/, "out of the pipeline's own bucket");
  // Guide, section 7: input and output seconds at $0.086; the simulator takes 5 s for a video it does not know.
  assert.equal(await page.textContent("#billed"), "$0.86");

  const log = await logOf(taskId);
  const [callbacks, requestsOfIt] = [true, false].map((is) => log.filter(({ kind }) => (kind === "callback") === is));
  assert.deepEqual(new Set(requestsOfIt.map(({ userAgent }) => userAgent)), new Set([WORKERD]));
  assert.deepEqual(
    callbacks.map(({ status }) => status),
    [200],
    "it was called back, once",
  );
  assert.equal(log.filter(({ kind }) => kind === "submit").length, 1);
  assert.ok(log.filter(({ kind }) => kind === "poll").length >= 2);
  assert.deepEqual(apiCalls(requests), [], "no API request left the page");
  assert.equal(requests.filter(({ url }) => url.endsWith("/edge/jobs")).length, 1);
  assert.match(demo.output(), new RegExp(`POST +/v1/videos/generations +200 +${taskId} +${WORKERD}`));
});

for (const runner of ["browser", "edge"]) {
  test(`a reload in mid-wait goes on with the same task (${runner})`, async (t) => {
    await demo.slowly(t, SEEN_MS);
    const { page } = await demo.visit(t);
    await page.check(`#runners input[value=${runner}]`);
    await sample(page, "Driving audio");
    await page.click(".more summary");
    await page.fill("[data-field=seed] input", runner === "edge" ? "1" : "2");
    await page.click("#submit");
    const taskId = await idOnPage(page);
    await page.waitForSelector("[data-stage=processing][data-look=here]");
    await page.reload();
    assert.equal(await idOnPage(page), taskId);
    assert.match(await page.textContent("#job-note"), /same task/);
    assert.match(await page.inputValue("[data-field=prompt] textarea"), /cartoon general/, "the form is as it was");
    assert.equal(await page.isChecked(`#runners input[value=${runner}]`), true);
    await seeVideo(page);
    assert.equal((await logOf(taskId)).filter(({ kind }) => kind === "submit").length, 1);
  });
}

test("stopping is calm, and the keyboard keeps its place through a job", async (t) => {
  await demo.slowly(t, SEEN_MS);
  const { page } = await demo.visit(t);
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.dataset.action);
  await sample(page, "Misty lake");
  await page.fill("[data-field=prompt] textarea", "A keyboard on a lake");
  await page.focus("#submit");
  await page.keyboard.press("Enter");
  const taskId = await idOnPage(page);
  assert.equal(await page.getAttribute("#submit", "aria-disabled"), "true");
  assert.equal(await focused(), "submit");
  await page.keyboard.press("Enter");
  assert.equal(await idOnPage(page), taskId, "pressed again, it sends nothing");

  await page.check("#runners input[value=edge]");
  assert.equal(await page.textContent("#runner-note"), "For the next job; this one goes on in the browser");
  assert.equal(await page.textContent("#runs-in"), "in the browser");

  await page.focus("#stop");
  await page.keyboard.press("Enter");
  const card = page.locator(".trouble");
  await card.waitFor();
  assert.equal(await card.getAttribute("role"), null, "no alert");
  assert.match(await card.textContent(), /^You stopped waiting.*may be billed/);
  assert.equal(await page.textContent(".leader .caption"), "Not waiting any more");
  assert.equal(await focused(), "resume");
  await page.keyboard.press("Enter");
  await card.waitFor({ state: "detached" });
  assert.equal(await focused(), "stop");
  await seeVideo(page);
  assert.equal(await focused(), "download");
  assert.equal((await logOf(taskId)).filter(({ kind }) => kind === "submit").length, 1);
});

for (const runner of ["browser", "edge"]) {
  test(`a job survives ten seconds offline (${runner})`, async (t) => {
    const { page } = await demo.visit(t);
    await page.check(`#runners input[value=${runner}]`);
    await sample(page, "Misty lake");
    await page.fill("[data-field=prompt] textarea", `A cable that is cut under the sea (${runner})`);
    await page.click("#simulator summary");
    await page.click("[data-fault=offline]");
    await page.waitForSelector("[data-fault=offline][aria-pressed=true]");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.fault), "offline", "the focus stays");
    await page.click("#submit");
    const taskId = await idOnPage(page);
    // The pipeline shows states, not each look of its own.
    const [caption] = runner === "edge" ? ["The Worker looks after it"] : ["No answer"];
    await page.waitForFunction(
      (text) => document.querySelector(".leader .caption").textContent.startsWith(text),
      caption,
    );
    await seeVideo(page);
    // What was dropped reached no task, so the log knows it by its path alone.
    const log = await demo.log();
    const polls = log.filter(({ path, fault }) => path.includes(taskId) && fault);
    assert.ok(polls.length >= 2, "more than one poll went nowhere");
    assert.equal((await logOf(taskId)).filter(({ kind }) => kind === "submit").length, 1);
    assert.equal(await page.locator(".trouble").count(), 0);
    assert.equal(await page.getAttribute("[data-fault=offline]", "aria-pressed"), "false");
  });
}

test("a deadline is no failure: waiting goes on under the same id", async (t) => {
  await demo.slowly(t, 4000);
  const { page } = await demo.visit(t, { path: "/?poll=hasty" });
  await sample(page, "Misty lake");
  await page.click("#submit");
  const taskId = await idOnPage(page);
  await page.waitForSelector(".trouble[data-name=DeadlineError]");
  assert.equal(await page.textContent(".leader .caption"), "Not ready yet");
  assert.equal(await page.locator(".trouble").getAttribute("role"), "alert");
  // The task takes several waits.
  for (let waits = 0; (await page.locator("video:not([hidden])").count()) === 0; waits++) {
    assert.ok(waits < 30);
    await page.click("[data-action=resume]");
    await page.waitForSelector(".trouble", { state: "detached" });
    await page.waitForSelector(".trouble[data-name=DeadlineError], video:not([hidden])");
  }
  await seeVideo(page);
  assert.equal(await idOnPage(page), taskId);
});

test("a lost answer is said to be one, and never sent again by itself", async (t) => {
  const { page } = await demo.visit(t);
  await demo.post("faults", { name: "lost" });
  await sample(page, "Driving audio");
  await page.click("#submit");
  const first = await page.waitForSelector(".trouble[data-name=SubmissionUnknownError]");
  await page.click("#submit");
  // The card of the second attempt, not what is left of the first one's.
  await first.waitForElementState("hidden");
  await page.waitForSelector(".trouble[data-name=SubmissionUnknownError]");
  const log = await demo.log();
  const key = await page.locator(".trouble dd code").allTextContents();
  assert.ok(
    key.some((text) => text.startsWith("wan-")),
    "the idempotency key is shown",
  );
  assert.ok(
    key.some((text) => /^[0-9a-f]{64}$/.test(text)),
    "and the fingerprint",
  );
  assert.ok(!(await page.textContent(".trouble")).includes("store.delete"), "advice for people, not for programs");
  const submits = log.filter(({ kind, fault }) => kind === "submit" && fault);
  assert.equal(submits.length, 1);
  await page.click("[data-action=pay-again]");
  await seeVideo(page);
});

test("in the Worker a lost answer is found again by the callback, and paid for once", async (t) => {
  const { page } = await demo.visit(t);
  await demo.post("faults", { name: "lost" });
  await page.check("#runners input[value=edge]");
  await sample(page, "Misty lake");
  await page.fill("[data-field=prompt] textarea", "A bottle with a letter, found on a beach");
  await page.click("#submit");
  await seeVideo(page);
  const taskId = await idOnPage(page);
  assert.equal(await page.locator(".trouble").count(), 0);
  assert.equal(
    (await demo.log()).filter(({ kind, fault }) => kind === "submit" && fault).length,
    2,
    "this and the one before",
  );
  assert.deepEqual(
    (await logOf(taskId)).filter(({ kind }) => kind === "callback").map(({ status }) => status),
    [200],
  );
});

test("what the API turns away for now waits in the Worker's queue: the page says why, and cancels it there", async (t) => {
  const { page } = await demo.visit(t);
  t.after(() => demo.post("faults", {}));
  // With a time of its own the whole pipeline would pause for that, and the tests after this one with it.
  await demo.arm({ on: "submit", status: 429, retryAfter: 0 });
  await page.check("#runners input[value=edge]");
  await page.fill("[data-field=prompt] textarea", "A gate that is closed for now");
  await page.click("#submit");
  await page.locator("#job-note", { hasText: /turned it away for now.*nothing is billed/ }).waitFor();
  assert.equal(await page.textContent("#stop"), "Cancel it");
  await page.click("#stop");
  const card = page.locator(".trouble[data-name=JobCancelled]");
  await card.waitFor();
  assert.equal(await card.getAttribute("data-calm"), "true", "no alarm");
  assert.equal(await page.textContent(".take .take-state"), "cancelled");
  const jobs = await page.evaluate(async () => (await (await fetch("/edge/jobs")).json()).jobs);
  assert.deepEqual(
    jobs.map(({ state }) => state),
    ["cancelled"],
    "in the pipeline, too",
  );
});

test("an error of the account is explained", async (t) => {
  const { page } = await demo.visit(t);
  await demo.post("faults", { name: "quota" });
  await sample(page, "Misty lake");
  await page.fill("[data-field=prompt] textarea", "An empty purse");
  await page.click("#submit");
  const card = page.locator(".trouble[data-name=InsufficientQuotaError]");
  await card.waitFor();
  assert.match(await card.textContent(), /402/);
  assert.match(await card.textContent(), /nothing was billed/);
  assert.ok(!/key|top up/i.test(await card.textContent()), "the account is no affair of a visitor's");
  assert.equal(await page.textContent(".leader .caption"), "Failed");
});

test("a task that fails in the Worker is explained, and asked for again it is made", async (t) => {
  const { page } = await demo.visit(t);
  await demo.arm({ on: "submit", do: "fail", code: "service_error", times: 1 });
  t.after(() => demo.post("faults", {}));
  await page.check("#runners input[value=edge]");
  await sample(page, "Misty lake");
  await page.fill("[data-field=prompt] textarea", "A kite that comes down, and goes up again");
  await page.click("#submit");
  const card = page.locator(".trouble[data-name=TaskFailedError]");
  await card.waitFor();
  assert.match(await card.textContent(), /service_error/);
  assert.match(await card.textContent(), /not billed/);
  await demo.post("faults", {});
  await page.click("[data-action=again]");
  await seeVideo(page);
});

test("a video that breaks off is downloaded again, under the same task", async (t) => {
  const { page } = await demo.visit(t);
  await sample(page, "Misty lake");
  await page.fill("[data-field=prompt] textarea", "A video that breaks off");
  await page.click("#submit");
  const taskId = await idOnPage(page);
  await seeVideo(page);
  t.after(() => demo.post("faults", {}));
  await demo.arm({ on: "result", do: "drop_body" });
  await page.click("#download");
  const card = page.locator(".trouble[data-name=NetworkError]");
  await card.waitFor();
  assert.match(await card.textContent(), /made and billed.*nothing needs to be sent again/);
  assert.deepEqual(await card.locator("button").allTextContents(), ["Download again"]);
  await demo.post("faults", {});
  await page.focus("[data-action=download]");
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(file.suggestedFilename(), `${taskId}.mp4`);
  await card.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "download", "the focus is not lost");
  assert.equal((await logOf(taskId)).filter(({ kind }) => kind === "submit").length, 1);
});
