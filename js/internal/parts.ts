/**
 * The parts of a client that are loaded when they are first needed, so that a page which submits and waits starts without
 * them. Where one with a WebAssembly module comes from differs by runtime: each entry says so once.
 */
import { WanError } from "../errors/wan-error.js";
import { type StopSignal, withSignal } from "./abort.js";

interface Parts {
  /** Files in and out. */
  transfer(): Promise<typeof import("../client/transfer.js")>;
  /** Other models to fall back on; where nobody generates there are none. */
  fallback?(): Promise<typeof import("../client/fallback.js")>;
  /** What is counted under a budget. */
  ledger(): Promise<Pick<typeof import("../limits/ledger.js"), "ledger">>;
}

let parts: Parts | undefined;

/** Tells where the parts come from. A program may import several entries: what one has not, another may have given. */
export function setParts(given: Parts): void {
  parts = { ...parts, ...given };
}

/** @throws WanError "not_loaded" */
export const transfer = (taskId?: string, signal?: StopSignal): ReturnType<Parts["transfer"]> =>
  part(() => known().transfer(), taskId, signal);

/** @throws WanError "not_loaded" */
export const fallback = (signal?: StopSignal): ReturnType<NonNullable<Parts["fallback"]>> =>
  part(() => known().fallback?.() ?? Promise.reject(new Error("wanreel: no entry gave it")), undefined, signal);

/** @throws WanError "not_loaded" */
export const ledger = async () => (await part(() => known().ledger())).ledger();

/**
 * Loads a part, for a task where there is one; an abort rejects at once.
 * @throws WanError "not_loaded" where its file cannot be had, as after a new deployment of a page
 */
export function part<Module>(load: () => Promise<Module>, taskId?: string, signal?: StopSignal): Promise<Module> {
  return withSignal(loaded(load, taskId), signal);
}

async function loaded<Module>(load: () => Promise<Module>, taskId: string | undefined): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new WanError("a part of wanreel could not be loaded", {
      code: "not_loaded",
      hint: "nothing was sent for it; once the page is online, reload it: a task that is under way goes on, and taskId names it",
      ...(taskId === undefined ? {} : { taskId }),
      cause,
    });
  }
}

function known(): Parts {
  if (!parts) throw new Error("wanreel: no entry gave its parts");
  return parts;
}
