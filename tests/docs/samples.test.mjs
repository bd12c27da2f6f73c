// Every sample of README.md and of the documentation's pages: all compile, and what can run runs and gives what the page says.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { compile, inWorker, PROGRAMS } from "./compile.mjs";
import { KINDS, placeOf, programs, samples, samplesOf } from "./samples.mjs";

const here = dirname(fileURLToPath(import.meta.url));
/** Compiled where their packages are. */
const ELSEWHERE = ["ai-sdk", "frameworks"];
const isTypeScript = ({ language }) => language === "ts" || language === "tsx";

test("each program says what is done with it", (t) => {
  for (const sample of programs) assert.ok(sample.kind, `${placeOf(sample)} has none of: ${KINDS.join(", ")}`);
  for (const sample of programs.filter(({ kind, language }) => kind === "project" && language !== "sh"))
    assert.ok(sample.file, `${placeOf(sample)} has no name`);
  const count = (kind) => samples.filter((sample) => sample.kind === kind).length;
  t.diagnostic(KINDS.map((kind) => `${kind}: ${count(kind)}`).join(", "));
  assert.ok(count("run") >= 15 && count("project") >= 15, "there were more");
});

for (const name of Object.keys(PROGRAMS)) {
  test(`samples compile: ${name}`, () => {
    const chosen = programs.filter(
      (sample) => isTypeScript(sample) && !ELSEWHERE.includes(sample.kind) && inWorker(sample) === (name === "workers"),
    );
    assert.ok(chosen.length > 0);
    const { status, stdout } = compile(name, chosen);
    assert.equal(status, 0, `\n${stdout}`);
  });
}

/** `expression; // → value` becomes a comparison; the value is JavaScript. */
function withComparisons({ code }) {
  let count = 0;
  const compared = code.replaceAll(/^(?!\/\/)(.+);[ \t]*\/\/ → (.+)$/gm, (_, expression, value) => {
    count += 1;
    return `same(${expression}, ${value});`;
  });
  return { count, source: `import { deepEqual as same } from "node:assert/strict";\n${compared}` };
}

async function run(sample) {
  const { source, count } = withComparisons(sample);
  const folder = join(here, ".tmp", "run");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${sample.page.replaceAll(/[/.]/g, "-")}-${sample.line}.mjs`);
  writeFileSync(file, (await transform(source, { loader: "ts", target: "es2022" })).code);
  const child = spawn(process.execPath, [join(here, "run-sample.mjs"), file], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
  const [code] = await once(child, "close");
  return { code, count, printed };
}

// Each waits for its video more than it computes.
describe("what can run runs", { concurrency: 4 }, () => {
  for (const sample of programs.filter(({ kind }) => kind === "run")) {
    test(placeOf(sample), async () => {
      const { code, count, printed } = await run(sample);
      assert.equal(code, 0, printed);
      assert.ok(count > 0, "the page says of none of its lines what comes out");
    });
  }
});

test("a wrong sample does not compile, at its line, and a wrong value is found", async () => {
  const text = '# A page\n\n```ts check\nimport { WanClient } from "wanreel";\nnew WanClient({ apikey: "sk" });\n```\n';
  const [wrong] = samplesOf("wrong.md", text);
  const { status, stdout } = compile("pages", [wrong]);
  assert.notEqual(status, 0);
  assert.match(stdout, /wrong-md-4\.ts\(5,\d+\): error TS2\d+: .*apikey/);
  const [value] = samplesOf(
    "value.md",
    '```ts run\nimport { suggestModel } from "wanreel";\nsuggestModel("wan27-t2v"); // → "no"\n```\n',
  );
  const { code, printed } = await run(value);
  assert.equal(code, 1);
  assert.match(printed, /wan2\.7-text-to-video/);
});
