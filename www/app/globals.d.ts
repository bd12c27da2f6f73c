/** Where jobs can run, by what the page's server has. */
declare const __RUNNERS__: readonly ("browser" | "edge" | "page")[];

/** Rows of pkg/tables/error-codes.json: code, class, HTTP status or 0. */
declare module "virtual:error-classes" {
  export const classes: readonly (readonly [code: string, errorClass: string, status: number])[];
}
