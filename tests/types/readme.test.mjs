// The samples of README.md as they stand there: all compile, and what can run without a key runs.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as wanreel from "wanreel";
import { taskStoreTests } from "wanreel/stores/testing";
import { BEFORE, samples, sampleWith } from "./readme-samples.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const tsc = join(here, "..", "..", "node_modules", "typescript", "bin", "tsc");

const PROGRAMS = {
  pages: { lib: ["ES2022", "DOM", "DOM.Iterable"], types: ["node"], jsx: "react-jsx" },
  workers: { lib: ["ES2022"], types: ["@cloudflare/workers-types"], customConditions: ["workerd"] },
};
const SESSION = "export declare function session(request: Request, env: object): Promise<{ user: string } | null>;";

/** Where the AI SDK is: tests/ai-sdk/types.test.mjs compiles it. */
const inAiSdk = ({ code }) => code.includes('from "ai"');
const inWorker = ({ code }) => code.includes("ExportedHandler<Env>");
const extensionOf = ({ code }) => (code.includes('from "react"') ? "tsx" : "ts");
const wordsOf = ({ code }) => Object.keys(BEFORE).filter((words) => code.includes(words));

/** Its line numbers are those of README.md. */
function sourceOf(sample) {
  const [words] = wordsOf(sample);
  const before = (BEFORE[words] ?? "").replaceAll(/\s*\n\s*/g, " ");
  return `${before}${"\n".repeat(sample.line - 1)}${sample.code}\nexport {};\n`;
}

function compile(name, options, chosen) {
  const folder = join(here, ".tmp", `readme-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const sample of chosen)
    writeFileSync(join(folder, `README-${sample.line}.${extensionOf(sample)}`), sourceOf(sample));
  writeFileSync(join(folder, "session.ts"), SESSION);
  const compilerOptions = {
    ...{ module: "ESNext", moduleResolution: "Bundler", target: "ES2022" },
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, noEmit: true, ...options },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts", "*.tsx"] }));
  return spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8" });
}

test("each sample is told apart from the others by its words, and no words are left over", () => {
  assert.ok(samples.length >= 14, `${samples.length} samples`);
  for (const words of Object.keys(BEFORE)) assert.ok(sampleWith(words));
  for (const sample of samples) assert.ok(wordsOf(sample).length <= 1, sample.code);
});

for (const [name, options] of Object.entries(PROGRAMS)) {
  test(`samples compile: ${name}`, () => {
    const chosen = samples.filter((each) => !inAiSdk(each) && inWorker(each) === (name === "workers"));
    assert.ok(chosen.length > 0);
    const { status, stdout } = compile(name, options, chosen);
    assert.equal(status, 0, `\n${stdout}`);
  });
}

test("a wrong sample does not compile, at its line", () => {
  const { status, stdout } = compile("wrong", PROGRAMS.pages, [
    { line: 40, code: 'import { WanClient } from "wanreel";\nnew WanClient({ apikey: "sk" });\n' },
  ]);
  assert.notEqual(status, 0);
  assert.match(stdout, /README-40\.ts\(41,\d+\): error TS2\d+: .*apikey/);
});

test("what is said to come out comes out", async () => {
  const { code } = sampleWith('suggestModel("wan27-t2v")');
  const scope = { ...wanreel, url: "https://example.com/clip.mp4" };
  const run = (text) => new Function(...Object.keys(scope), `return (${text})`)(...Object.values(scope));
  // "call; // value" with words after a comma, or a value in the lines of comment that follow.
  const said = [...code.matchAll(/^(\w+\(.*\)(?:\.\w+)?);(?: \/\/ ("[^"]*"|[\d.]+)(?:, .*)?)?$((?:\n\/\/ .*)*)/gm)];
  assert.equal(said.length, 5);
  for (const [, call, beside, below] of said) {
    const value = beside ?? below.replaceAll(/^\/\/ /gm, "").trim();
    assert.deepEqual(run(call), run(value), call);
  }
});

// The store whose tests the README shows, of the plainest kind.
class MyStore {
  constructor(database) {
    this.database = database;
  }
  async get(key) {
    return structuredClone(this.database.get(key));
  }
  async claim(key, record) {
    const there = this.database.get(key);
    if (there && there.expiresAt > Date.now()) return structuredClone(there);
    this.database.set(key, structuredClone(record));
    return undefined;
  }
  async set(key, record) {
    this.database.set(key, structuredClone(record));
  }
  async delete(key) {
    this.database.delete(key);
  }
}

test("a store of one's own, by the sample", async (t) => {
  const { code } = sampleWith("new MyStore(database)");
  const loop = code.replace(/^import .*$/m, "");
  const ran = [];
  const one = (name, run) => ran.push(t.test(name, run));
  const database = new Map();
  new Function("taskStoreTests", "MyStore", "database", "test", loop)(taskStoreTests, MyStore, database, one);
  assert.ok(ran.length >= 5, `${ran.length} tests`);
  await Promise.all(ran);
});
