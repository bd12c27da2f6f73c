// Requests with files, and a client to submit them.
import assert from "node:assert/strict";
import { WanClient } from "wanreel";
import { createSimulator } from "wanreel/simulator";
import { jpeg } from "./shapes.mjs";

export const FRAME = jpeg(720, 1280);
export const file = (...parts) => new Blob(parts);
export const zeros = (megabytes) => new Uint8Array(megabytes << 20);
export const image = (start, more) => ({
  model: "wan2.7-image-to-video",
  prompt: "A fox wakes up in the snow and looks around",
  image_start: start,
  ...more,
});
export const edit = (video, more) => ({
  model: "wan2.7-video-edit",
  prompt: "Make it rain on the whole scene",
  video_urls: [video],
  ...more,
});

/** A client before a simulator; `sent` are the ends of the paths asked for. */
export function setUp({ Client = WanClient, faults, ...options } = {}) {
  const simulator = createSimulator({ generationMs: 0, faults });
  const poll = { initialMs: 5, maxMs: 10 };
  const client = new Client({ apiKey: "sk-of-some-length", fetch: simulator.fetch, poll, ...options });
  const sent = () => simulator.log().map(({ path }) => path.split("/").slice(-2).join("/"));
  return { client, simulator, sent };
}

/** Issues in a line each. */
export const brief = (issues) => issues.map(({ severity, code, path }) => `${severity} ${code} ${path.join(".")}`);

/** The error with which submit and generate refuse a request. */
export async function refused(client, request) {
  for (const call of ["submit", "generate"]) {
    const error = await client[call](request).then(
      () => assert.fail(`${call} took it`),
      (reason) => reason,
    );
    assert.equal(error.name, "ValidationError", String(error));
    if (call === "generate") return error;
  }
}
