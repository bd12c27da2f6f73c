// program.ts, and the documentation's samples, against the AI SDK's own declarations, every declaration file checked.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { at } from "../../scripts/lib/steps.mjs";
import { sampleWith } from "../docs/samples.mjs";

test("the model is the AI SDK's, and its options are those of the request", () => {
  // Below the AI SDK, as a program has it.
  const folder = at(".cache", "ai-sdk", "program");
  mkdirSync(folder, { recursive: true });
  cpSync(new URL("program.ts", import.meta.url), `${folder}/program.ts`);
  const pages = { page: sampleWith("frameImages"), film: sampleWith('await writeFile("lake.mp4", video') };
  for (const [name, { code }] of Object.entries(pages)) writeFileSync(`${folder}/${name}.ts`, code);
  writeFileSync(`${folder}/package.json`, JSON.stringify({ type: "module" }));
  const compilerOptions = {
    target: "ES2022",
    module: "NodeNext",
    lib: ["ES2023", "DOM", "DOM.Iterable"],
    typeRoots: [at("node_modules", "@types")],
    types: ["node"],
    // Not exactOptionalPropertyTypes, which the AI SDK's own declarations do not bear.
    strict: true,
    noEmit: true,
    paths: { "wanreel/ai-sdk": [at("dist", "ai-sdk.d.ts")] },
  };
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({ compilerOptions, files: ["program.ts", "page.ts", "film.ts"] }),
  );
  const tsc = at("node_modules", "typescript", "bin", "tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    encoding: "utf8",
  });
  assert.equal(status, 0, `\n${stdout}`);
});
