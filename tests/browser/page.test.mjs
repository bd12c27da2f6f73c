// The page as a whole: its widths, names, policy, and how it ends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, openDemo, sample } from "./demo.mjs";

let demo;
before(async () => {
  demo = await openDemo();
});
after(() => demo?.close());

test("a phone has no horizontal scroll, in light and in dark", async (t) => {
  for (const colorScheme of ["light", "dark"]) {
    const { page } = await demo.visit(t, { viewport: { width: 360, height: 740 }, colorScheme });
    for (const model of ["text-to-video", "image-to-video", "reference-video", "video-edit"]) {
      await choose(page, model);
      await page.locator("#samples button").last().click();
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(scroll <= width, `${model}: ${scroll} > ${width}`);
    }
    const cut = await page.$$eval(".models small, .stages .name, #snippet-copy", (all) =>
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
  const { page } = await demo.visit(t);
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
  const response = await fetch(demo.base);
  const policy = response.headers.get("content-security-policy");
  assert.match(
    policy,
    /default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; media-src 'self' blob:; img-src 'self' data:/,
  );
  assert.ok(!/unsafe-inline|'unsafe-eval'/.test(policy));
  const foreign = await fetch(`${demo.base}/api/wan/v1/credits`, { headers: { origin: "https://elsewhere.example" } });
  assert.equal(foreign.status, 403, "another origin's page gets no key");
  assert.equal((await fetch(`${demo.base}/v1/credits`)).status, 401, "the API itself wants one");
});

test("an English page loads no Chinese sentences, and other providers' prices when they are unfolded", async (t) => {
  const { page, requests } = await demo.visit(t);
  await page.waitForLoadState("networkidle");
  const scripts = () => requests.map(({ url }) => url).filter((url) => /\/assets\/.*\.js$/.test(url));
  const loaded = scripts();
  assert.ok(loaded.length > 3, loaded.join("\n"));
  const texts = await Promise.all(loaded.map(async (url) => (await fetch(url)).text()));
  // Both are in the words of "wanreel/zh".
  for (const words of ["请提供", "应当是"]) assert.ok(!texts.some((text) => text.includes(words)), words);
  await page.click(".others summary");
  await page.locator(".others tbody tr").first().waitFor();
  assert.ok(scripts().length > loaded.length, "they come with the click");
  await page.click("#language");
  await page.waitForSelector("html[lang=zh-Hans]");
  const more = await Promise.all(scripts().map(async (url) => (await fetch(url)).text()));
  assert.ok(more.some((text) => text.includes("请提供")));
});

test("start.mjs ends on SIGTERM, and its workerd with it", { skip: process.platform === "win32" }, async () => {
  const { execFileSync } = await import("node:child_process");
  const pids = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent]) => Number(parent) === demo.server.pid)
    .map(([pid, , name]) => ({ pid: Number(pid), name }));
  assert.ok(
    pids.some(({ name }) => name.includes("workerd")),
    JSON.stringify(pids),
  );
  const ended = new Promise((resolve) => demo.server.once("exit", (code, signal) => resolve({ code, signal })));
  demo.server.kill("SIGTERM");
  assert.deepEqual(await ended, { code: 0, signal: null });
  for (const { pid, name } of pids) {
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" }, `${name} is still there`);
  }
});
