/** Where jobs can run, by what the page's server has. */
declare const __RUNNERS__: readonly ("browser" | "edge" | "page")[];
