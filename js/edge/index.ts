/**
 * The production pipeline on Cloudflare's own engine: Queues, Durable Objects with SQLite and alarms, R2.
 *
 * @example The Worker.
 * ```ts
 * import { createPipeline } from "wanreel/edge";
 *
 * const pipeline = createPipeline({ authorize: (request, env) => session(request, env) }); // { user } or null
 * export class JobObject extends pipeline.JobObject {}
 * export class BudgetObject extends pipeline.BudgetObject {}
 * export class CoordinatorObject extends pipeline.CoordinatorObject {}
 * export default pipeline;
 * ```
 */

export { verifyNotification } from "./notification.js";
export type {
  FromEnv,
  Job,
  JobList,
  JobNotification,
  JobOwner,
  JobState,
  JobVideo,
  ListedJob,
  MessageBatch,
  Pipeline,
  PipelineBindings,
  PipelineClass,
  PipelineEvent,
  PipelineObject,
  PipelineOptions,
} from "./types.js";
