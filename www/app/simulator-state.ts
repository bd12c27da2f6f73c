/** What the simulator behind the page says of itself; undefined where a real API is. */

export interface SimulatorState {
  /** Tells one start of it from another. */
  started: string;
  generationMs: number;
  choices: number[];
  faults: { name: string; label: string; armed: boolean /** No job survives it. */; ends: boolean }[];
}

async function read(): Promise<SimulatorState | undefined> {
  const response = await fetch("/dev/state").catch(() => undefined);
  if (!response?.ok || !response.headers.get("content-type")?.includes("json")) return undefined;
  return response.json();
}

/** As it was when the page came. */
export const simulatorState = read();
