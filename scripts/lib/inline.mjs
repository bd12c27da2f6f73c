// Writes a WebAssembly module as a string. Base64 hides repetitions from compression, since it cuts bytes across
// characters: it costs a third more after brotli. Here the 86 most frequent bytes are one character each and the
// others two, which costs 4 % after brotli and 9 % before, in plain ASCII that no quotes or bundler must escape.
// js/entries/inline.ts reads it.

/** Printable characters without those that need an escape in quotes of any kind, or end a script. */
const DIGITS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((c) => !"\"$'<\\`".includes(c));
/** 86 bytes of one digit, and 2 × 88 of two, make 256 with a few to spare. */
const SINGLE = DIGITS.length - 2;

/** The module as an expression of JavaScript: `{ length, frequent, text }`. */
export function inline(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte] += 1;
  const byCount = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
  const frequent = byCount.slice(0, SINGLE);
  const rest = byCount.slice(SINGLE).sort((a, b) => a - b);
  const code = new Array(256);
  for (const [digit, byte] of frequent.entries()) code[byte] = DIGITS[digit];
  for (const [index, byte] of rest.entries()) {
    code[byte] = DIGITS[SINGLE + Math.floor(index / DIGITS.length)] + DIGITS[index % DIGITS.length];
  }
  const text = Array.from(bytes, (byte) => code[byte]).join("");
  return `{ length: ${bytes.length}, frequent: [${frequent}], text: "${text}" }`;
}
