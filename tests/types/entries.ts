// The other entries: the same names, and what is theirs alone.
import type * as everything from "wanreel";
import { createSimulator } from "wanreel/simulator";
import * as slim from "wanreel/slim";

/** All values of "wanreel" are in "wanreel/slim" too. */
export const same: typeof everything = slim;

export async function load(bytes: ArrayBuffer, response: Response): Promise<void> {
  await slim.init("https://your-cdn.com/wanreel_bg.wasm");
  await slim.init(new URL("https://your-cdn.com/wanreel_bg.wasm"));
  await slim.init(response);
  await slim.init(bytes);
  await slim.init(new Uint8Array(bytes));
  // @ts-expect-error: no number
  await slim.init(7);
}

const simulator = createSimulator();
export const client = new slim.WanClient({ fetch: simulator.fetch });
export const billed: number = simulator.billedMicroUsd();
simulator.reset();
