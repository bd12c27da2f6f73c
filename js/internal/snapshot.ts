/**
 * Any JavaScript value as JSON text for the WebAssembly side, each property read exactly once. What JSON cannot hold
 * stands as `~name` (see src/json.rs), so that the verdict can name it. Never throws, whatever it is given.
 */

/** More than any request needs; ends cycles and self-multiplying objects. */
const MOST_NODES = 20_000;
const MOST_DEPTH = 32;
/** In all its texts together; the same one may be given many times. */
const MOST_CHARACTERS = 10_000_000;

let nodes = 0;
let characters = 0;

export function snapshot(value: unknown): string {
  nodes = 0;
  characters = 0;
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return text(value);
    case "number":
      return Number.isFinite(value) ? String(value) : `~${value}`;
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : read(value, depth);
    default:
      return `~${typeof value}`;
  }
}

function text(value: string): string {
  characters += value.length;
  return characters > MOST_CHARACTERS ? "~unreadable" : quoted(value);
}

/** What needs no escape, of which most texts are. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function quoted(value: string): string {
  return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}

function read(value: object, depth: number): string {
  if (depth >= MOST_DEPTH || ++nodes > MOST_NODES) return "~unreadable";
  try {
    if (Array.isArray(value)) {
      let list = "[";
      // A sparse array can be four billion items long; no list of a request has as many as this.
      const length = Math.min(value.length, MOST_NODES);
      for (let index = 0; index < length; index++) {
        if (++nodes > MOST_NODES) break;
        list += (index ? "," : "") + property(value, index, depth);
      }
      return `${list}]`;
    }
    if (typeof Blob === "function" && value instanceof Blob) return "~blob";
    // To whoever passes them bytes are a file; read field by field they are more than any request has.
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return "~buffer";
    let fields = "{";
    for (const key of Object.keys(value)) {
      characters += key.length;
      if (++nodes > MOST_NODES || characters > MOST_CHARACTERS) break;
      fields += `${(fields.length > 1 ? "," : "") + quoted(key)}:${property(value, key, depth)}`;
    }
    return `${fields}}`;
  } catch {
    return "~unreadable";
  }
}

function property(value: object, key: string | number, depth: number): string {
  try {
    return write((value as Record<string | number, unknown>)[key], depth + 1);
  } catch {
    return "~unreadable";
  }
}
