// What people do beside one request: files, shots, references, several takes, links, another language.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { jpeg } from "../media/shapes.mjs";
import { choose, idOnPage, issuesAt, openDemo, sample, seeVideo } from "./demo.mjs";

let demo;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "wanreel-studio-"));
  demo = await openDemo();
});
after(async () => {
  await demo?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** Writes a picture of that many pixels and hands it to the page's own dialogue. */
async function pick(page, field, name, width, height) {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(jpeg(width, height)));
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click(`[data-field=${field}] .file`)]);
  await chooser.setFiles(path);
  return path;
}

const prompt = (page) => page.inputValue("[data-field=prompt] textarea");

test("a file is shown with what it is, is judged at once, and leaves with the request", async (t) => {
  const { page } = await demo.visit(t);
  await choose(page, "image-to-video");
  await page.fill("[data-field=prompt] textarea", "A fox wakes up in the snow and looks around");
  // Guide, section 4: sides from 240 px.
  await pick(page, "image_start", "small.jpg", 200, 300);
  await page.locator("[data-field=image_start] .file-shown .note", { hasText: "200 × 300" }).waitFor();
  await page.focus("[data-field=prompt] textarea");
  assert.match(await issuesAt(page, "image_start").first().textContent(), /200.*240/s);
  await page.click("[data-field=image_start] .remove");
  await pick(page, "image_start", "fox.jpg", 720, 1280);
  await page.locator("[data-field=image_start] .file-shown .note", { hasText: "JPEG, 720 × 1280" }).waitFor();
  assert.equal(await page.locator("#form .issues .error").count(), 0);
  await page.click("#submit");
  const taskId = await idOnPage(page);
  await seeVideo(page);
  const log = await demo.log();
  const submit = log.find((one) => one.kind === "submit" && one.taskId === taskId);
  assert.ok(log.some((one) => one.kind === "upload" && one.status === 200 && one.at <= submit.at));
});

test("a file that is dropped on the form goes where its kind has room", async (t) => {
  const { page, context } = await demo.visit(t);
  await choose(page, "reference-video");
  const path = join(folder, "dropped.jpg");
  writeFileSync(path, Buffer.from(jpeg(720, 720)));
  const session = await context.newCDPSession(page);
  const input = page.locator("[data-field=image_urls] input");
  await input.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const { x, y } = await input.boundingBox();
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: x + 5, y: y + 5, data });
  }
  await page.locator("[data-field=image_urls] .file-shown", { hasText: "dropped.jpg" }).waitFor();
  assert.equal(await page.locator(".reference").count(), 1, "the prompt can name it");
});

test("shots are drawn along the video, and moved by the keyboard and by dragging", async (t) => {
  const { page } = await demo.visit(t);
  await sample(page, "Five shots");
  assert.equal(await page.locator(".timeline .shot").count(), 5);
  await page.focus(".timeline .shot:nth-of-type(1) .handle.end");
  await page.keyboard.press("ArrowRight");
  assert.match(await prompt(page), /Shot 1 \[0-3\.5s\].*Shot 2 \[3\.5-6s\]/, "the neighbour goes along");
  const track = await page.locator(".timeline .track").boundingBox();
  const handle = await page.locator(".timeline .shot").nth(3).locator(".handle.end").boundingBox();
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(track.x + (track.width * 13) / 15, handle.y + 5, { steps: 5 });
  await page.mouse.up();
  assert.match(await prompt(page), /Shot 4 \[9-13s\].*Shot 5 \[13-15s\]/);
  assert.equal(await page.locator("#form .issues li").count(), 0, "no gap, no overlap");
  await page.fill("[data-field=duration] input[type=number]", "10");
  await page.focus("[data-field=negative_prompt] textarea");
  assert.ok(await page.locator(".over-run").isVisible());
  assert.match(await issuesAt(page, "prompt").first().textContent(), /ends at .* s; the video ends at 10 s/);
});

test("references are chips: put into the prompt, and marked where they are missing", async (t) => {
  const { page } = await demo.visit(t);
  await choose(page, "reference-video");
  await sample(page, "Two speakers");
  assert.deepEqual(await page.locator("button.reference").allTextContents(), ["Image 1", "Image 2"]);
  await page.fill("[data-field=prompt] textarea", "Image 3 waves to ");
  assert.match(await page.textContent(".reference.missing"), /Image 3 is named in the prompt and is not there/);
  await page.press("[data-field=prompt] textarea", "End");
  await page.click("button.reference >> text=Image 2");
  assert.equal(await prompt(page), "Image 3 waves to Image 2");
});

