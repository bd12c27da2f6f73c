// What needs no key and no network: validate, price, migrate, models, schema, help.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { jsonSchema } from "wanreel";
import { bare, folderOf, PROMPT, run } from "./support.mjs";

const REQUEST = { model: "wan2.7-text-to-video", prompt: PROMPT };

function offline(t) {
  const folder = folderOf(t);
  const write = (name, value) =>
    writeFileSync(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));
  return { folder, write, run: (args, input) => run(args, { env: bare(folder), cwd: folder, input }) };
}

describe("the command line, offline", { concurrency: 4 }, () => {
  test("validate: a valid request exits 0, an invalid one 1 with every finding", async (t) => {
    const { write, run } = offline(t);
    write("good.json", REQUEST);
    write("bad.json", { ...REQUEST, duration: 16, durration: 5 });
    assert.deepEqual(await run(["validate", "good.json"]), { code: 0, stdout: "valid\n", stderr: "" });
    const bad = await run(["validate", "bad.json"]);
    assert.equal(bad.code, 1);
    // Guide, section 3: 2 to 15 seconds.
    assert.match(bad.stdout, /error .*duration.*2 to 15/);
    assert.match(bad.stdout, /error .*durration.*did you mean "duration"/);
    assert.match(bad.stdout, /invalid\n$/);
    const json = await run(["validate", "-", "--json"], JSON.stringify({ ...REQUEST, duration: 16 }));
    assert.equal(json.code, 1);
    const { valid, issues } = JSON.parse(json.stdout);
    assert.deepEqual([valid, issues[0].code, issues[0].path], [false, "out_of_range", ["duration"]]);
  });

  test("validate: a file that is meant and not there is looked for beside the request, and said", async (t) => {
    const { folder, write, run } = offline(t);
    write("frame.json", { model: "wan2.7-image-to-video", prompt: PROMPT, image_start: "face.png" });
    const { code, stdout } = await run(["validate", "frame.json"]);
    assert.equal(code, 1);
    assert.ok(stdout.includes(`there is no file ${join(folder, "face.png")}`), stdout);
  });

  test("what is no JSON, or not there, is a misuse that names the file", async (t) => {
    const { write, run } = offline(t);
    write("broken.json", "{");
    for (const [args, input, words] of [
      [["validate", "broken.json"], undefined, /broken\.json is not JSON/],
      [["price", "nowhere.json"], undefined, /there is no file nowhere\.json/],
      [["migrate", "-"], "", /stdin is not JSON: it is empty/],
    ]) {
      const { code, stderr } = await run(args, input);
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, words);
    }
  });

  test("price: by the guide's rates, and by the other list", async (t) => {
    const { run } = offline(t);
    // Guide, section 7: $0.086 a second at 720p, $0.144 at 1080p; 5 s and 720p are the defaults.
    const standard = await run(["price", PROMPT]);
    assert.deepEqual([standard.code, standard.stdout.split("\n")[0]], [0, "$0.43"]);
    const long = await run(["price", PROMPT, "--duration", "15", "--quality", "1080p", "--json"]);
    assert.equal(JSON.parse(long.stdout).microUsd, 15 * 144_000);
    // API price list, October 2026: $0.08 a second.
    const list = await run(["price", "-", "--prices", "list-2026-10", "--json"], JSON.stringify(REQUEST));
    assert.equal(JSON.parse(list.stdout).microUsd, 5 * 80_000);
    assert.equal((await run(["price", PROMPT, "--prices", "cheap"])).code, 2);
  });

  test("flags choose the model that takes them, and ask where several do", async (t) => {
    const { run } = offline(t);
    const url = "https://cdn.example.com/face.png";
    const model = async (...flags) => run(["validate", PROMPT, ...flags, "--json"]);
    assert.equal((await model("--image-start", url)).code, 0);
    assert.equal((await model("--aspect-ratio", "9:16", "--seed", "7")).code, 0);
    const many = await model("--video-urls", "https://cdn.example.com/clip.mp4");
    assert.equal(many.code, 2);
    assert.match(many.stderr, /several models take these flags.*wan2\.7-video-edit/);
    const wrong = await model("--duration", "soon");
    assert.deepEqual([wrong.code, JSON.parse(wrong.stdout).issues[0].path], [1, ["duration"]]);
  });

  test("migrate: the request on stdout alone, the changes on stderr", async (t) => {
    const { write, run } = offline(t);
    write("old.json", { model: "wan2.6-text-to-video", prompt: PROMPT, audio_url: "https://cdn.example.com/a.mp3" });
    const { code, stdout, stderr } = await run(["migrate", "old.json"]);
    assert.equal(code, 0);
    // Guide, section 11; wan2.6 extends prompts by default (OpenAPI).
    assert.deepEqual(JSON.parse(stdout), {
      model: "wan2.7-text-to-video",
      prompt: PROMPT,
      audio_urls: ["https://cdn.example.com/a.mp3"],
      prompt_extend: true,
    });
    assert.match(stderr, /renamed .*audio_url/);
    const { changes } = JSON.parse((await run(["migrate", "old.json", "--json"])).stdout);
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ["replaced", "renamed", "added"],
    );
    assert.equal((await run(["migrate", "-"], '{"model":"veo"}')).code, 1);
  });

  test("schema: one for all models takes what each takes, and refuses what none does", async (t) => {
    const { run } = offline(t);
    const all = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse((await run(["schema"])).stdout));
    assert.equal(all(REQUEST), true);
    assert.equal(
      all({ model: "wan2.7-image-to-video", prompt: PROMPT, image_start: "https://cdn.example.com/a.png" }),
      true,
    );
    assert.equal(all({ ...REQUEST, duration: 16 }), false);
    assert.equal(all({ model: "wan9", prompt: PROMPT }), false);
    const one = JSON.parse((await run(["schema", "wan2.7-video-edit"])).stdout);
    assert.deepEqual(one, jsonSchema("wan2.7-video-edit"));
    const unknown = await run(["schema", "wan27-t2v"]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /did you mean "wan2\.7-text-to-video"/);
  });

  test("models: what each takes and costs", async (t) => {
    const { run } = offline(t);
    const { stdout } = await run(["models"]);
    assert.match(stdout, /wan2\.7-text-to-video +720p \$0\.086\/s {2}1080p \$0\.144\/s/);
    assert.match((await run(["models", "wan2.7-text-to-video"])).stdout, /duration +integer +2 to 15; default 5/);
    assert.equal(JSON.parse((await run(["models", "--json"])).stdout).length, 11);
  });

  test("help of every command has examples, and no colour where it is piped", async (t) => {
    const { run } = offline(t);
    const { stdout } = await run(["--help"]);
    const names = [...stdout.matchAll(/^ {2}(\w+) .* {2}\w/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== "help");
    for (const name of ["generate", "validate", "price", "migrate", "models", "schema", "tasks", "resume"])
      assert.ok(names.includes(name), name);
    for (const name of ["reconcile", "download", "credits", "upload", "simulate"])
      assert.ok(stdout.includes(`\n  ${name} `), name);
    for (const name of ["generate", "validate", "reconcile", "download"]) {
      const help = await run([name, "--help"]);
      assert.equal(help.code, 0);
      assert.match(help.stdout, new RegExp(`Usage: npx wanreel ${name}[\\s\\S]*Examples:\\n {2}npx wanreel ${name}`));
      assert.ok(!help.stdout.includes("\u001b"));
    }
  });

  test("mistakes are named, with what was meant", async (t) => {
    const { run } = offline(t);
    for (const [args, words] of [
      [["generat", "x"], /there is no command "generat"; did you mean generate\?/],
      [["generate"], /<prompt\|request\.json\|-> is missing\nTry: npx wanreel generate --help/],
      [["generate", "A", "lighthouse"], /put a prompt into quotes/],
      [["generate", PROMPT, "--max-usd", "lots"], /--max-usd must be a number greater than 0; got "lots"/],
      [["generate", PROMPT, "--outt", "a.mp4"], /there is no flag --outt; did you mean --out\?/],
      [["generate", PROMPT, "--out", "nowhere/a.mp4"], /--out nowhere\/a\.mp4: there is no such folder/],
      [["generate", PROMPT], /EVOLINK_API_KEY is not set/],
      [["reconcile", "12345678"], /say either --task ID or --not-accepted/],
      [["upload", "nowhere.png"], /there is no file nowhere\.png/],
    ]) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      assert.match(stderr, words);
      assert.ok(!stderr.includes("    at "), "no stack");
    }
    const json = await run(["price", "nowhere.json", "--json"]);
    assert.equal(JSON.parse(json.stdout).exitCode, 2);
  });
});
