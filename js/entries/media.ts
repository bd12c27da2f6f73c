/** The default: in every runtime that can compile bytes. */
import "./probe.js";
import { setCore } from "../media/core.js";

setCore(() => import("./index.js"));

export * from "../media/index.js";
