/** The machines of src/protocol, each made of what it begins with: numbers in the order of src/bindings/machines.rs. */
import { core } from "../internal/wasm.js";
import type { Settings } from "./settings.js";

export type Machine = InstanceType<ReturnType<typeof core>["Machine"]>;

/** What a machine is, numbered as Rust reads it. */
const SUBMIT = 0;
const WAIT = 1;
const READ_TASK = 2;
const READ_OTHER = 3;

function make(kind: number, numbers: readonly number[], texts = ""): Machine {
  return new (core().Machine)(kind, Float64Array.from(numbers), texts);
}

/** Posts once. */
export function submitMachine({ retry, submitMs }: Pick<Settings, "retry" | "submitMs">, resendOnce: boolean): Machine {
  return make(SUBMIT, [submitMs, Number(resendOnce), ...retry]);
}

/** What is known of a task when a wait for it begins; times in milliseconds, NaN where nothing is known. */
export interface Known {
  ageMs: number;
  estimatedMs: number;
  /** Look at once, rather than after the first pause. */
  lookNow: boolean;
  /** When it was seen completed, since 1970. */
  finishedMs: number;
}

/** Polls a task to its end, from now on. */
export function waitMachine(
  { base, readMs }: Pick<Settings, "base" | "readMs">,
  poll: readonly number[],
  taskId: string,
  { ageMs, estimatedMs, lookNow, finishedMs }: Known,
): Machine {
  const numbers = [readMs, ageMs, estimatedMs, Number(lookNow), finishedMs, performance.now(), ...poll];
  // An id may be any text; a base holds no line break.
  return make(WAIT, numbers, `${base}\n${taskId}`);
}

/** Reads once, with retries. */
export function readMachine(
  { retry, readMs }: Pick<Settings, "retry" | "readMs">,
  isTask: boolean,
  finishedMs = Number.NaN,
  base = "",
): Machine {
  return make(isTask ? READ_TASK : READ_OTHER, [readMs, finishedMs, ...retry], base);
}
