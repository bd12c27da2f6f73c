/** A client against a simulator in process, quick enough for a test. */
import { readFileSync } from "node:fs";
import { WanClient } from "wanreel";
import { createSimulator } from "wanreel/simulator";

export const KEY = "sk-test-0123456789abcdef";
export const TEXT = {
  model: "wan2.7-text-to-video",
  prompt: "A drone shot over a misty mountain lake at sunrise, slow camera push forward",
  duration: 5,
};

const RGB = readFileSync(new URL("../media/seeds/rgb.png", import.meta.url));

/** A picture that any request takes. */
export function png() {
  const bytes = Buffer.from(RGB);
  // The sides stand behind the name of the first chunk.
  const header = bytes.indexOf("IHDR") + 4;
  bytes.writeUInt32BE(640, header);
  bytes.writeUInt32BE(480, header + 4);
  return new Blob([bytes], { type: "image/png" });
}

/** @returns {{ simulator, client, events, posts: () => number }} */
export function setUp(simulatorOptions = {}, clientOptions = {}) {
  const simulator = createSimulator({ generationMs: 40, ...simulatorOptions });
  const events = [];
  const client = new WanClient({
    apiKey: KEY,
    fetch: simulator.fetch,
    poll: { initialMs: 10, maxMs: 20 },
    retry: { initialMs: 5, maxMs: 50 },
    onEvent: (event) => events.push(event),
    ...clientOptions,
  });
  const posts = () =>
    simulator.log().filter(({ method, path }) => method === "POST" && path.endsWith("/generations")).length;
  return { simulator, client, events, posts };
}

/** 300 kB that begin as a video, in boxes whose last is all of the rest. */
export const FILM = Buffer.alloc(300_000, "film");
FILM.writeUInt32BE(24, 0);
FILM.write("ftypisom", 4, "latin1");
FILM.writeUInt32BE(8, 24);
FILM.write("free", 28, "latin1");
FILM.writeUInt32BE(FILM.length - 32, 32);
FILM.write("mdat", 36, "latin1");
