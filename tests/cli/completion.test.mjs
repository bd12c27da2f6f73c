// `wanreel completion`, installed as its help says, and the Tab key pressed in each shell.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { bare, folderOf, run } from "./support.mjs";
import { skip as noTerminal, terminal } from "./tmux.mjs";

/** How each starts without the settings of whoever runs the tests, and where its help has the script put. */
const SHELLS = {
  bash: { start: "bash --noprofile --rcfile home/.bashrc", to: ".bashrc" },
  zsh: {
    start: "zsh -i",
    to: ".zfunc/_wanreel",
    // A new user's questions are not asked where there is a file.
    files: { ".zshrc": "fpath=(~/.zfunc $fpath)\nautoload -U compinit && compinit -u -D\nPS1='$ '\n" },
  },
  fish: {
    start: "fish",
    to: ".config/fish/completions/wanreel.fish",
    files: { ".config/fish/config.fish": "function fish_prompt; echo '$ '; end; set -g fish_greeting\n" },
  },
};

/** What is typed before Tab, and what stands there then. */
const TYPED = [
  ["wanreel reconc", "wanreel reconcile"],
  ["wanreel generate --image-st", "wanreel generate --image-start"],
  ["wanreel validate req", "wanreel validate request-of-today.json"],
];

function skipOf(shell) {
  if (spawnSync(shell, ["--version"]).status !== 0) return `there is no ${shell} here: its completions are not tried`;
  return noTerminal;
}

/** A home with the script in it, and a `wanreel` to complete. */
async function home(t, { to, files = {} }, shell) {
  const folder = folderOf(t);
  const write = (path, text, mode) => {
    const file = join(folder, "home", path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text, { mode });
  };
  const { code, stdout } = await run(["completion", shell], { env: bare(folder), cwd: folder });
  assert.equal(code, 0);
  write(to, stdout);
  for (const [path, text] of Object.entries(files)) write(path, text);
  write("bin/wanreel", "#!/bin/sh\n", 0o755);
  writeFileSync(join(folder, "request-of-today.json"), "{}");
  const { XDG_CONFIG_HOME, ZDOTDIR, ...env } = bare(folder);
  const HOME = join(folder, "home");
  return { folder, env: { ...env, HOME, PATH: `${join(HOME, "bin")}:${env.PATH}` } };
}

describe("completions", { concurrency: 3 }, () => {
  for (const [shell, how] of Object.entries(SHELLS)) {
    test(shell, { skip: skipOf(shell) }, async (t) => {
      const { press, shows, type } = terminal(t, await home(t, how, shell), how.start);
      await shows(/[$#] *$/m);
      // The first key press counts: a script that only then loads itself must complete as well.
      for (const [typed, completed] of TYPED) {
        type(typed);
        press("Tab");
        await shows(new RegExp(`${completed}\\b`));
        press("C-u");
      }
    });
  }

  test("no other shell", async (t) => {
    const folder = folderOf(t);
    assert.equal((await run(["completion", "tcsh"], { env: bare(folder), cwd: folder })).code, 2);
  });
});
