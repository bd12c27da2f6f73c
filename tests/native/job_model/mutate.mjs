#!/usr/bin/env node
// Proves the model: does each wrong of mutants.mjs to a copy of the last commit, and plays the schedules at random, which must
// break the invariant that it names. A mutant that breaks none survives, and fails this program.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at, main, root, Stop } from "../../../scripts/lib/steps.mjs";
import { modelMutants } from "./mutants.mjs";

const HELP =
  "mutate.mjs [words of a mutant's name...]\n\nWorks on a copy of HEAD; what is not committed is not there. A minute each.";

/** What the model says of the copy; empty where it is content. */
function played(folder) {
  const args = ["test", "--quiet", "--locked", "--test", "native", "--target-dir", at("target", "model-mutants")];
  const { status, stdout, stderr } = spawnSync("cargo", [...args, "--", "job_model::schedules"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 1_800_000,
  });
  if (status === 0) return "";
  if (!/\d+ failed/.test(stdout)) throw new Stop(`the copy does not compile:\n${stderr.slice(-3000)}`);
  return stdout;
}

function swap(text, { name, find, replace }) {
  if (text.split(find).length !== 2)
    throw new Stop(`mutant "${name}": what it changes does not stand there exactly once`);
  return text.replace(find, () => replace);
}

function tryOut(mutant, folder) {
  const path = join(folder, mutant.file);
  const right = readFileSync(path, "utf8");
  writeFileSync(path, swap(right, mutant));
  try {
    const story = played(folder);
    const broken = new RegExp(`^seed \\d+: (?:${mutant.breaks}): .*$`, "m").exec(story);
    console.log(broken ? `✓ ${mutant.name}: ${broken[0]}` : `✗ ${mutant.name}: survives "${mutant.breaks}"`);
    return broken !== null;
  } finally {
    writeFileSync(path, right);
  }
}

await main(
  import.meta.url,
  HELP,
  (words) => {
    const wanted = modelMutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
    const folder = join(mkdtempSync(join(tmpdir(), "wanreel-model-")), "tree");
    execFileSync("git", ["worktree", "add", "--detach", folder, "HEAD"], { cwd: root, stdio: "ignore" });
    let killed = 0;
    try {
      for (const mutant of wanted) if (tryOut(mutant, folder)) killed += 1;
    } finally {
      execFileSync("git", ["worktree", "remove", "--force", folder], { cwd: root });
      rmSync(join(folder, ".."), { recursive: true, force: true });
    }
    console.log(`${killed} of ${wanted.length} mutants broke their invariant`);
    if (killed < wanted.length) process.exitCode = 1;
  },
  { words: true },
);
