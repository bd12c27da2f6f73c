/** Takes "wanreel" as a program finds it, so that it is the same client in every runtime. */
export { createWan, type WanProvider } from "../ai-sdk/create.js";
export type * from "../ai-sdk/options.js";
export type * from "../ai-sdk/types.js";
