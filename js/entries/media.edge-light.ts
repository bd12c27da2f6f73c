/** Vercel Edge: see probe.edge-light.ts. */
import "./probe.edge-light.js";
import { setCore } from "../media/core.js";

setCore(() => import("./edge-light.js"));

export * from "../media/index.js";
