/** A module inside a string, as scripts/lib/inline.mjs writes it. */
export interface Inlined {
  /** Bytes of the module. */
  length: number;
  /** The bytes one character stands for, by digit; the others are two characters each, in order of value. */
  frequent: readonly number[];
  text: string;
}

/** What needs an escape in a string of any kind of quotes, or ends a script. */
const SKIPPED = "\"$'<\\`";
const BASE = 88;

/** Compiles an inlined module. */
export function compile(inlined: Inlined): WebAssembly.Module {
  return new WebAssembly.Module(decode(inlined));
}

function decode({ length, frequent, text }: Inlined): Uint8Array<ArrayBuffer> {
  const digits = new Uint8Array(128);
  for (let code = 33, digit = 0; code < 127; code++) {
    if (!SKIPPED.includes(String.fromCharCode(code))) digits[code] = digit++;
  }
  const byValue = Array.from({ length: 256 }, (_, byte) => byte);
  const order = Uint8Array.from(new Set([...frequent, ...byValue]));
  const bytes = new Uint8Array(length);
  let from = 0;
  const next = () => digits[text.charCodeAt(from++)] ?? 0;
  for (let to = 0; to < length; to++) {
    const digit = next();
    const rest = digit - frequent.length;
    bytes[to] = order[rest < 0 ? digit : frequent.length + rest * BASE + next()] ?? 0;
  }
  return bytes;
}
