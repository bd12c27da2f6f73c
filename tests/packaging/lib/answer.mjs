// What every consumer must answer, and how a program says it.
import assert from "node:assert/strict";

/** 10 s of text-to-video at 720p for $0.086 a second (guide, "Pricing"). */
export const ANSWER = {
  valid: false,
  hint: 'did you mean "wan2.7-text-to-video"?',
  microUsd: 860_000,
  status: "completed",
  video: "ftyp",
};

const MARK = "answer: ";

/** The answer in what a program printed as `answer: {…}`. */
export function answerIn(output) {
  const line = output.split("\n").find((each) => each.includes(MARK));
  assert.ok(line, `no answer in:\n${output}`);
  return JSON.parse(line.slice(line.indexOf(MARK) + MARK.length));
}
