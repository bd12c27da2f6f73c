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

/** In place: no byte of the module comes later than the digits that stand for it. */
function decode({ length, frequent, text }: Inlined): Uint8Array<ArrayBuffer> {
  const digits = new Uint8Array(128);
  for (let code = 33, digit = 0; code < 127; code++) {
    if (!SKIPPED.includes(String.fromCharCode(code))) digits[code] = digit++;
  }
  const byValue = Array.from({ length: 256 }, (_, byte) => byte);
  const order = Uint8Array.from(new Set([...frequent, ...byValue]));
  const singles = frequent.length;
  // A loop over bytes that calls nothing: it runs before anything of it is compiled.
  const bytes = new TextEncoder().encode(text);
  for (let from = 0, to = 0; to < length; to++) {
    let digit = digits[bytes[from++] as number] as number;
    if (digit >= singles) digit = singles + (digit - singles) * BASE + (digits[bytes[from++] as number] as number);
    bytes[to] = order[digit] as number;
  }
  return bytes.subarray(0, length);
}
