/** The result videos: a chunk each, loaded when one is asked for, so that the simulator itself stays light. */

const CHUNKS: { [name: string]: () => Promise<{ default: string }> } = {
  "16x9": () => import("../../src/simulator/videos/16x9.mp4"),
  "9x16": () => import("../../src/simulator/videos/9x16.mp4"),
  "1x1": () => import("../../src/simulator/videos/1x1.mp4"),
  "4x3": () => import("../../src/simulator/videos/4x3.mp4"),
  "3x4": () => import("../../src/simulator/videos/3x4.mp4"),
};

const loaded = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** The video of that name. */
export function loadVideo(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const known = loaded.get(name);
  if (known) return known;
  const video = load(name);
  loaded.set(name, video);
  video.catch(() => loaded.delete(name));
  return video;
}

async function load(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunk = CHUNKS[name];
  if (!chunk) throw new Error(`wanreel/simulator: there is no video ${name}`);
  return Uint8Array.from(atob((await chunk()).default), (letter) => letter.charCodeAt(0));
}
