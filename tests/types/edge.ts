// "wanreel/edge", with whatever types of requests and bindings a program has.
import { createPipeline, type Job, type JobNotification, type PipelineOptions, verifyNotification } from "wanreel/edge";

interface Env {
  EVOLINK_API_KEY: string;
  SESSIONS: { userOf(request: Request): Promise<string | null> };
}

const pipeline = createPipeline<Env>({
  authorize: async (request, env) => {
    const user = await env.SESSIONS.userOf(request);
    return user === null ? null : { user, feature: "shop" };
  },
  apiKey: (env) => env.EVOLINK_API_KEY,
  budget: { perUserDayMicroUsd: 5_000_000 },
  notify: { url: (job) => (job.user === "anna" ? "https://shop.example/hook" : undefined), secret: "whsec_" },
});
export class JobObject extends pipeline.JobObject {}
export class BudgetObject extends pipeline.BudgetObject {}
export class CoordinatorObject extends pipeline.CoordinatorObject {}
export default pipeline;

// Whoever names no env has any.
createPipeline({ authorize: (request, env) => ({ user: String(env.USER ?? request.url) }) });
// @ts-expect-error: without authorize, anybody could spend
createPipeline({ apiKey: "sk" });
// @ts-expect-error: no such model
export const wrong: PipelineOptions["models"] = ["wan2.9"];

export async function told(request: Request): Promise<string> {
  const { id, type, data }: JobNotification = await verifyNotification(request, ["whsec_a", "whsec_b"]);
  return `${id} ${type} ${data.user} ${data.price.spentMicroUsd ?? 0}`;
}
export const isOver = ({ state }: Job): boolean => state === "done" || state === "failed" || state === "cancelled";
