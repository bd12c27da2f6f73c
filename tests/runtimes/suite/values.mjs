// A vector's values with their generators carried out; tests/vectors/README.md lists them.

const FOREIGN = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  undefined,
  function: () => {},
  symbol: Symbol("a symbol"),
  bigint: 5n,
};

const GENERATORS = {
  $repeat: ([text, count]) => revive(text).repeat(count),
  $concat: (parts) => parts.map(revive).join(""),
  $utf16: (units) => String.fromCharCode(...units),
  $foreign: (name) => FOREIGN[name],
};

export function revive(value) {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [name, body] = entries[0] ?? [];
  if (entries.length === 1 && Object.hasOwn(GENERATORS, name)) return GENERATORS[name](body);
  const out = {};
  for (const [key, inner] of entries) {
    // Not by assignment: that would make a prototype of an own `__proto__`.
    Object.defineProperty(out, key, { value: revive(inner), enumerable: true, writable: true, configurable: true });
  }
  return out;
}
