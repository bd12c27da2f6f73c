// Assertions that run in any engine.

export class Failure extends Error {}
Failure.prototype.name = "Failure";

/** A value in words, whatever it is. */
export function shown(value) {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "string") return JSON.stringify(value.length > 300 ? `${value.slice(0, 300)}…` : value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

export function ok(condition, message) {
  if (!condition) throw new Failure(message);
}

export function equal(found, wanted, what = "value") {
  if (!Object.is(found, wanted)) throw new Failure(`${what} is ${shown(found)}, wanted ${shown(wanted)}`);
}

/** Equal by value: lists, plain objects, numbers, texts. */
export function same(found, wanted) {
  if (Object.is(found, wanted)) return true;
  if (typeof found !== "object" || typeof wanted !== "object" || found === null || wanted === null) return false;
  if (Array.isArray(found) !== Array.isArray(wanted)) return false;
  const names = Object.keys(wanted);
  return (
    names.length === Object.keys(found).length &&
    names.every((name) => Object.hasOwn(found, name) && same(found[name], wanted[name]))
  );
}

export function deepEqual(found, wanted, what = "value") {
  if (!same(found, wanted)) throw new Failure(`${what} is ${shown(found)}, wanted ${shown(wanted)}`);
}

export function match(text, pattern, what = "text") {
  if (!pattern.test(text)) throw new Failure(`${what} ${shown(text)} does not match ${pattern}`);
}

/** What a promise rejects with. */
export async function rejection(promise, what = "the call") {
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Failure(`${what} resolves with ${shown(value)}, and should reject`);
}

/** What a call throws. */
export function thrown(call, what = "the call") {
  let value;
  try {
    value = call();
  } catch (error) {
    return error;
  }
  throw new Failure(`${what} answers ${shown(value)}, and should throw`);
}

const BASES = ["WanError", "ApiError", "TaskFailedError"];

/** Holds an error against its class, both ways in which programs ask, and against its members. */
export function isError(error, ErrorClass, wanted = {}) {
  const { name } = ErrorClass.prototype;
  if (!(error instanceof ErrorClass) || !(error.name === name || BASES.includes(name))) {
    throw new Failure(`the error is ${shown(error)}, wanted ${name}\n${error?.stack}`);
  }
  for (const [name, value] of Object.entries(wanted)) deepEqual(error[name], value, `error.${name}`);
  return error;
}

/** Fails where a promise takes longer; answers what it settles to. */
export async function within(ms, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Failure(`${what} is not over after ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
