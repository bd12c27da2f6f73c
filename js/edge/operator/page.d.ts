/** A file of the operator's page as text, a program bundled: see scripts/build.mjs. */
declare module "page:*" {
  const text: string;
  export default text;
}
