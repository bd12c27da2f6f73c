/** Options by their names: one that is misspelt would limit nothing, and nobody would notice. */
import { ConfigError } from "../errors/local.js";

/** The names of an interface's options; the compiler says which one is missing, and which is none of its. */
export const namesOf =
  <T>() =>
  <const N extends readonly (keyof T & string)[]>(
    ...names: N & (keyof T extends N[number] ? unknown : { missing: Exclude<keyof T, N[number]> })
  ): readonly string[] =>
    names;

/** @throws ConfigError where `given` is no object, or has a name that is none of `names` */
export function checkNames(place: string, given: unknown, names: readonly string[]): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new ConfigError(`${place} must be an object; it is ${given === null ? "null" : typeof given}`);
  }
  const stray = Object.keys(given).find((name) => !names.includes(name));
  if (stray === undefined) return;
  const near = names.find((name) => name.toLowerCase() === stray.toLowerCase());
  throw new ConfigError(`${place} has no ${stray}`, near ? `did you mean ${near}?` : `it has ${names.join(", ")}`);
}

/** @throws ConfigError where it is none of them */
export function oneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found) return found;
  throw new ConfigError(`${name} must be ${allowed.map((one) => `"${one}"`).join(" or ")}`);
}
