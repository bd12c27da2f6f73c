// How long a fresh Node takes until a library can be used: its import, and of ours the first verdict too, which compiles the module.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at, run } from "../../../scripts/lib/steps.mjs";
import { nodes, PEERS } from "./peers.mjs";
import { tenth } from "./verdict.program.mjs";

const ROUNDS = 15;
const NAMES = [
  "replicate",
  "@runwayml/sdk",
  "@fal-ai/client",
  "openai",
  "@google/genai",
  "ai",
  "zod",
  "valibot",
  "ajv",
];

/** Milliseconds by Node and name, at the 10th percentile of processes that take turns. */
export async function imports() {
  const folder = at(".cache", "bench-imports");
  mkdirSync(folder, { recursive: true });
  const programs = Object.fromEntries(NAMES.map((name) => [name, program(join(PEERS, ".."), name)]));
  // Inside the package, which its program imports by name.
  programs.wanreel = program(
    folder,
    "wanreel",
    "imported.validate({ model: 'wan2.7-text-to-video', prompt: 'a lake' });",
  );
  const figures = {};
  for (const [node, path] of Object.entries(nodes())) {
    const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, file] of Object.entries(programs))
        times[name].push(Number(await run(path, [file], { capture: true })));
    }
    figures[node] = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, tenth(all)]));
  }
  return figures;
}

function program(folder, name, then = "") {
  const file = join(folder, `import-${name.replace(/\W/g, "-")}.mjs`);
  const lines = [
    "const began = performance.now();",
    `const imported = await import(${JSON.stringify(name)});`,
    then || "Object.keys(imported);",
    "console.log(performance.now() - began);",
  ];
  writeFileSync(file, lines.join("\n"));
  return file;
}
