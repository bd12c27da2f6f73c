// The page, in a real Chromium, against the simulated API and a real workerd.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { findBrowser } from "../../scripts/lib/browsers.mjs";

const START = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));
const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
const GENERATION_MS = 2500;
const WORKERD = "Cloudflare-Workers";

let server;
let browser;
let base;
let output = "";

before(async () => {
  server = spawn(process.execPath, [START, "--no-build", "--port", "0", "--generation-ms", String(GENERATION_MS)]);
  base = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`start.mjs did not come up:\n${output}`)), 60_000);
    const read = (chunk) => {
      output += chunk;
      const url = /^ {2}(http:\/\/\S+)$/m.exec(output)?.[1];
      if (!url) return;
      clearTimeout(late);
      resolve(url);
    };
    server.stdout.setEncoding("utf8").on("data", read);
    server.stderr.setEncoding("utf8").on("data", read);
    server.on("exit", (code) => reject(new Error(`start.mjs ended with ${code}:\n${output}`)));
  });
  browser = await chromium.launch({ executablePath: findBrowser("chromium"), args: FLAGS });
});

after(async () => {
  await browser?.close();
  server?.kill("SIGKILL");
});

/** A visitor of their own: `page`, and what went wrong or out while they were there. */
async function visit(t, { path = "/?poll=fast", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const trouble = [];
  const requests = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  // A status the page was told of is shown on the page; what else is on the console is a mistake.
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      trouble.push(message.text());
  });
  page.on("request", (request) => requests.push({ method: request.method(), url: request.url() }));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`CSP: ${event.violatedDirective}`));
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(trouble, []);
    const elsewhere = requests.filter(({ url }) => !url.startsWith(base) && !url.startsWith(`blob:${base}`));
    assert.deepEqual(elsewhere, [], "the page asks nobody but its own origin");
  });
  await page.goto(base + path);
  await page.locator("[data-field=prompt]").waitFor();
  return { page, requests, context };
}

