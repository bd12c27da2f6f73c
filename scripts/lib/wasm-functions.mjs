// The functions of a WebAssembly module by its name section, which bindgen leaves in and wasm-opt takes out.

const CODE = 10;
const CUSTOM = 0;
const FUNCTION_NAMES = 1;

/** A reader of the format's numbers and texts. */
function reader(bytes, start = 0) {
  let at = start;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  return {
    number,
    text,
    get at() {
      return at;
    },
    skipTo(place) {
      at = place;
    },
  };
}

/** The parts between here and `end`, each with its number, a reader at its beginning and its end. */
function* parts(bytes, from, end = bytes.length) {
  const all = reader(bytes, from);
  while (all.at < end) {
    const id = all.number();
    const size = all.number();
    yield { id, inside: reader(bytes, all.at), end: all.at + size };
    all.skipTo(all.at + size);
  }
}

/** All functions in a module, by name, and the bytes of their code: 0 of an imported one. None where it has no name section. */
export function wasmFunctions(bytes) {
  let sizes = [];
  let names = [];
  for (const { id, inside, end } of parts(bytes, 8)) {
    if (id === CODE) {
      sizes = Array.from({ length: inside.number() }, () => {
        const size = inside.number();
        inside.skipTo(inside.at + size);
        return size;
      });
    } else if (id === CUSTOM && inside.text() === "name") {
      const listed = [...parts(bytes, inside.at, end)].find((part) => part.id === FUNCTION_NAMES)?.inside;
      names = Array.from({ length: listed?.number() ?? 0 }, () => [listed.number(), listed.text()]);
    }
  }
  // The imported ones have the first numbers.
  const imported = Math.max(-1, ...names.map(([index]) => index)) + 1 - sizes.length;
  return names.map(([index, name]) => ({ name, size: sizes[index - imported] ?? 0 }));
}
