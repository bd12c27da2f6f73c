// Written by the build from src/catalog/mod.rs: change it there.

/** How long what the API hands out lives, in milliseconds. */

/** A link to a result. Source: guide, section 8. */
export const RESULT_MS = 86400000;