const choose = (page, model) => page.check(`#models input[value="wan2.7-${model}"]`);
const sample = (page, name) => page.locator("#samples button", { hasText: name }).click();
const issuesAt = (page, field) => page.locator(`[data-field=${field}] .issues li`);
const post = (path, body) => fetch(`${base}/dev/${path}`, { method: "POST", body: JSON.stringify(body) });
const apiCalls = (requests) => requests.filter(({ url }) => /\/(api\/wan|v1)\//.test(new URL(url).pathname));

async function logOf(taskId) {
  const log = await (await fetch(`${base}/dev/log`)).json();
  return log.filter((one) => one.taskId === taskId);
}

/** Waits for the video, and that it plays. */
async function seeVideo(page) {
  const video = await page.waitForFunction(
    () => {
      const element = document.querySelector("video");
      return element && !element.hidden && element.readyState >= 2 && element.currentTime > 0 && element;
    },
    null,
    { timeout: 20_000 },
  );
  return video.evaluate(({ duration, videoWidth, videoHeight, muted, loop, currentSrc }) => {
    return { duration, ratio: videoWidth / videoHeight, muted, loop, currentSrc };
  });
}

const idOnPage = async (page) => {
  await page.waitForFunction(() => document.querySelector("#task-id")?.textContent.startsWith("task-unified-"));
  return page.textContent("#task-id");
};

test("the form is drawn from what the package says of its models", async (t) => {
  const { page } = await visit(t);
  const { models } = await import("wanreel");
  for (const model of models().filter(({ family }) => family === "wan2.7")) {
    await page.check(`#models input[value="${model.id}"]`);
    const flat = (fields) => fields.flatMap((one) => (one.type === "object" ? flat(one.fields) : [one.name]));
    const wanted = flat(model.fields).filter((name) => name !== "model");
    const drawn = await page.$$eval("#fields [data-field]", (all) => all.map((one) => one.dataset.field));
    assert.deepEqual(drawn.sort(), wanted.sort(), model.id);
    const counter = await page.textContent("[data-field=prompt] .aside");
    assert.equal(counter, `0 / ${model.fields.find(({ name }) => name === "prompt").maxLength}`);
  }
});

test("a text is counted in code points", async (t) => {
  const { page } = await visit(t);
  await page.fill("[data-field=prompt] textarea", "🎞️ée");
  assert.equal(await page.textContent("[data-field=prompt] .aside"), "4 / 5000");
});

test("issues stand at their fields: what is missing on submit, what is wrong once it was left", async (t) => {
  const { page, requests } = await visit(t);
  assert.equal(await page.locator(".issues li").count(), 0);
  await page.fill("[data-field=audio_urls] input", "nonsense");
  assert.equal(await issuesAt(page, "audio_urls").count(), 0, "not while it is being typed");
  await page.focus("[data-field=prompt] textarea");
  assert.match(await issuesAt(page, "audio_urls").textContent(), /Audio is "nonsense".*absolute http.*audio_urls\[0\]/);
  assert.equal(await issuesAt(page, "prompt").count(), 0);

  // Left by pressing the button: the issues that appear must not move it away from under the pointer.
  await page.fill("[data-field=duration] input[type=number]", "99");
  await page.click("#submit");
  assert.match(await issuesAt(page, "duration").textContent(), /Duration is 99.*from 2 to 15/);
  assert.match(await issuesAt(page, "prompt").textContent(), /Prompt is missing/);
  assert.equal(await page.textContent(".leader .number"), "?", "no length that nobody can have");
  assert.equal(await page.textContent("#verdict"), "3 things to correct");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "TEXTAREA", "the caret is at the first");
  assert.equal(await page.getAttribute("[data-field=prompt] textarea", "aria-invalid"), "true");
  assert.deepEqual(apiCalls(requests), [], "nothing was sent");

  await page.fill("[data-field=prompt] textarea", "A paper boat on a lake at dawn");
  await page.fill("[data-field=audio_urls] input", "");
  await page.fill("[data-field=duration] input[type=number]", "5");
  assert.equal(await page.textContent("#verdict"), "");
  assert.equal(await page.locator(".issues .error").count(), 0);
});

test("price, output and mode follow the form", async (t) => {
  const { page } = await visit(t);
  await sample(page, "Five shots");
  assert.equal(await page.textContent("#price"), "$1.29");
  assert.equal(await page.textContent("#output"), "1280 × 720");
  await page.check("[data-field=quality] input[value='1080p']");
  await page.check("[data-field=aspect_ratio] input[value='9:16']");
  assert.equal(await page.textContent("#price"), "$2.16");
  assert.equal(await page.textContent("#output"), "1080 × 1920");
  await page.click(".others summary");
  const rows = await page.$$eval(".others tbody tr", (all) => all.map((row) => row.textContent));
  assert.ok(
    rows.some((row) => /EvoLink.*\$2\.16/.test(row)) && rows.some((row) => row.includes("Segmind")),
    String(rows),
  );

  await choose(page, "video-edit");
  await sample(page, "Vintage film");
  assert.match(await page.textContent("#price"), /^\$\d.* – \$\d/, "a range, as the input's length is not known");
  assert.equal(await page.textContent("[data-field=duration] .aside"), "keep the length");
  await page.fill(".input-seconds input", "4");
  assert.equal(await page.textContent("#price"), "$0.688");
  await page.fill("[data-field=duration] input[type=number]", "2");
  assert.equal(await page.textContent("#price"), "$0.516");
  const snippet = await page.textContent("#snippet");
  assert.match(snippet, /Bearer \$EVOLINK_API_KEY/);
  assert.match(snippet, /"keep_original_sound": true/);
});

