// Nothing moves under its reader: layout shift over whole jobs, as the browser itself counts it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, openDemo, sample, seeVideo } from "./demo.mjs";

/** Half of what is "good" by web.dev/articles/cls; counted here over the whole visit, not by its worst window of five seconds. */
const MOST = 0.05;
const SIZES = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
];

let demo;
before(async () => {
  demo = await openDemo();
});
after(() => demo?.close());

/**
 * Holds a submit back for longer than what follows a click is forgiven: an answer from far away, which on one machine would
 * come so early that whatever it moves counts as asked for.
 */
async function fromAfar(page) {
  await page.route("**/{v1/videos/generations,edge/jobs}", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 900));
    await route.continue();
  });
}

/** Every shift so far; a picture later, so that what was just drawn is counted. */
async function shiftsOf(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
  return page.evaluate(() => window.shifts);
}

/** `most`: where a card with an error comes, which is to be seen, and pushes what stands below it. */
async function checkShifts(page, what, most = MOST) {
  const shifts = await shiftsOf(page);
  const total = shifts.reduce((sum, { value }) => sum + value, 0);
  const worst = shifts.toSorted((a, b) => b.value - a.value).slice(0, 5);
  assert.ok(total <= most, `${what}: ${total.toFixed(3)}\n${JSON.stringify(worst, null, 1)}`);
}

for (const viewport of SIZES) {
  const at = `${viewport.width} px`;

  for (const runner of ["browser", "edge"]) {
    test(`a whole job to its video moves nothing (${runner}, ${at})`, async (t) => {
      // The pipeline tells of states it sees, a second apart at least: a quick task is done before one is told of.
      if (runner === "edge") await demo.slowly(t, 9000);
      const { page } = await demo.visit(t, { viewport });
      await fromAfar(page);
      await checkShifts(page, "load");
      await page.check(`#runners input[value=${runner}]`);
      await page.focus("[data-field=prompt] textarea");
      await page.keyboard.type(`A paper boat on a lake (${runner}, ${at})`);
      await page.fill("[data-field=duration] input[type=number]", "3");
      await checkShifts(page, "form");
      await page.click("#submit");
      await page.waitForSelector("[data-stage=processing][data-look=here]");
      await checkShifts(page, "progress");
      await seeVideo(page);
      await page.waitForFunction(() => !document.querySelector("#billed").textContent.includes("estimated"));
      await checkShifts(page, "result");
    });
  }

  test(`a job of another shape, and findings on the way, move nothing (${at})`, async (t) => {
    const { page } = await demo.visit(t, { viewport });
    await fromAfar(page);
    await choose(page, "image-to-video");
    await page.focus("[data-field=image_start] input");
    await page.keyboard.type("nonsense");
    await page.keyboard.press("Tab");
    await page.click("#submit");
    await page.waitForSelector(".issues .error");
    await checkShifts(page, "findings");
    await page.locator("#samples button").first().click();
    await page.check("[data-field=quality] input[value='1080p']");
    await page.click("#submit");
    await seeVideo(page);
    await checkShifts(page, "result");
  });

  for (const fault of ["quota", "policy", "lost"]) {
    test(`a job that ends in an error moves nothing (${fault}, ${at})`, async (t) => {
      const { page } = await demo.visit(t, { viewport });
      await fromAfar(page);
      await demo.post("faults", { name: fault });
      await sample(page, "Misty lake");
      await page.focus("[data-field=prompt] textarea");
      await page.keyboard.press("End");
      await page.keyboard.type(` ${fault} ${at}`);
      await page.click("#submit");
      await page.waitForSelector(".trouble");
      await checkShifts(page, fault, 2 * MOST);
    });
  }

  test(`a reload in mid-wait, and stopping, move nothing (${at})`, async (t) => {
    await demo.slowly(t, 15_000);
    const { page } = await demo.visit(t, { viewport });
    await fromAfar(page);
    await sample(page, "Misty lake");
    await page.fill("[data-field=prompt] textarea", `Reload ${at}`);
    await page.click("#submit");
    await page.waitForSelector("[data-stage=processing][data-look=here]");
    await page.reload();
    await page.waitForSelector("[data-stage=processing][data-look=here]");
    await checkShifts(page, "reload");
    await page.click("#stop");
    await page.waitForSelector(".trouble");
    await page.click("[data-action=resume]");
    await seeVideo(page);
    await checkShifts(page, "resumed");
  });
}
