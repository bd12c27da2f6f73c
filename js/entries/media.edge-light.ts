/** Vercel Edge wants a module imported with `?module`. */
import { setSources } from "../media/wasm.js";
import module from "./media_bg.wasm?module";

setSources(
  () => module,
  () => import("./edge-light.js"),
);

export * from "../media/index.js";
