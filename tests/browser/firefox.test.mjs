// The main flows of the page in a real Firefox: a video, a file, stopping and a reload, faults that are ridden out.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { jpeg } from "../media/shapes.mjs";
import { openFirefox, withoutFirefox } from "../runtimes/lib/firefox.mjs";
import { startDemo } from "./demo.mjs";

describe("Firefox", { skip: withoutFirefox() }, () => {
  let demo;
  let firefox;
  let folder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "wanreel-firefox-page-"));
    [demo, firefox] = await Promise.all([startDemo(), openFirefox()]);
  });
  after(async () => {
    await firefox?.close();
    await demo?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  /** A page of the demo; what it throws fails the test. Its storage is the same for all, so each begins with none. */
  async function visit(t) {
    const page = await firefox.newPage();
    page.setDefaultTimeout(60_000);
    const trouble = [];
    page.on("pageerror", (error) => trouble.push(String(error)));
    t.after(async () => {
      await page.close();
      assert.deepEqual(trouble, []);
    });
    await page.goto(`${demo.base}/icon.svg`);
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    await page.goto(`${demo.base}/?poll=fast`);
    await page.waitForSelector("[data-field=prompt] textarea");
    return page;
  }

  const write = async (page, text) => {
    const area = await page.waitForSelector("[data-field=prompt] textarea");
    await area.type(text);
  };
  const idOnPage = async (page) => {
    await page.waitForFunction(() => document.querySelector("#task-id")?.textContent.startsWith("task-unified-"));
    return page.$eval("#task-id", (element) => element.textContent);
  };
  const seeVideo = (page) =>
    page.waitForFunction(() => {
      const video = document.querySelector("#screen video");
      return video && video.readyState >= 2 && video.duration > 0;
    });
  const submitsOf = async (taskId) =>
    (await demo.log()).filter(({ kind, taskId: id }) => kind === "submit" && id === taskId);

  test("a request becomes a video", async (t) => {
    const page = await visit(t);
    await page.click("#submit");
    await page.waitForSelector("[data-field=prompt] .issues .error");
    await write(page, "A fox that walks through Firefox");
    assert.equal(await page.$eval("#price", (element) => element.textContent), "$0.43");
    await page.click("#submit");
    const taskId = await idOnPage(page);
    await seeVideo(page);
    assert.equal((await submitsOf(taskId)).length, 1);
    // 5 s at the guide's $0.086 (section 7).
    await page.waitForFunction(() => document.querySelector("#billed")?.textContent === "$0.43");
  });

  test("an image of one's own is read, sent, and becomes a video", async (t) => {
    const page = await visit(t);
    await page.click("#models label:has(input[value='wan2.7-image-to-video'])");
    const path = join(folder, "fox.jpg");
    writeFileSync(path, Buffer.from(jpeg(720, 1280)));
    const [chooser] = await Promise.all([page.waitForFileChooser(), page.click("[data-field=image_start] .file")]);
    await chooser.accept([path]);
    await page.waitForFunction(() =>
      document.querySelector("[data-field=image_start] .file-shown .note")?.textContent.includes("720 × 1280"),
    );
    await write(page, "The fox looks around");
    await page.click("#submit");
    const taskId = await idOnPage(page);
    await seeVideo(page);
    const [submit] = await submitsOf(taskId);
    assert.ok(
      (await demo.log()).some(({ kind, status, at }) => kind === "upload" && status === 200 && at <= submit.at),
    );
  });

  test("a wait that was stopped, and a reload later, goes on with the same task", async (t) => {
    await demo.slowly(t, 12_000);
    const page = await visit(t);
    await write(page, "A wait that is broken off");
    await page.click("#submit");
    const taskId = await idOnPage(page);
    await page.click("#stop");
    await page.waitForSelector(".trouble[data-name=Stopped]");
    await page.reload();
    await page.waitForSelector(".trouble[data-name=Stopped]");
    assert.equal(await idOnPage(page), taskId);
    await page.click("[data-action=resume]");
    await page.reload();
    assert.equal(await idOnPage(page), taskId);
    await seeVideo(page);
    assert.equal((await submitsOf(taskId)).length, 1);
  });

  test("faults of the panel are ridden out, and an end is explained", async (t) => {
    await demo.slowly(t, 8000);
    t.after(() => demo.post("faults", {}));
    const page = await visit(t);
    await page.click("#simulator summary");
    for (const fault of ["drop", "html"]) {
      await page.click(`[data-fault=${fault}]`);
      await page.waitForSelector(`[data-fault=${fault}][aria-pressed=true]`);
    }
    await write(page, "A road with two stones on it");
    await page.click("#submit");
    const taskId = await idOnPage(page);
    await seeVideo(page);
    const log = await demo.log();
    assert.equal(log.filter(({ fault, path }) => fault && path.includes(taskId)).length, 2, "both have struck");
    assert.equal((await submitsOf(taskId)).length, 1);

    await page.click("[data-fault=quota]");
    await page.waitForSelector("[data-fault=quota][aria-pressed=true]");
    await write(page, " again");
    await page.click("#submit");
    await page.waitForSelector(".trouble[data-name=InsufficientQuotaError]");
  });
});