test("image-to-video shows the inputs its mode takes", async (t) => {
  const { page } = await visit(t);
  await choose(page, "image-to-video");
  const inputs = ["image_start", "image_end", "video_urls", "audio_urls"];
  const shown = async () => {
    const all = await Promise.all(inputs.map((name) => page.isVisible(`[data-field=${name}]`)));
    return inputs.filter((_, index) => all[index]);
  };
  assert.deepEqual(await shown(), ["image_start", "audio_urls"]);
  await sample(page, "First and last frame");
  assert.deepEqual(await shown(), ["image_start", "image_end", "audio_urls"]);
  await page.check("[data-field=generation_mode] input[value=video_continuation]");
  assert.deepEqual(await shown(), ["image_end", "video_urls"]);
  await page.check("#snippet-tabs input[value=JSON]");
  const request = JSON.parse(await page.textContent("#snippet"));
  assert.equal(request.image_start, undefined, "what is not shown is not sent");
  assert.equal(request.generation_mode, "video_continuation");
});

test("each reference can have a voice", async (t) => {
  const { page } = await visit(t);
  await choose(page, "reference-video");
  await sample(page, "Two speakers");
  assert.equal(await page.locator("[data-field=voice_bindings] .row").count(), 2);
  assert.equal(await page.locator(".issues li").count(), 0, "the guide's own request has nothing to find");
  await page.locator("[data-field=image_urls] .remove").last().click();
  assert.match(await issuesAt(page, "voice_bindings").textContent(), /Voices: Image 2 points past Images, which has 1/);
  await page.click("[data-field=voice_bindings] .row.wrong .remove");
  assert.equal(await page.locator("[data-field=voice_bindings] .row").count(), 1);
  for (let row = 1; row < 5; row++) await page.click("[data-field=image_urls] .quiet");
  assert.equal(await page.isVisible("[data-field=image_urls] .quiet"), false, "no more than five");
});

