/** Compiles a module out of base64. No Buffer: bundlers would bring a polyfill of it into pages. */
export function compile(base64: string): WebAssembly.Module {
  return new WebAssembly.Module(decode(base64));
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as typeof Uint8Array & { fromBase64?(text: string): Uint8Array<ArrayBuffer> };
  if (native.fromBase64) return native.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
