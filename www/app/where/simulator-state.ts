/** What the simulator behind the page says of itself; undefined where a real API is. */
import { IS_STATIC } from "./runner.js";
import { fetchInPage } from "./service-worker.js";

export interface SimulatorState {
  /** Tells one start of it from another. */
  started: string;
  generationMs: number;
  choices: number[];
  faults: { name: string; label: string; armed: boolean /** No job survives it. */; ends: boolean }[];
}

/** Where it is told what only a simulator can be told. */
export const CONTROLS = IS_STATIC ? "./sim/dev" : "/dev";

export const askSimulator: typeof fetch = IS_STATIC ? fetchInPage : (input, init) => fetch(input, init);

async function read(): Promise<SimulatorState | undefined> {
  const response = await askSimulator(`${CONTROLS}/state`).catch(() => undefined);
  if (!response?.ok || !response.headers.get("content-type")?.includes("json")) return undefined;
  return response.json();
}

/** As it was when the page came. */
export const simulatorState = read();
