// JSON text that scripts/tables writes from src/catalog.

declare module "table:models" {
  const json: string;
  export default json;
}

declare module "table:schemas" {
  const json: string;
  export default json;
}
