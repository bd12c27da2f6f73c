/** Lengths, sides and formats of media, from their headers alone. */
export { checkMedia } from "./check.js";
export { MediaError, type MediaErrorCode } from "./error.js";
export { probe } from "./probe.js";
export type * from "./types.js";
