/** Cloudflare Workers refuse to compile bytes: there the module is imported. */
import { setSources } from "../media/wasm.js";
import module from "./media_bg.wasm";

setSources(
  () => module,
  () => import("./workerd.js"),
);

export * from "../media/index.js";