test("several takes run at once, outlive a reload, and are varied and compared", async (t) => {
  // Both still run after a reload, on a machine that does much else beside.
  await demo.slowly(t, 15_000);
  const { page } = await demo.visit(t);
  for (const words of ["The first of two boats", "The second of two boats"]) {
    await page.fill("[data-field=prompt] textarea", words);
    await page.click("#submit");
    await idOnPage(page);
  }
  await page.waitForFunction(() => document.querySelectorAll(".take[data-status=waiting]").length === 2);
  const states = () => page.locator(".take").evaluateAll((all) => all.map((one) => one.dataset.status));
  assert.deepEqual(await states(), ["waiting", "waiting"]);
  assert.match(await page.title(), /^\d+ % · wanreel$/);
  await page.reload();
  await page.waitForSelector(".take");
  assert.deepEqual(await states(), ["waiting", "waiting"]);
  await page.waitForFunction(() => document.querySelectorAll(".take[data-status=completed]").length === 2);
  const submits = (await demo.log()).filter(({ kind }) => kind === "submit").length;
  await page.reload();
  await page.waitForSelector(".take");
  assert.deepEqual(await states(), ["completed", "completed"]);
  await seeVideo(page);
  for (const take of [0, 1]) await page.locator(".take").nth(take).locator("[data-take=compare]").click();
  await page.waitForFunction(
    () => [...document.querySelectorAll("#compare video")].filter((one) => one.readyState >= 2).length === 2,
  );
  await page.click("#compare > button");
  assert.equal((await demo.log()).filter(({ kind }) => kind === "submit").length, submits, "nothing was sent for that");
  await page.locator(".take").nth(1).locator("[data-take=vary]").click();
  await page.waitForFunction(() => document.querySelectorAll(".take").length === 3);
  assert.match(await page.locator(".take .note").first().textContent(), /seed \d+/);
  await page.waitForFunction(() => document.querySelectorAll(".take[data-status=completed]").length === 3);
  assert.match(await page.textContent("#spent"), /\$1\.29 for 3 videos/);
});

test("a video that is kept in this browser is played from there", async (t) => {
  const { page, requests } = await demo.visit(t);
  await page.fill("[data-field=prompt] textarea", "A film for the shelf");
  await page.click("#submit");
  await seeVideo(page);
  await page.click(".take [data-take=keep]");
  await page.locator(".take [data-take=keep]", { hasText: "Kept in this browser" }).waitFor();
  requests.length = 0;
  await page.reload();
  assert.match((await seeVideo(page)).currentSrc, /^blob:/);
  assert.deepEqual(
    requests.filter(({ url }) => url.includes("/content")),
    [],
  );
});

test("a link holds a request", async (t) => {
  const { page, context } = await demo.visit(t);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await choose(page, "video-edit");
  await sample(page, "Change the outfit");
  await page.click("#share");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const { page: other } = await demo.visit(t, { path: link.slice(demo.base.length) });
  assert.equal(await other.isChecked("#models input[value='wan2.7-video-edit']"), true);
  assert.match(await prompt(other), /Replace the girl's outfit/);
});

test("the page speaks Chinese to whoever asks for it, and switches", async (t) => {
  const { page } = await demo.visit(t, { locale: "zh-CN" });
  assert.equal(await page.getAttribute("html", "lang"), "zh-Hans");
  assert.match(await page.textContent("#submit-name"), /生成/);
  await page.fill("[data-field=prompt] textarea", "湖上的纸船");
  await page.click("#submit");
  await seeVideo(page);
  assert.match(await page.textContent("#news"), /完成/);
  await page.click("#language");
  assert.equal(await page.textContent("#submit-name"), "Generate");
  await page.reload();
  assert.equal(await page.textContent("#submit-name"), "Generate", "the choice is kept");
});

test("a whole visit by the keyboard alone", async (t) => {
  await demo.slowly(t, 6000);
  const { page } = await demo.visit(t);
  /** Presses Tab until it is there; what cannot be reached so fails. */
  async function tabTo(selector) {
    for (let presses = 0; presses < 120; presses++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((one) => document.activeElement?.matches(one), selector)) return;
    }
    assert.fail(`Tab never comes to ${selector}`);
  }
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  await tabTo("#models input:checked");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.isChecked("#models input[value='wan2.7-image-to-video']"), true);
  await page.keyboard.press("ArrowLeft");
  await tabTo("[data-field=prompt] textarea");
  await page.keyboard.type("A door that opens without a hand");
  await tabTo("[data-field=duration] input[type=range]");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.inputValue("[data-field=duration] input[type=number]"), "6");
  await tabTo(".planner summary");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#month");
  await tabTo("#submit");
  await page.keyboard.press("Enter");
  await idOnPage(page);
  await tabTo("#stop");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".trouble[data-name=Stopped]");
  await page.keyboard.press("Enter");
  await page.waitForSelector("body[data-job=completed]");
  await tabTo("[data-take=compare]");
  await page.keyboard.press("Space");
  assert.equal(await page.getAttribute("[data-take=compare]", "aria-pressed"), "true");
  await tabTo("#simulator summary");
  await page.keyboard.press("Enter");
  await tabTo("[data-fault=drop]");
  await page.keyboard.press("Space");
  await page.waitForSelector("[data-fault=drop][aria-pressed=true]");
  await demo.post("faults", {});
});
