/** Where a job can run; the build says what there is. */

/**
 * "browser": in the page, through a route that adds the key; "edge": in the Worker; "page": in the page, with the simulated
 * API in a Service Worker.
 */
export type Runner = "browser" | "edge" | "page";

export const RUNNERS: readonly Runner[] = __RUNNERS__;

/** There is no server but one of files: the simulator is the page's own. */
export const IS_STATIC = !RUNNERS.includes("browser");
