// The functions of a WebAssembly module by its name section, which bindgen leaves in and wasm-opt takes out.

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

/** The names of all functions in a module; none where it has no name section. */
export function functionNames(bytes) {
  const sections = reader(bytes, 8);
  while (sections.at < bytes.length) {
    const id = sections.number();
    const end = sections.number() + sections.at;
    if (id === 0 && sections.text() === "name") {
      while (sections.at < end) {
        const part = sections.number();
        const partEnd = sections.number() + sections.at;
        if (part === FUNCTION_NAMES) {
          return Array.from({ length: sections.number() }, () => {
            sections.number();
            return sections.text();
          });
        }
        sections.skipTo(partEnd);
      }
    }
    sections.skipTo(end);
  }
  return [];
}
