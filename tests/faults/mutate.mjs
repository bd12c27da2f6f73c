#!/usr/bin/env node
// Proves the table: does each wrong of mutants.mjs to a copy of the last commit, builds it, and runs the rows that must
// turn red. A mutant that leaves them green survives, and fails this program.
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build as bundle } from "esbuild";
import { importableAnywhere } from "../../scripts/lib/glue.mjs";
import { at, main, root, Stop } from "../../scripts/lib/steps.mjs";
import { bindgen, buildBindgen } from "../../scripts/setup.mjs";
import { filledIn } from "./engines/source.mjs";
import { mutants } from "./mutants.mjs";
import { find } from "./table.mjs";

const HELP = `mutate.mjs [words of a mutant's name...]

Needs a build (npm run build). Works on a copy of HEAD; what is not committed is not there. --all runs the whole table
against each mutant, and says how many rows turn red.`;

const TARGET = "wasm32-unknown-unknown";
/** Quick to compile; how small and fast a mutant is does not matter. */
const PROFILE = { LTO: "off", OPT_LEVEL: "1", CODEGEN_UNITS: "16", INCREMENTAL: "true" };

function copyTree() {
  const folder = join(mkdtempSync(join(tmpdir(), "wanreel-mutants-")), "tree");
  execFileSync("git", ["worktree", "add", "--detach", folder, "HEAD"], { cwd: root, stdio: "ignore" });
  symlinkSync(at("node_modules"), join(folder, "node_modules"), "junction");
  for (const built of ["dist", "pkg"]) cpSync(at(built), join(folder, built), { recursive: true });
  const remove = () => {
    execFileSync("git", ["worktree", "remove", "--force", folder], { cwd: root });
    rmSync(join(folder, ".."), { recursive: true, force: true });
  };
  return { folder, remove };
}

function compile(folder) {
  const profile = Object.entries(PROFILE).map(([name, value]) => [`CARGO_PROFILE_RELEASE_${name}`, value]);
  const target = at("target", "mutants");
  const args = ["rustc", "--quiet", "--locked", "--lib", "--crate-type", "cdylib", "--release", "--target", TARGET];
  execFileSync("cargo", [...args, "--features", "client", "--target-dir", target], {
    cwd: folder,
    env: { ...process.env, ...Object.fromEntries(profile) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const raw = join(folder, "pkg", "raw");
  mkdirSync(raw, { recursive: true });
  execFileSync(bindgen, [join(target, TARGET, "release", "wanreel.wasm"), raw, "wanreel"]);
  const [from, to] = [raw, join(folder, "pkg", "wanreel")].map((place) => join(place, "wanreel_bg"));
  copyFileSync(`${from}.wasm`, `${to}.wasm`);
  writeFileSync(`${to}.js`, importableAnywhere(readFileSync(`${from}.js`, "utf8"), "wanreel"));
}

/** The two entries the driver imports; the simulator stays the one that was built. */
async function link(folder) {
  await bundle({
    entryPoints: ["index", "stores"].map((name) => join(folder, "js", "entries", `${name}.ts`)),
    outdir: join(folder, "dist"),
    chunkNames: "mutant-[hash]",
    format: "esm",
    bundle: true,
    splitting: true,
    platform: "neutral",
    external: ["node:*"],
    target: "es2022",
    logLevel: "error",
    plugins: filledIn(folder),
  });
}

/** The rows that are red, with the keys ignored. */
function runTable(folder, rows) {
  const file = join(folder, "red.json");
  rmSync(file, { force: true });
  const env = {
    ...process.env,
    FAULTS_MODE: "ignore",
    FAULTS_RED: file,
    ...(rows ? { FAULTS_ROWS: JSON.stringify(rows) } : {}),
  };
  const { stdout } = spawnSync(process.execPath, ["tests/faults/node.test.mjs"], {
    cwd: folder,
    env,
    encoding: "utf8",
    timeout: 600_000,
  });
  if (!existsSync(file)) throw new Stop(`the table did not run to its end:\n${stdout.slice(-2000)}`);
  return JSON.parse(readFileSync(file, "utf8")).map(({ row }) => row);
}

function swap(text, { name, find, replace }) {
  if (text.split(find).length !== 2)
    throw new Stop(`mutant "${name}": what it changes does not stand there exactly once`);
  return text.replace(find, () => replace);
}

async function tryOut(mutant, folder, all) {
  const { name, red } = mutant;
  const changes = [mutant, mutant.also ?? []].flat().map((change) => {
    const path = join(folder, change.file);
    return { ...change, name, path, right: readFileSync(path, "utf8") };
  });
  for (const row of red) find(row);
  for (const { path, right, ...change } of changes) writeFileSync(path, swap(right, change));
  try {
    if (changes.some(({ file }) => file.endsWith(".rs"))) compile(folder);
    await link(folder);
    const found = runTable(folder, all ? undefined : red);
    const green = red.filter((row) => !found.includes(row));
    if (green.length > 0) console.log(`✗ ${name}: survives ${green.join("; ")}`);
    else console.log(`✓ ${name}: ${red.join("; ")}${all ? ` (${found.length} rows red)` : ""}`);
    return green.length === 0;
  } finally {
    for (const { path, right } of changes) writeFileSync(path, right);
  }
}

await main(import.meta.url, HELP, async (args) => {
  const all = args.includes("--all");
  const words = args.filter((arg) => !arg.startsWith("--"));
  const wanted = mutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  await buildBindgen();
  const { folder, remove } = copyTree();
  let killed = 0;
  try {
    compile(folder);
    await link(folder);
    const before = runTable(folder);
    if (before.length > 0) throw new Stop(`rows are red before anything is changed: ${before.join("; ")}`);
    console.log("✓ unchanged: every row is green");
    // The scripts first: they need no compiler, and run on the module that is right.
    for (const mutant of [...wanted].sort((a, b) => a.file.endsWith(".rs") - b.file.endsWith(".rs"))) {
      if (await tryOut(mutant, folder, all)) killed += 1;
    }
  } finally {
    remove();
  }
  console.log(`${killed} of ${wanted.length} mutants turned their rows red`);
  if (killed < wanted.length) process.exitCode = 1;
});
