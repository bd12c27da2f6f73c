/** A video's bytes as base64, which scripts/build.mjs puts in place of the import. */
declare module "*.mp4" {
  const base64: string;
  export default base64;
}
