// What a page loads when it needs it: bundlers that split code make chunks of these, the others take them in.
const PNG_2x3 = [
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  ...[0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 2, 0, 0, 0, 3, 8, 6, 0, 0, 0],
];

/** Answers options for the client, once what was loaded has worked. */
export async function late() {
  const [{ probe }, { MemoryStore }] = await Promise.all([import("wanreel/media"), import("wanreel/stores")]);
  const { format, width, height } = await probe(new Uint8Array(PNG_2x3));
  if (`${format} ${width}×${height}` !== "png 2×3") throw new Error(`probed ${format} ${width}×${height}`);
  return { store: new MemoryStore() };
}
