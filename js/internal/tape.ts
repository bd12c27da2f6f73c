/**
 * Any JavaScript value as a tape in the WebAssembly side's scratch space (see src/tape/mod.rs), each property read exactly
 * once. It knows tags and the fields' numbers, and no rule. Never throws, whatever it is given, but for want of memory or stack;
 * a getter that is read meanwhile may use it itself.
 */
import { FIELDS, TAG } from "../generated/tape.js";
import { core } from "./wasm.js";

type Scratch = InstanceType<ReturnType<typeof core>["Scratch"]>;

/** More than any request needs; ends cycles and self-multiplying objects. */
const MOST_NODES = 20_000;
const MOST_DEPTH = 32;
/** In all its texts together; the same one may be given many times. */
const MOST_CHARACTERS = 10_000_000;

/** Room for nearly every request: what is more was made for one of another size, and is given back after it. */
const USUAL_CELLS = 512;
const USUAL_TEXT = 1 << 15;
/** Numbers a cell. */
const CELL = 3;

const NUMBERS = /* @__PURE__ */ new Map(FIELDS.map((name, number) => [name, number]));

let space: Scratch | undefined;
/** Kept for ever: to free one whose call ended in its middle may trap, in a finalizer, where it would end a process. */
const givenUp: unknown[] = [];
let memory: WebAssembly.Memory;
let encoder: TextEncoder;
/** Up to this length a loop is quicker than the encoder. */
let short = 0;
let decoder: TextDecoder;
/** The whole of the memory, as numbers and as bytes; empty once it has grown. */
let words = new Int32Array(0);
let bytes = new Uint8Array(0);
/** Where the cells, the text and the facts of an answer begin: the cells and facts in numbers, the text in bytes. */
let cellsAt = 0;
let textAt = 0;
let factsAt = 0;
/** How much room there is, and how much is taken, from there on. */
let cellsRoom = 0;
let textRoom = 0;
let cells = 0;
let text = 0;
/** How much was read for the value that is being written. */
let nodes = 0;
let characters = 0;

/** What was taken and read before what is being written, four numbers each: a getter that is read may write too. */
const marks: number[] = [];
/** Of so many marks what was written went with a scratch space that was given up. */
let lost = 0;

/** Begins to use the scratch space. What was begun must be ended. */
export function begin(): void {
  if (words.length === 0) view();
  marks.push(cells, text, nodes, characters);
}

/** Gives back what was written since. */
export function end(): void {
  characters = marks.pop() as number;
  nodes = marks.pop() as number;
  text = marks.pop() as number;
  cells = marks.pop() as number;
  lost = Math.min(lost, marks.length);
  if (cells === 0 && (cellsRoom > USUAL_CELLS * CELL || textRoom > USUAL_TEXT)) reserve(USUAL_CELLS, USUAL_TEXT);
}

/** Writes a value; answers the number of its first cell. */
export function write(value: unknown): number {
  nodes = 0;
  characters = 0;
  const root = cells / CELL;
  node(value, 0);
  return root;
}

/**
 * How many bytes of text are written, for whoever asks about them now.
 * @throws RangeError where they are there no more: something that was read meanwhile used up the stack
 */
export function textLength(): number {
  if (marks.length > 0 && lost === marks.length)
    throw new RangeError("a value could not be read: the stack was used up");
  return text;
}

/** A number of the answer; see src/bindings/judge.rs. */
export function fact(index: number): number {
  if (words.length === 0) view();
  return words[factsAt + index] as number;
}

/** A part of the answer's text. */
export function answer(from: number, to: number): string {
  const place = fact(0);
  return decoder.decode(bytes.subarray(place + from, place + to));
}

/** Asks the scratch space: about the values that are written there, or for more room. */
export function ask<T>(question: (into: Scratch) => T): T {
  try {
    return question(scratch());
  } catch (error) {
    // Where a call ends in its middle (the stack was used up, a trap), the WebAssembly side counts it as under way for ever.
    givenUp.push(space);
    space = undefined;
    lost = marks.length;
    cellsRoom = 0;
    textRoom = 0;
    words = new Int32Array(0);
    bytes = new Uint8Array(0);
    throw error;
  }
}

/** Where values are written. */
function scratch(): Scratch {
  if (space === undefined) {
    space = new (core().Scratch)();
    memory = space.memory() as WebAssembly.Memory;
    encoder = new TextEncoder();
    // To Node its encoder is one function more; from a page's or a Worker's script the call takes as long as 200 letters.
    // By no regular expression: where the stack is used up, V8 ends the process that compiles one.
    const userAgent = String(globalThis.navigator?.userAgent ?? "");
    short = userAgent === "" || userAgent.startsWith("Node") ? 24 : 192;
    decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    factsAt = space.facts() / 4;
    reserve(USUAL_CELLS, USUAL_TEXT);
  }
  return space;
}

/** Looks at the memory again, which is another one when it has grown. */
function view(): void {
  ask(() => {});
  words = new Int32Array(memory.buffer);
  bytes = new Uint8Array(memory.buffer);
}

