// The shots of a prompt as the page draws and moves them: the same shots that the package finds, and no other word is touched.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { validate } from "wanreel";
import { load } from "./load.mjs";

/** Guide, section 3, multi-shot narrative. */
const PROMPT =
  "A tense story. Shot 1 [0-3s] wide angle: rain. Shot 2 [3-6s] medium: a building. Shot 3 [6-9s] close-up: eyes.";

let shots;
before(async () => {
  shots = await load("prompt/shots.ts");
});

const times = (prompt) => shots.shotsOf(prompt).map(({ number, start, end }) => [number, start, end]);
const codes = (prompt, duration) =>
  validate({ model: "wan2.7-text-to-video", prompt, duration }).issues.map(({ code }) => code);

test("shots are read in every form that the package reads", () => {
  assert.deepEqual(times(PROMPT), [
    [1, 0, 3],
    [2, 3, 6],
    [3, 6, 9],
  ]);
  for (const form of ["[2 - 4.5 s]", "[2–4.5seconds]", "[2~4.5]", ": [2s-4.5s]"]) {
    const prompt = `Shot 1 [0-1s] a. SHOT 2 ${form} b.`;
    assert.deepEqual(times(prompt).at(-1), [2, 2, 4.5], form);
    // A gap from 1 to 2 s: the package has read it, too.
    assert.deepEqual(codes(prompt, 5), ["shot_gap"], form);
  }
  for (const none of ["Shot 1: a", "a screenshot 1 [0-3s]", "Shot 1 [a-bs]", "Shot [0-3s]", ""]) {
    assert.deepEqual(times(none), [], none);
  }
});

test("an edge takes the neighbour's that it touches along, and leaves a gap where there was one", () => {
  const moved = shots.moveEdge(PROMPT, 0, "end", 3.5);
  assert.equal(moved, PROMPT.replace("[0-3s]", "[0-3.5s]").replace("[3-6s]", "[3.5-6s]"));
  assert.deepEqual(codes(moved, 9), []);
  assert.equal(shots.moveEdge(moved, 1, "start", 3), PROMPT);
  const apart = "Shot 1 [0-2s] a. Shot 2 [3-6s] b.";
  assert.equal(shots.moveEdge(apart, 0, "end", 2.5), "Shot 1 [0-2.5s] a. Shot 2 [3-6s] b.");
  assert.equal(shots.moveEdge(apart, 7, "end", 1), apart, "there is no such shot");
});

test("a shot that is added begins where the last one ends", () => {
  assert.equal(shots.addShot("A storm.", 5), "A storm. Shot 1 [0-5s] ");
  assert.deepEqual(times(shots.addShot(PROMPT, 15)).at(-1), [4, 9, 15]);
  assert.deepEqual(times(shots.addShot(PROMPT, 9)).at(-1), [4, 9, 10]);
});
