/** The default: the module comes inlined, and is compiled at the first probe. */
import inlined from "inline:media";
import { setSources } from "../media/wasm.js";
import { compile } from "./inline.js";

setSources(
  () => compile(inlined),
  () => import("./index.js"),
);

export * from "../media/index.js";