test("in the browser: the page submits and polls without a key, survives faults and plays the video", async (t) => {
  await post("generation", { ms: 4500 });
  t.after(() => post("generation", { ms: GENERATION_MS }));
  const { page, requests } = await visit(t);
  await sample(page, "Misty lake");
  await page.check("[data-field=aspect_ratio] input[value='9:16']");
  await post("faults", { name: "drop" });
  await post("faults", { name: "html" });
  await page.click("#submit");
  const taskId = await idOnPage(page);
  await page.waitForSelector("[data-stage=processing][data-look=here]");
  assert.equal(await page.getAttribute("[data-stage=submitted]", "data-look"), "done");
  assert.match(await page.textContent("#news"), /Processing/);
  assert.ok((await page.evaluate(() => document.querySelector("#progress").value)) > 0);
  const video = await seeVideo(page);
  assert.ok(video.duration > 0 && video.muted && video.loop);
  assert.ok(Math.abs(video.ratio - 9 / 16) < 0.02);
  assert.match(video.currentSrc, /\/results\//);
  assert.equal(await page.textContent("#billed"), "$0.43");
  assert.match(await page.textContent("#expires"), /^2[34] h/);

  const log = await logOf(taskId);
  assert.deepEqual(
    new Set(log.filter(({ kind }) => kind !== "result").map(({ authorized }) => authorized)),
    new Set([true]),
  );
  assert.ok(log.every(({ userAgent }) => userAgent.startsWith("Mozilla/")));
  assert.ok(
    log.some(({ fault }) => fault),
    "a fault has struck",
  );
  assert.equal(log.filter(({ kind }) => kind === "submit").length, 1);
  const calls = apiCalls(requests);
  assert.ok(calls.some(({ method, url }) => method === "POST" && url.endsWith("/api/wan/v1/videos/generations")));

  const [file] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  assert.equal(file.suggestedFilename(), `${taskId}.mp4`);

  const texts = await Promise.all(
    ["/", "/main.js", "/theme.js"].map(async (path) => (await fetch(base + path)).text()),
  );
  assert.ok(!texts.some((text) => text.includes("sk-demo-")), "no key in the page");
  await page.click("#submit");
  await page.waitForFunction(() => document.body.dataset.phase === "done");
  assert.equal(await idOnPage(page), taskId, "the same request is the same task");
  assert.match(await page.textContent("#job-note"), /nothing is paid twice/);
});

test("in the Worker: the page asks once, workerd submits and polls", async (t) => {
  const { page, requests } = await visit(t);
  await page.check("#doors input[value=edge]");
  await choose(page, "video-edit");
  await sample(page, "Change the outfit");
  await page.click("#submit");
  const taskId = await idOnPage(page);
  await page.waitForSelector("[data-stage=processing][data-look=here]");
  const video = await seeVideo(page);
  assert.ok(video.duration > 0);
  assert.match(video.currentSrc, /^blob:/);

  const log = await logOf(taskId);
  assert.deepEqual(new Set(log.map(({ userAgent }) => userAgent)), new Set([WORKERD]));
  assert.equal(log.filter(({ kind }) => kind === "submit").length, 1);
  assert.ok(log.filter(({ kind }) => kind === "poll").length >= 2);
  assert.deepEqual(apiCalls(requests), [], "no API request left the page");
  assert.equal(requests.filter(({ url }) => url.endsWith("/edge/jobs")).length, 1);
  assert.match(output, new RegExp(`POST +/v1/videos/generations +200 +${taskId} +${WORKERD}`));
});

for (const door of ["browser", "edge"]) {
  test(`a reload in mid-wait goes on with the same task (${door})`, async (t) => {
    const { page } = await visit(t);
    await page.check(`#doors input[value=${door}]`);
    await sample(page, "Driving audio");
    await page.click(".more summary");
    await page.fill("[data-field=seed] input", door === "edge" ? "1" : "2");
    await page.click("#submit");
    const taskId = await idOnPage(page);
    await page.waitForSelector("[data-stage=processing][data-look=here]");
    await page.reload();
    assert.equal(await idOnPage(page), taskId);
    assert.match(await page.textContent("#job-note"), /same task/);
    assert.match(await page.inputValue("[data-field=prompt] textarea"), /cartoon general/, "the form is as it was");
    assert.equal(await page.isChecked(`#doors input[value=${door}]`), true);
    await seeVideo(page);
    assert.equal((await logOf(taskId)).filter(({ kind }) => kind === "submit").length, 1);
  });
}

test("findings name the form's fields, and what is written stays as it is", async (t) => {
  const { page } = await visit(t);
  await choose(page, "image-to-video");
  await page.fill("[data-field=image_start] input", "image_start");
  await page.click("#submit");
  assert.match(await issuesAt(page, "image_start").textContent(), /First frame is "image_start"; /);
  await page.fill("[data-field=image_start] input", "");
  const missing = await issuesAt(page, "image_start").textContent();
  assert.match(
    missing,
    /First frame is missing; the mode “First frame” needs it.*Give First frame \(with or without Last/,
  );
  await choose(page, "reference-video");
  for (const field of ["image_urls", "video_urls"]) {
    assert.equal(await page.textContent(`[data-field=${field}] .optional`), "at least one image or video");
  }
  assert.equal(await page.textContent("[data-field=image_start] .optional"), "optional");
  await page.click("#submit");
  assert.match(await issuesAt(page, "image_urls").textContent(), /Give 1 to 5 in Images and Videos/);
});

test("a draft outlives a reload, and Ctrl+Enter sends it", async (t) => {
  const { page } = await visit(t);
  await choose(page, "reference-video");
  await page.fill("[data-field=prompt] textarea", "Image 1 waves from a lighthouse");
  await page.fill("[data-field=image_urls] input", "https://your-cdn.com/keeper.jpg");
  await page.fill("[data-field=duration] input[type=number]", "99");
  await page.reload();
  assert.equal(await page.isChecked("#models input[value='wan2.7-reference-video']"), true);
  assert.equal(await page.inputValue("[data-field=prompt] textarea"), "Image 1 waves from a lighthouse");
  assert.equal(await page.inputValue("[data-field=image_urls] input"), "https://your-cdn.com/keeper.jpg");
  assert.equal(await page.inputValue("[data-field=duration] input[type=number]"), "99", "what is wrong, too");
  await page.fill("[data-field=duration] input[type=number]", "3");
  await page.focus("[data-field=prompt] textarea");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.body.dataset.phase), undefined, "Enter alone is a new line");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+Enter");
  await seeVideo(page);
});

