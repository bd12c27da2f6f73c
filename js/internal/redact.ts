/** Keeping the key out of what is shown: texts, JSON however it spells them, and what an engine throws. */
import { WanError } from "../errors/wan-error.js";

const HIDDEN = "[key]";
/** Longest chain of causes that is kept. */
const DEPTH = 8;
/** Most errors of an AggregateError, and most fields of one error. */
const MOST = 50;

/** `text` without the keys; in JSON also where escapes spell one. */
export function redactText(text: string, keys: ReadonlySet<string>): string {
  const shown = plain(text, keys);
  if (!shown.includes("\\")) return shown;
  let found = false;
  const look = (value: string) => {
    const clean = plain(value, keys);
    found ||= clean !== value;
    return clean;
  };
  try {
    const value = JSON.parse(shown, (_, each: unknown) => {
      if (typeof each === "string") return look(each);
      if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
      return Object.fromEntries(Object.entries(each).map(([name, field]) => [look(name), field]));
    });
    return found ? JSON.stringify(value) : shown;
  } catch {
    // Cut short, or too deep: no JSON for anyone, but its escapes can still be read.
    const read = shown.replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
    const clean = plain(read, keys);
    return clean === read ? shown : clean;
  }
}

/**
 * What was thrown, made anew of its words and plain fields: a foreign object may hold the key where nobody looks (Headers, a
 * Request, a Map, a getter, a private field), and a logger prints it.
 */
export function redactError(thrown: unknown, keys: ReadonlySet<string>): unknown {
  return rebuild(thrown, keys, new Map(), 0);
}

type Seen = Map<object, unknown>;

function rebuild(value: unknown, keys: ReadonlySet<string>, seen: Seen, depth: number): unknown {
  if (typeof value === "string") return plain(value, keys);
  if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  try {
    if (depth === DEPTH) return new Error("more causes are not shown");
    return value instanceof Error || typeof (value as Error).message === "string"
      ? rebuildError(value as Error, keys, seen, depth)
      : data(value, keys, seen, depth, value instanceof WanError);
  } catch {
    // What cannot be looked at is not shown either.
    return new Error("what was thrown cannot be looked at");
  }
}

function rebuildError(error: Error, keys: ReadonlySet<string>, seen: Seen, depth: number): Error {
  const text = (value: unknown) => plain(typeof value === "string" ? value : "", keys);
  const name = text(error.name) || "Error";
  const copy = shell(error, name, text(error.message));
  seen.set(error, copy);
  const set = (field: string, value: unknown, enumerable = false) =>
    Object.defineProperty(copy, field, { value, enumerable, configurable: true, writable: true });
  if (copy.name !== name) set("name", name);
  set("stack", text(error.stack));
  const { cause, errors, code } = error as { cause?: unknown; errors?: unknown; code?: unknown };
  if (cause !== undefined) set("cause", rebuild(cause, keys, seen, depth + 1));
  if (Array.isArray(errors)) {
    set(
      "errors",
      errors.slice(0, MOST).map((each) => rebuild(each, keys, seen, depth + 1)),
    );
  }
  if (isPlain(code) && (copy as { code?: unknown }).code !== code) set("code", rebuild(code, keys, seen, depth), true);
  const ours = error instanceof WanError;
  const fields = data(error, keys, seen, depth, ours) as Record<string, unknown>;
  for (const [field, value] of Object.entries(fields)) if (!OWN.includes(field)) set(field, value, true);
  return copy;
}

const OWN = ["name", "message", "stack", "cause", "errors", "code"];

/** The plain fields of an object; `deep`: the plain objects in it too, as our own errors have them. */
function data(value: object, keys: ReadonlySet<string>, seen: Seen, depth: number, deep: boolean): unknown {
  if (depth > DEPTH) return null;
  if (Array.isArray(value)) return deep ? value.slice(0, MOST).map((each) => datum(each, keys, seen, depth, deep)) : [];
  const copy: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(value).slice(0, MOST)) {
    if (OWN.includes(name) && (value instanceof Error || name === "stack")) continue;
    const field = (value as Record<string, unknown>)[name];
    if (isPlain(field) || (deep && typeof field === "object" && field !== null)) {
      const clean = datum(field, keys, seen, depth, deep);
      // Defined, not assigned: a name such as __proto__ stays a name.
      Object.defineProperty(copy, plain(name, keys), {
        value: clean,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return copy;
}

function datum(value: unknown, keys: ReadonlySet<string>, seen: Seen, depth: number, deep: boolean): unknown {
  if (typeof value !== "object" || value === null) return rebuild(value, keys, seen, depth);
  if (value instanceof Date) return new Date(value.getTime());
  return data(value, keys, seen, depth + 1, deep);
}

function isPlain(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** An error of the same class, where that is one of the language's or of ours; of no other is anything kept. */
function shell(error: Error, name: string, message: string): Error {
  if (typeof DOMException === "function" && error instanceof DOMException) return new DOMException(message, name);
  const known = [TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, Error].map(
    (each): object => each.prototype,
  );
  if (typeof AggregateError === "function") known.unshift(AggregateError.prototype);
  let proto: object | null = Object.getPrototypeOf(error);
  while (proto && !known.includes(proto) && !isOurs(proto)) proto = Object.getPrototypeOf(proto);
  const copy = new Error(message);
  return proto ? Object.setPrototypeOf(copy, proto) : copy;
}

function isOurs(proto: object): boolean {
  return proto === WanError.prototype || proto instanceof WanError;
}

function plain(text: string, keys: ReadonlySet<string>): string {
  let clean = text;
  for (const form of formsOf(keys)) if (clean.includes(form)) clean = clean.replaceAll(form, HIDDEN);
  return clean;
}

const known = new WeakMap<ReadonlySet<string>, { size: number; forms: string[] }>();

/** All that stands for a key, the longest first: one key may begin another. */
function formsOf(keys: ReadonlySet<string>): string[] {
  const there = known.get(keys);
  if (there?.size === keys.size) return there.forms;
  const forms = [...new Set([...keys].flatMap(spellings))].sort((a, b) => b.length - a.length);
  known.set(keys, { size: keys.size, forms });
  return forms;
}

/** A key as it is, in a URL, and in base64, wherever it stands in what was encoded. */
function spellings(key: string): string[] {
  const encoded = [0, 1, 2].flatMap((before) => {
    // Its first and last letters share their bits with the neighbours.
    const bits = 8 * (before + key.length);
    const text = btoa("\0".repeat(before) + key).slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
    return [text, text.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [key, encodeURIComponent(key), ...encoded];
}
