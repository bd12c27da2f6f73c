/** Cloudflare Workers: the pipeline itself. Its modules are imported, since Workers refuse to compile bytes. */
import { DurableObject } from "cloudflare:workers";
import { type BaseClass, pipelineOf } from "../edge/create.js";
import { setSource as setMachine } from "../edge/machine.js";
import type { Pipeline, PipelineOptions } from "../edge/types.js";
import { setParts } from "../internal/parts.js";
import { setProbing } from "../internal/probing.js";
import { setSource } from "../internal/wasm.js";
import machine from "./pipeline_bg.wasm";
import module from "./wanreel_bg.wasm";

setSource(() => module);
setMachine(() => machine);
setProbing(() => import("./probe.workerd.js"));
setParts({ transfer: () => import("./transfer.workerd.js"), ledger: () => import("./ledger.workerd.js") });

// biome-ignore lint/suspicious/noExplicitAny: a program says what its env is, or lets it be anything
export function createPipeline<Env = any>(options: PipelineOptions<Env>): Pipeline {
  return pipelineOf(DurableObject as BaseClass, options);
}

export * from "../edge/index.js";