test("stopping is calm, and the keyboard keeps its place through a job", async (t) => {
  await post("generation", { ms: 4500 });
  t.after(() => post("generation", { ms: GENERATION_MS }));
  const { page } = await visit(t);
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

  await page.check("#doors input[value=edge]");
  assert.equal(await page.textContent("#door-note"), "For the next job; this one goes on in the browser");
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

for (const door of ["browser", "edge"]) {
  test(`a job survives ten seconds offline (${door})`, async (t) => {
    const { page } = await visit(t);
    await page.check(`#doors input[value=${door}]`);
    await sample(page, "Misty lake");
    await page.fill("[data-field=prompt] textarea", `A cable that is cut under the sea (${door})`);
    await page.click("#simulator summary");
    await page.click("[data-fault=offline]");
    await page.waitForSelector("[data-fault=offline][aria-pressed=true]");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.fault), "offline", "the focus stays");
    await page.click("#submit");
    const taskId = await idOnPage(page);
    await page.waitForFunction(() => document.querySelector(".leader .caption").textContent.startsWith("No answer"));
    await seeVideo(page);
    // What was dropped reached no task, so the log knows it by its path alone.
    const log = await (await fetch(`${base}/dev/log`)).json();
    const polls = log.filter(({ path, fault }) => path.includes(taskId) && fault);
    assert.ok(polls.length >= 2, "more than one poll went nowhere");
    assert.equal((await logOf(taskId)).filter(({ kind }) => kind === "submit").length, 1);
    assert.equal(await page.locator(".trouble").count(), 0);
    assert.equal(await page.getAttribute("[data-fault=offline]", "aria-pressed"), "false");
  });
}

test("a deadline is no failure: waiting goes on under the same id", async (t) => {
  await post("generation", { ms: 3500 });
  t.after(() => post("generation", { ms: GENERATION_MS }));
  const { page } = await visit(t, { path: "/?poll=hasty" });
  await sample(page, "Misty lake");
  await page.click("#submit");
  const taskId = await idOnPage(page);
  await page.waitForSelector(".trouble[data-name=DeadlineError]");
  assert.equal(await page.textContent(".leader .caption"), "Not ready yet");
  assert.equal(await page.locator(".trouble").getAttribute("role"), "alert");
  await page.click("[data-action=resume]");
  await page.waitForSelector(".trouble[data-name=DeadlineError]", { state: "detached" });
  await page.waitForSelector(".trouble[data-name=DeadlineError], video:not([hidden])");
  if (await page.locator("[data-action=resume]").count()) await page.click("[data-action=resume]");
  await seeVideo(page);
  assert.equal(await idOnPage(page), taskId);
});

