// Findings in another language: the same findings, said otherwise.
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildRequest, ConfigError, ValidationError, validate, WanClient } from "wanreel";
import { zh } from "wanreel/zh";

const WRONG = {
  model: "wan2.7-reference-video",
  prompt: "图一 walks, Shot 1 [0-3s] and Shot 2 [4-6s]",
  image_urls: ["https://cdn.example.com/a.png", "a.png"],
  quality: "1080",
  duration: 99,
  image_start: null,
  vidoe_urls: 1,
  callback_url: "http://localhost/",
  model_params: { voice_bindings: { image9: "https://cdn.example.com/a.wav", one: 5 } },
};

/** Without its words. */
const bare = ({ severity, code, path, hint }) => ({ severity, code, path, hint: hint !== undefined });

test("the same findings are said in Chinese", () => {
  const [english, chinese] = [validate(WRONG), validate(WRONG, { language: zh })];
  assert.ok(english.issues.length > 10, `${english.issues.length}`);
  assert.deepEqual(chinese.issues.map(bare), english.issues.map(bare));
  for (const { message, hint } of chinese.issues) {
    assert.match(message, /\p{Script=Han}/u);
    if (hint !== undefined) assert.match(hint, /\p{Script=Han}/u);
    assert.doesNotMatch(`${message}${hint ?? ""}`, /\{\d?\}|undefined/);
  }
  const said = Object.fromEntries(chinese.issues.map((issue) => [issue.path.join("."), issue]));
  assert.deepEqual(said.duration, {
    severity: "error",
    code: "out_of_range",
    path: ["duration"],
    message: "duration 是 99，应当是 2 到 15 的整数",
  });
  assert.equal(said.quality.message, 'quality 是 "1080"，应当是"720p" 或 "1080p"');
  assert.equal(said.quality.hint, '是否想用 "1080p"？');
  assert.equal(said.image_start.message, "image_start 是 null，应当是字符串形式的 http 或 https URL");
  // Gaps in another order than in English.
  const gap = chinese.issues.find(({ code }) => code === "shot_gap");
  assert.equal(gap.message, "镜头 2 之前，第 3 到 4 秒没有描述");
});

test("what throws takes the language too", async () => {
  const refused = (error) => error instanceof ValidationError && /应当是/.test(error.message);
  assert.throws(() => buildRequest(WRONG, { language: zh }), refused);
  const client = new WanClient({ apiKey: "k", language: zh, fetch: () => assert.fail("nothing is sent") });
  await assert.rejects(client.submit(WRONG), refused);
  await assert.rejects(client.upload(new Blob([])), (error) => /为空/.test(error.message));
});

test("what is no language is English to validate, and refused by the client", () => {
  for (const language of [null, "zh", {}, { sentences: 5 }]) {
    assert.deepEqual(validate(WRONG, { language }), validate(WRONG));
    assert.throws(
      () => new WanClient({ apiKey: "k", language }),
      (error) => error instanceof ConfigError && /language/.test(error.message),
    );
  }
});
