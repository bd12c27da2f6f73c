/** Where there are no Durable Objects there is no pipeline: what is imported there still says so. */
import { ConfigError } from "../errors/local.js";
import type { Pipeline, PipelineOptions } from "./types.js";

/**
 * The pipeline of a Worker: its handlers and the classes of its Durable Objects.
 * @throws ConfigError where an option is wrong, and in every runtime but Cloudflare's
 */
// biome-ignore lint/suspicious/noExplicitAny: a program says what its env is, or lets it be anything
export function createPipeline<Env = any>(_: PipelineOptions<Env>): Pipeline {
  throw new ConfigError(
    "a pipeline runs on Cloudflare Workers alone: it is made of their queues, objects and buckets",
    'bundle with the condition "workerd", as wrangler does; here verifyNotification works',
  );
}
