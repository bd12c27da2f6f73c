// Every state of the page before axe-core, in light and in dark: no violation of any of its rules.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "../runtimes/lib/axe.mjs";
import { CARDS } from "./cards.mjs";
import { choose, openDemo, sample, seeVideo } from "./demo.mjs";

/** A colour half-way between two is nobody's choice. */
const STILL = { reducedMotion: "reduce" };

let demo;
before(async () => {
  demo = await openDemo();
});
after(() => demo?.close());

/** Asks axe about the page as it is, by day and by night. */
async function check(page, state) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, ...STILL });
    assert.deepEqual(await violations(page), [], `${state}, ${colorScheme}`);
  }
}

/** A picture of the page at rest, everything that folds unfolded. */
const unfold = (page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });

for (const viewport of [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
]) {
  const at = `${viewport.width} px`;

  test(`the form of each model, empty, filled and with findings (${at})`, async (t) => {
    const { page } = await demo.visit(t, { viewport, ...STILL });
    for (const model of ["text-to-video", "image-to-video", "reference-video", "video-edit"]) {
      await choose(page, model);
      await check(page, `${model}, empty`);
      await page.click("#submit");
      await page.waitForSelector(".issues .error");
      await check(page, `${model}, findings`);
      await page.locator("#samples button").last().click();
      await unfold(page);
      await check(page, `${model}, filled`);
    }
    await page.check("#runners input[value=edge]");
    await check(page, "edge");
  });

  test(`a job while it is sent, waits, is done and known already (${at})`, async (t) => {
    // Looking at a page takes seconds on a busy machine, and the job must not be done meanwhile.
    await demo.slowly(t, 20_000);
    const { page } = await demo.visit(t, { viewport, ...STILL });
    await unfold(page);
    await sample(page, "Misty lake");
    await page.fill("[data-field=prompt] textarea", `Before axe (${at})`);
    const held = Promise.withResolvers?.() ?? deferred();
    await page.route("**/v1/videos/generations", async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.click("#submit");
    await page.waitForFunction(() => document.body.dataset.job === "submitting");
    await check(page, "sending");
    held.resolve();
    await page.waitForSelector("[data-stage=processing][data-look=here]");
    await check(page, "processing");
    await page.click("#stop");
    await page.waitForSelector(".trouble[data-name=Stopped]");
    await check(page, "stopped");
    await page.context().setOffline(true);
    await page.click("[data-action=resume]");
    await page.waitForFunction(() => document.querySelector(".leader .caption").textContent.startsWith("No answer"));
    await check(page, "offline");
    await page.context().setOffline(false);
    await seeVideo(page);
    await check(page, "done");
    await page.click("#submit");
    await page.waitForSelector("#another:not([hidden])");
    await check(page, "known already");
  });

  test(`each card of an error (${at})`, async (t) => {
    const { page, context } = await demo.visit(t, { viewport, ...STILL });
    await sample(page, "Misty lake");
    for (const [index, { name, runner = "browser", ...card }] of CARDS.entries()) {
      await t.test(`${name}, ${runner}`, async () => {
        await page.check(`#runners input[value=${runner}]`);
        await page.fill("[data-field=prompt] textarea", `Card ${index} of ${name} (${at})`);
        if (card.rule) await demo.arm(card.rule);
        await card.before?.(page, context);
        await page.click("#submit");
        await card.after?.(page, context);
        await page.waitForSelector(`.trouble[data-name=${name}]`);
        await check(page, name);
        await demo.post("faults", {});
        await page.unrouteAll();
        await context.setOffline(false);
      });
    }
  });

  test(`a wait that took too long (${at})`, async (t) => {
    await demo.slowly(t, 9000);
    const { page } = await demo.visit(t, { viewport, path: "/?poll=hasty", ...STILL });
    await sample(page, "Misty lake");
    await page.fill("[data-field=prompt] textarea", `A card of a deadline (${at})`);
    await page.click("#submit");
    await page.waitForSelector(".trouble[data-name=DeadlineError]");
    await check(page, "DeadlineError");
  });
}

function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve) => Object.assign(parts, { resolve }));
  return parts;
}
