// Every state of the page before axe-core, in light and in dark, in English and in Chinese: no violation of any of its rules,
// and nothing that has to be scrolled for sideways.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "../runtimes/lib/axe.mjs";
import { CARDS } from "./cards.mjs";
import { choose, openDemo, seeVideo } from "./demo.mjs";

/** A colour half-way between two is nobody's choice. */
const STILL = { reducedMotion: "reduce" };

let demo;
before(async () => {
  demo = await openDemo();
});
after(() => demo?.close());

/** Asks axe about the page as it is, by day and by night; colours are the same in every language. */
async function check(page, state) {
  const isEnglish = (await page.getAttribute("html", "lang")) === "en";
  for (const colorScheme of isEnglish ? ["light", "dark"] : ["light"]) {
    await page.emulateMedia({ colorScheme, ...STILL });
    assert.deepEqual(await violations(page), [], `${state}, ${colorScheme}`);
  }
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(beyond, 0, `${state}: px to be scrolled sideways`);
}

/** A picture of the page at rest, everything that folds unfolded. */
const unfold = (page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });

for (const [viewport, locale] of [
  [{ width: 320, height: 640 }, "en-US"],
  [{ width: 1440, height: 900 }, "en-US"],
  [{ width: 320, height: 640 }, "zh-CN"],
]) {
  const at = `${viewport.width} px, ${locale}`;
  const how = { viewport, locale, ...STILL };

  test(`the form of each model, empty, filled and with findings (${at})`, async (t) => {
    const { page } = await demo.visit(t, how);
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
    const { page } = await demo.visit(t, how);
    await unfold(page);
    await page.locator("#samples button").first().click();
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
    await page.waitForFunction(() =>
      /^(No answer|没有应答)/.test(document.querySelector(".leader .caption").textContent),
    );
    await check(page, "offline");
    await page.context().setOffline(false);
    await seeVideo(page);
    await check(page, "done");
    await page.click("#submit");
    await page.waitForSelector("#another:not([hidden])");
    await check(page, "known already");
  });

  test(`several takes, two of them compared, and one that waits in the Worker's queue (${at})`, async (t) => {
    const { page } = await demo.visit(t, how);
    t.after(() => demo.post("faults", {}));
    for (const count of [1, 2]) {
      await page.fill("[data-field=prompt] textarea", `Take ${count} before axe (${at})`);
      await page.click("#submit");
      await page.waitForFunction(
        (most) => document.querySelectorAll(".take[data-status=completed]").length === most,
        count,
      );
    }
    for (const take of [0, 1]) await page.locator(".take").nth(take).locator("[data-take=compare]").click();
    await page.waitForSelector("#compare video");
    await unfold(page);
    await page.waitForSelector("#month");
    await check(page, "compared, and what a month comes to");
    await demo.arm({ on: "submit", status: 429, retryAfter: 0 });
    await page.check("#runners input[value=edge]");
    await page.fill("[data-field=prompt] textarea", `Take 3 before axe (${at})`);
    await page.click("#submit");
    await page.waitForFunction(() => document.querySelector("#job-note")?.textContent !== "");
    await check(page, "in the queue");
    await page.click("#stop");
    await page.waitForSelector(".trouble[data-name=JobCancelled]");
    await check(page, "cancelled");
  });

  test(`each card of an error (${at})`, async (t) => {
    const { page, context } = await demo.visit(t, how);
    await page.locator("#samples button").first().click();
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
    const { page } = await demo.visit(t, { ...how, path: "/?poll=hasty" });
    await page.locator("#samples button").first().click();
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
