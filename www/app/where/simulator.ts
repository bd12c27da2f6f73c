/** The simulator behind the page, where there is one: its state, and every request it gets. */
import { useEffect, useState } from "preact/hooks";
import { IS_STATIC, type Runner } from "./runner.js";
import { fetchInPage, simulatorPath } from "./service-worker.js";
import { askSimulator, CONTROLS, type SimulatorState, simulatorState } from "./simulator-state.js";

/** A request as the simulated API saw it. */
export interface Seen {
  at: number;
  kind: string;
  method: string;
  path: string;
  status: number;
  taskId?: string;
  fault?: string;
  userAgent: string;
}

const MOST_SEEN = 500;

export interface Simulator {
  /** Undefined where a real API is. */
  state: SimulatorState | undefined;
  seen: readonly Seen[];
}

/** `first`: as it was when the page came. */
export function useSimulator(first: SimulatorState | undefined): Simulator {
  const [simulator, setSimulator] = useState<Simulator>({ state: first, seen: [] });
  useEffect(() => {
    if (!first) return;
    setSimulator(({ seen }) => ({ state: first, seen }));
    return listen((type, data) =>
      setSimulator(({ state, seen }) => {
        if (type === "state") return { state: data as SimulatorState, seen };
        return { state, seen: [...seen.slice(1 - MOST_SEEN), data as Seen] };
      }),
    );
  }, [first]);
  return simulator;
}

/** What it tells by itself: from the server as events, from a Service Worker as messages. Answers what ends it. */
function listen(heard: (type: string, data: unknown) => void): () => void {
  const hear = ({ data: { type, data } }: MessageEvent) => {
    // Beside a server's simulator, whose faults the page shows, only what it was asked.
    if (IS_STATIC || type === "request") heard(type, data);
  };
  navigator.serviceWorker?.addEventListener("message", hear);
  const events = IS_STATIC ? undefined : new EventSource(`${CONTROLS}/events`);
  for (const type of ["state", "request"]) events?.addEventListener(type, ({ data }) => heard(type, JSON.parse(data)));
  return () => {
    navigator.serviceWorker?.removeEventListener("message", hear);
    events?.close();
  };
}

/** Tells the simulator; what it then is comes as an event. */
export async function tellSimulator(path: "generation" | "faults", body: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  await askSimulator(`${CONTROLS}/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** What the API billed for a task, in micro-dollars, where it says so. */
export async function billOf(taskId: string, runner: Runner): Promise<number | undefined> {
  if (runner !== "page" && !(await simulatorState)) return undefined;
  const [ask, place] = runner === "page" ? [fetchInPage, `${simulatorPath()}/dev`] : [askSimulator, CONTROLS];
  const response = await ask(`${place}/bill/${taskId}`).catch(() => undefined);
  const bill = response?.ok ? await response.json().catch(() => null) : null;
  return bill?.microUsd ?? undefined;
}
