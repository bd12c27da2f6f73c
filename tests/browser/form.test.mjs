// The form of the page: what it shows, finds and keeps.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, issuesAt, openDemo, sample, seeVideo } from "./demo.mjs";

let demo;
before(async () => {
  demo = await openDemo();
});
after(() => demo?.close());

const apiCalls = (requests) => requests.filter(({ url }) => /\/(api\/wan|v1)\//.test(new URL(url).pathname));

test("the form is drawn from what the package says of its models", async (t) => {
  const { page } = await demo.visit(t);
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
  const { page } = await demo.visit(t);
  await page.fill("[data-field=prompt] textarea", "🎞️ée");
  assert.equal(await page.textContent("[data-field=prompt] .aside"), "4 / 5000");
});

test("issues stand at their fields: what is missing on submit, what is wrong once it was left", async (t) => {
  const { page, requests } = await demo.visit(t);
  assert.equal(await page.locator(".issues li").count(), 0);
  await page.fill("[data-field=audio_urls] input", "nonsense");
  assert.equal(await issuesAt(page, "audio_urls").count(), 0, "not while it is being typed");
  await page.focus("[data-field=prompt] textarea");
  assert.match(await issuesAt(page, "audio_urls").textContent(), /^Error: Audio is "nonsense".*absolute http/);
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
  const { page } = await demo.visit(t);
  await sample(page, "Five shots");
  assert.equal(await page.textContent("#price"), "$1.29");
  assert.equal(await page.textContent("#output"), "1280 × 720");
  await page.check("[data-field=quality] input[value='1080p']");
  await page.check("[data-field=aspect_ratio] input[value='9:16']");
  assert.equal(await page.textContent("#price"), "$2.16");
  assert.equal(await page.textContent("#output"), "1080 × 1920");
  await page.click(".others summary");
  await page.locator(".others tbody tr").first().waitFor();
  const rows = await page.$$eval(".others tbody tr", (all) => all.map((row) => row.textContent));
  assert.ok(
    rows.some((row) => /EvoLink.*\$2\.16/.test(row)) && rows.some((row) => row.includes("Segmind")),
    String(rows),
  );

  await page.click(".planner summary");
  // 20 clips a day of 15 s for 30 days at the guide's $0.144 (section 7).
  assert.match(await page.textContent("#month"), /^\$1,?296(\.00)?$/);

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
  const { page } = await demo.visit(t);
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
  const { page } = await demo.visit(t);
  await choose(page, "reference-video");
  await sample(page, "Two speakers");
  assert.equal(await page.locator("[data-field=voice_bindings] .row").count(), 2);
  assert.equal(await page.locator(".issues li").count(), 0, "the guide's own request has nothing to find");
  await page.locator("[data-field=image_urls] .remove").last().click();
  assert.match(await issuesAt(page, "voice_bindings").textContent(), /Voices: Image 2 points past Images, which has 1/);
  await page.click("[data-field=voice_bindings] .row.wrong .remove");
  assert.equal(await page.locator("[data-field=voice_bindings] .row").count(), 1);
  for (let row = 1; row < 5; row++) await page.click("[data-field=image_urls] .add");
  assert.equal(await page.isVisible("[data-field=image_urls] .add"), false, "no more than five");
});

test("findings name the form's fields, and what is written stays as it is", async (t) => {
  const { page } = await demo.visit(t);
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
  const { page } = await demo.visit(t);
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
  assert.equal(await page.evaluate(() => document.body.dataset.job), undefined, "Enter alone is a new line");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+Enter");
  await seeVideo(page);
});

const LANGUAGES = {
  "en-US": /^(Error|Note): .*[a-z]/s,
  "zh-CN": /^(错误|提示)：(?!.*[a-z]{3,} [a-z]{3,})[^a-z]*[\u4e00-\u9fff]/s,
};
for (const [locale, itsOwn] of Object.entries(LANGUAGES))
  test(`whatever is wrong is told in people's words: no name that only programs use (${locale})`, async (t) => {
    const { page } = await demo.visit(t, { locale });
    /** What is quoted is the visitor's own. */
    const leaks = (text) =>
      text
        .replaceAll(/"[^"]*"/g, "")
        .match(/\w*[a-z]_[a-z]\w*|\w+\.\d+ (?!s)|\w*\[\d*\]|\b(image|video)\d|[{}]|: (true|false)/g) ?? [];
    const lists = { "video-edit": 2, "reference-video": 3 };
    for (const model of ["text-to-video", "image-to-video", "reference-video", "video-edit"]) {
      await choose(page, model);
      for (const mode of await page.$$("[data-field=generation_mode] input")) {
        await mode.check();
        await check(`${model}, empty`);
      }
      for (let row = 0; row < (lists[model] ?? 0); row++) {
        for (const add of await page.$$("[data-type=mediaList] .add")) if (await add.isVisible()) await add.click();
      }
      await page.click(".more summary");
      for (const [kind, wrong] of [
        ["url", "https://your-cdn.com/clip.gif"],
        ["number", "99.5"],
      ]) {
        for (const input of await page.$$(`#fields input[type=${kind}]`))
          if (await input.isVisible()) await input.fill(wrong);
      }
      await page.fill("[data-field=prompt] textarea", "image9 meets video7, 图片8 looks on");
      await check(`${model}, all wrong`);
      await page.reload();
    }

    async function check(what) {
      await page.click("#submit");
      await page.waitForSelector("#form .issues li");
      const said = await page.$$eval("#form .issues li, #form .head, #form .note, #form dd", (all) =>
        all.map((one) => one.textContent),
      );
      assert.ok(said.length > 5);
      const findings = await page.$$eval("#form .issues li", (all) => all.map((one) => one.textContent));
      for (const text of findings) assert.match(text.replaceAll(/"[^"]*"/g, ""), itsOwn, what);
      assert.deepEqual(
        said.filter((text) => leaks(text).length > 0),
        [],
        what,
      );
    }
  });

test("what the API says of a request is told in the form's words, too", async (t) => {
  const { page } = await demo.visit(t);
  await choose(page, "video-edit");
  await sample(page, "Vintage film");
  const message = 'image_urls[1] and video_urls.0 cannot be read; "image_urls[1]" was meant';
  await page.route("**/v1/videos/generations", (route) =>
    route.fulfill({
      status: 400,
      json: { error: { code: "invalid_parameter", message, type: "invalid_request_error" } },
    }),
  );
  await page.click("#submit");
  const said = await page.textContent(".trouble .said");
  assert.match(said, /Image 2 and Video cannot be read; "image_urls\[1\]" was meant/);
});
