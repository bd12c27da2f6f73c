// The command line in a real terminal.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PROMPT, world } from "./support.mjs";
import { skip, terminal } from "./tmux.mjs";

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
