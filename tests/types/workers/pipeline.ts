// A Worker of a pipeline, with Cloudflare's own types and every declaration checked.
import { createPipeline, verifyNotification } from "wanreel/edge";

interface Env {
  EVOLINK_API_KEY: string;
  JOBS: DurableObjectNamespace<JobObject>;
  BUDGETS: DurableObjectNamespace<BudgetObject>;
  COORDINATOR: DurableObjectNamespace<CoordinatorObject>;
  SUBMITS: Queue;
  VIDEOS: R2Bucket;
}

const pipeline = createPipeline<Env>({
  authorize: (request) => ({ user: request.headers.get("x-user") ?? "" }),
  apiKey: (env) => env.EVOLINK_API_KEY,
});
export class JobObject extends pipeline.JobObject {}
export class BudgetObject extends pipeline.BudgetObject {}
export class CoordinatorObject extends pipeline.CoordinatorObject {}
export default pipeline satisfies ExportedHandler<Env>;

export const other: ExportedHandler<Env> = {
  async fetch(request, env, context) {
    if (new URL(request.url).pathname === "/hook") return Response.json(await verifyNotification(request, "whsec_"));
    return pipeline.fetch(request, env, context);
  },
};
