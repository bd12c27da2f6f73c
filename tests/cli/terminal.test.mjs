// The command line in a real terminal: tmux draws it, and what stands on its screen is read back.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { CLI, PROMPT, until, world } from "./support.mjs";

const hasTmux = spawnSync("tmux", ["-V"]).status === 0;
const skip = hasTmux ? false : "there is no tmux here: a command line in a terminal is not tried";

/** A terminal of 100 by 30 with a shell in it. */
function terminal(t, { env, folder }) {
  const socket = `wanreel-${randomUUID()}`;
  const tmux = (...args) =>
    spawnSync("tmux", ["-L", socket, ...args], { encoding: "utf8", cwd: folder, env: { ...env, PS1: "$ " } });
  tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "bash --norc --noprofile");
  t.after(() => tmux("kill-server"));
  const screen = (...flags) => tmux("capture-pane", "-p", ...flags).stdout;
  const type = (text) => tmux("send-keys", "-l", text);
  const press = (key) => tmux("send-keys", key);
  return {
    screen,
    press,
    type,
    /** Runs a command line; its exit code is shown when it has ended. */
    run(args) {
      type(`'${process.execPath}' '${CLI}' ${args}; echo "exit $?"`);
      press("Enter");
    },
    shows: (pattern) => until(`${pattern} on the screen:\n${screen()}`, () => pattern.exec(screen())),
  };
}

describe("in a terminal", { skip, concurrency: 4 }, () => {
  test("a bar moves while it waits, and is gone when it is done", async (t) => {
    const place = await world(t, { generationMs: 8000 });
    const { run, shows, screen } = terminal(t, place);
    run(`generate '${PROMPT}' -o a.mp4`);
    await shows(/(pending|processing) +[█░]{24} +\d+ % {2}\d:\d\d/);
    // Its colour, as an escape sequence of the screen.
    assert.ok(screen("-e").includes("\u001b[36m"));
    await shows(/exit 0/);
    assert.match(screen(), /saved {2}a\.mp4/);
    assert.doesNotMatch(screen(), /[█░]/);
  });

  test("NO_COLOR is heeded", async (t) => {
    const place = await world(t);
    const { run, shows, screen } = terminal(t, { ...place, env: { ...place.env, NO_COLOR: "1" } });
    run(`generate '${PROMPT}' --no-wait`);
    await shows(/exit 0/);
    assert.ok(!screen("-e").includes("\u001b["));
  });

  test("a price above $1 is asked about: no pays nothing, yes pays once", async (t) => {
    const place = await world(t);
    const { run, shows, type, press } = terminal(t, place);
    const dear = `generate '${PROMPT}' --duration 15 --no-wait`;
    run(dear);
    // 15 s at $0.086.
    await shows(/Pay \$1\.29\? \[y\/N\]/);
    press("Enter");
    await shows(/nothing is paid[\s\S]*exit 2/);
    assert.equal(place.simulator.tasks().length, 0);
    press("C-l");
    run(dear);
    await shows(/Pay \$1\.29\? \[y\/N\]/);
    type("y");
    press("Enter");
    await shows(/exit 0/);
    assert.equal(place.simulator.tasks().length, 1);
  });

  test("Ctrl-C at the question: exit 130, nothing is paid", async (t) => {
    const place = await world(t);
    const { run, shows, press } = terminal(t, place);
    run(`generate '${PROMPT}' --duration 15`);
    await shows(/\[y\/N\]/);
    press("C-c");
    await shows(/exit 130/);
    assert.equal(place.simulator.tasks().length, 0);
  });

  test("Ctrl-C while it waits: exit 130, and how to go on", async (t) => {
    const place = await world(t, { generationMs: 60_000 });
    const { run, shows, press } = terminal(t, place);
    run(`generate '${PROMPT}'`);
    await shows(/task-unified-\S+ {2}submitted/);
    press("C-c");
    await shows(/exit 130/);
    await shows(new RegExp(`npx wanreel\\s+resume\\s+${place.simulator.tasks()[0].id.slice(0, 20)}`));
  });
});