/** Makes room for so many cells and bytes in all. */
function reserve(cellCount: number, byteCount: number): void {
  ask((into) => {
    const cellsPlace = into.cells(cellCount) / 4;
    const textPlace = into.text(byteCount);
    // Only now: room that is not there must not be written to.
    cellsAt = cellsPlace;
    textAt = textPlace;
    cellsRoom = cellCount * CELL;
    textRoom = byteCount;
  });
  view();
}

function put(tag: number, size: number, place: number): void {
  // Whatever a getter called may have made the memory grow.
  if (words.length === 0) view();
  if (cells >= cellsRoom) reserve((2 * cells) / CELL, textRoom);
  const at = cellsAt + cells;
  words[at] = tag;
  words[at + 1] = size;
  words[at + 2] = place;
  cells += CELL;
}

function putText(tag: number, value: string): void {
  const { length } = value;
  if (words.length === 0) view();
  if (text + length > textRoom) reserve(cellsRoom / CELL, Math.max(2 * textRoom, text + length));
  const from = textAt + text;
  let size = length < short ? copyAscii(value, from) : 0;
  let kind = tag;
  if (size < length) {
    const first = encoder.encodeInto(value, bytes.subarray(from, textAt + textRoom));
    size = first.written;
    if (first.read < length) {
      // Other scripts than ASCII take up to three bytes a letter, which is more than most texts need.
      reserve(cellsRoom / CELL, Math.max(2 * textRoom, text + size + 3 * (length - first.read)));
      size += encoder.encodeInto(value.slice(first.read), bytes.subarray(textAt + text + size)).written;
    }
    if (tag === TAG.Text && size !== length && isBroken(value)) kind = TAG.BrokenText;
  }
  put(kind, size, text);
  text += size;
}

/** Copies the ASCII that a text begins with; answers how much that is. */
function copyAscii(value: string, to: number): number {
  let index = 0;
  for (; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code > 0x7f) break;
    bytes[to + index] = code;
  }
  return index;
}

/**
 * Whether there is half a surrogate pair in it. The regular expression is for engines of before 2023: where the stack is used
 * up, V8 ends the process that compiles one.
 */
function isBroken(value: string & { isWellFormed?: () => boolean }): boolean {
  return value.isWellFormed ? !value.isWellFormed() : /\p{Surrogate}/u.test(value);
}

function node(value: unknown, depth: number): void {
  switch (typeof value) {
    case "string":
      characters += value.length;
      if (characters > MOST_CHARACTERS) unreadable();
      else putText(TAG.Text, value);
      break;
    case "number":
      putText(Number.isFinite(value) ? TAG.Number : TAG.Foreign, String(value));
      break;
    case "boolean":
      put(value ? TAG.True : TAG.False, 0, 0);
      break;
    case "object":
      if (value === null) put(TAG.Null, 0, 0);
      else read(value, depth);
      break;
    default:
      putText(TAG.Foreign, typeof value);
  }
}

function unreadable(): void {
  putText(TAG.Foreign, "unreadable");
}

function read(value: object, depth: number): void {
  if (depth >= MOST_DEPTH || ++nodes > MOST_NODES) {
    unreadable();
    return;
  }
  const cell = cells;
  const from = text;
  try {
    if (Array.isArray(value)) list(value, depth);
    else if (typeof Blob === "function" && value instanceof Blob) putText(TAG.Foreign, "blob");
    // To whoever passes them bytes are a file; read field by field they are more than any request has.
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) putText(TAG.Foreign, "buffer");
    else fields(value, depth);
  } catch {
    cells = cell;
    text = from;
    unreadable();
  }
}

function list(value: readonly unknown[], depth: number): void {
  const at = cells;
  // A sparse array can be four billion items long; no list of a request has as many as this.
  const length = Math.min(value.length, MOST_NODES);
  put(TAG.Array, 0, 0);
  let size = 0;
  for (; size < length; size++) {
    if (++nodes > MOST_NODES) break;
    property(value, size, depth);
  }
  close(at, size);
}

function fields(value: object, depth: number): void {
  const at = cells;
  put(TAG.Object, 0, 0);
  let size = 0;
  for (const key of Object.keys(value)) {
    characters += key.length;
    if (++nodes > MOST_NODES || characters > MOST_CHARACTERS) break;
    const number = NUMBERS.get(key);
    if (number) put(TAG.Field, number, 0);
    else putText(TAG.Text, key);
    property(value, key, depth);
    size++;
  }
  close(at, size);
}

/** Says how much is in what began there. */
function close(at: number, size: number): void {
  if (words.length === 0) view();
  // It went with a scratch space that was given up, and this one may have less room.
  if (at >= cellsRoom) return;
  words[cellsAt + at + 1] = size;
  words[cellsAt + at + 2] = cells / CELL;
}

function property(value: object, key: string | number, depth: number): void {
  const cell = cells;
  const from = text;
  try {
    node((value as Record<string | number, unknown>)[key], depth + 1);
  } catch {
    cells = cell;
    text = from;
    unreadable();
  }
}
