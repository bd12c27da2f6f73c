// schema() as the rules of a form in a page: react-hook-form in React in Chromium, filled in by keyboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { openChromium } from "../runtimes/lib/chromium.mjs";
import { GOOD } from "./requests.mjs";

const PROGRAM = fileURLToPath(new URL("programs/form.mjs", import.meta.url));

let browser;
let script;

before(async () => {
  const define = { "process.env.NODE_ENV": '"production"' };
  const options = { bundle: true, write: false, format: "iife", define, logLevel: "warning" };
  const { outputFiles } = await build({ ...options, entryPoints: [PROGRAM] });
  script = outputFiles[0].text;
  browser = await openChromium();
});

after(() => browser?.close());

/** The form, with this typed into it and its button pressed. */
async function send(t, typed) {
  const page = await browser.newPage();
  t.after(() => page.close());
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  await page.setContent("<!doctype html><main></main>");
  await page.addScriptTag({ content: script });
  for (const [id, text] of Object.entries(typed)) await page.fill(`[id="${id}"]`, text);
  await page.click("button");
  return { page, trouble, submitted: () => page.evaluate("window.submitted") };
}

const fields = {
  prompt: GOOD.prompt,
  image_start: GOOD.image_start,
  "audio_urls.0": GOOD.audio_urls[0],
  duration: String(GOOD.duration),
};

test("react-hook-form: what is valid is submitted, data and all", async (t) => {
  const { page, trouble, submitted } = await send(t, fields);
  await page.waitForFunction("window.submitted.length > 0");
  assert.deepEqual(await submitted(), [GOOD]);
  assert.equal(await page.locator("em").count(), 0);
  assert.deepEqual(trouble, []);
});

test("react-hook-form: each error stands at its field, in our words; mended, it is submitted", async (t) => {
  const { page, trouble, submitted } = await send(t, {
    ...fields,
    prompt: " ",
    image_start: "",
    "audio_urls.0": "steps.mp3",
    duration: "99",
  });
  await page.waitForSelector("em");
  const errors = await page.locator("em").evaluateAll((found) => found.map(({ id, textContent }) => [id, textContent]));
  const said = Object.fromEntries(errors);
  assert.deepEqual(Object.keys(said), ["prompt-error", "image_start-error", "audio_urls.0-error", "duration-error"]);
  assert.equal(said["prompt-error"], "prompt is blank (say in words what should be seen)");
  assert.match(said["image_start-error"], /^image_start is missing; first_frame needs it \(give image_start/);
  assert.match(said["audio_urls.0-error"], /^audio_urls is "steps\.mp3"; it must be an absolute http or https URL/);
  assert.equal(said["duration-error"], "duration is 99; it must be a whole number from 2 to 15");
  assert.deepEqual(await submitted(), []);

  for (const [id, text] of Object.entries(fields)) await page.fill(`[id="${id}"]`, text);
  await page.click("button");
  await page.waitForFunction("window.submitted.length > 0");
  assert.deepEqual(await submitted(), [GOOD]);
  assert.deepEqual(trouble, []);
});
