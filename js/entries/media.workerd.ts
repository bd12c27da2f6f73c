/** Cloudflare Workers: see probe.workerd.ts. */
import "./probe.workerd.js";
import { setCore } from "../media/core.js";

setCore(() => import("./workerd.js"));

export * from "../media/index.js";