test("a lost answer is said to be one, and never sent again by itself", async (t) => {
  const { page } = await visit(t);
  await post("faults", { name: "lost" });
  await sample(page, "Driving audio");
  await page.click("#submit");
  await page.waitForSelector(".trouble[data-name=SubmissionUnknownError]");
  await page.click("#submit");
  await page.waitForSelector(".trouble[data-name=SubmissionUnknownError]");
  const log = await (await fetch(`${base}/dev/log`)).json();
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

test("an error of the API is explained (in the Worker)", async (t) => {
  const { page } = await visit(t);
  await post("faults", { name: "quota" });
  await page.check("#doors input[value=edge]");
  await sample(page, "Misty lake");
  await page.click("#submit");
  const card = page.locator(".trouble[data-name=InsufficientQuotaError]");
  await card.waitFor();
  assert.match(await card.textContent(), /402/);
  assert.match(await card.textContent(), /top up/);
  assert.equal(await page.textContent(".leader .caption"), "Failed");
});

test("a phone has no horizontal scroll, in light and in dark", async (t) => {
  for (const colorScheme of ["light", "dark"]) {
    const { page } = await visit(t, { viewport: { width: 360, height: 740 }, colorScheme });
    for (const model of ["text-to-video", "image-to-video", "reference-video", "video-edit"]) {
      await choose(page, model);
      await page.locator("#samples button").last().click();
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(scroll <= width, `${model}: ${scroll} > ${width}`);
    }
    const cut = await page.$$eval(".models small, .strip .name, #snippet-copy", (all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth && one.clientWidth > 0).map((one) => one.textContent),
    );
    assert.deepEqual(cut, [], "nothing is cut");
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(background === "rgb(11, 13, 14)", colorScheme === "dark");
    await page.click("#theme");
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), background);
  }
});

test("everything to be filled in has a name, and the keyboard reaches it", async (t) => {
  const { page } = await visit(t);
  await choose(page, "reference-video");
  await sample(page, "Two speakers");
  const nameless = await page.$$eval("input, textarea, button, summary, select", (all) =>
    all
      .filter((one) => {
        const labels = [...(one.labels ?? [])].map((label) => label.textContent).join("");
        const by = one.getAttribute("aria-labelledby");
        const named = by && document.getElementById(by)?.textContent;
        return !(one.getAttribute("aria-label") || labels.trim() || named || one.textContent.trim());
      })
      .map((one) => one.outerHTML),
  );
  assert.deepEqual(nameless, []);
  const ids = await page.$$eval("[id]", (all) => all.map((one) => one.id));
  assert.equal(new Set(ids).size, ids.length, "ids are unique");
  const dangling = await page.$$eval("[aria-describedby], [for]", (all) =>
    all.flatMap((one) =>
      `${one.getAttribute("aria-describedby") ?? ""} ${one.getAttribute("for") ?? ""}`
        .split(" ")
        .filter((id) => id && !document.getElementById(id)),
    ),
  );
  assert.deepEqual(dangling, []);
  await page.focus("#models input:checked");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.isChecked("#models input[value='wan2.7-image-to-video']"), true);
});

test("the page is under a policy that lets in nothing from elsewhere", async () => {
  const response = await fetch(base);
  const policy = response.headers.get("content-security-policy");
  assert.match(
    policy,
    /default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; media-src 'self' blob:; img-src 'self' data:/,
  );
  assert.ok(!/unsafe-inline|'unsafe-eval'/.test(policy));
  const foreign = await fetch(`${base}/api/wan/v1/credits`, { headers: { origin: "https://elsewhere.example" } });
  assert.equal(foreign.status, 403, "another origin's page gets no key");
  assert.equal((await fetch(`${base}/v1/credits`)).status, 401, "the API itself wants one");
});

test("start.mjs ends on SIGTERM, and its workerd with it", { skip: process.platform === "win32" }, async () => {
  const { execFileSync } = await import("node:child_process");
  const pids = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent]) => Number(parent) === server.pid)
    .map(([pid, , name]) => ({ pid: Number(pid), name }));
  assert.ok(
    pids.some(({ name }) => name.includes("workerd")),
    JSON.stringify(pids),
  );
  const ended = new Promise((resolve) => server.once("exit", (code, signal) => resolve({ code, signal })));
  server.kill("SIGTERM");
  assert.deepEqual(await ended, { code: 0, signal: null });
  for (const { pid, name } of pids) {
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" }, `${name} is still there`);
  }
});
