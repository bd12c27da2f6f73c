import { isFile } from "./is-file.js";

/** A request with an address in place of each file, for what is said of it before it is submitted: where files may stand, addresses may. */
export function withoutFiles(value: unknown): unknown {
  if (isFile(value)) return "https://file.invalid/";
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutFiles);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutFiles(each)]));
}
