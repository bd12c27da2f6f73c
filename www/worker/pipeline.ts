/** The production pipeline, as any site would have it: bound in ../wrangler.jsonc, started by `npm run edge`. */
import { createPipeline } from "wanreel/edge";
import { visitorOf } from "../shared/visitor.js";

interface Env {
  EVOLINK_BASE_URL: string;
  CALLBACK_ORIGIN: string;
  OPERATORS: string;
}

const pipeline = createPipeline<Env>({
  mount: "/edge",
  authorize(request) {
    const user = visitorOf(request.headers.get("cookie"));
    return user === undefined ? null : { user };
  },
  // Whoever is on this machine, where the API is simulated; a site asks its login.
  operators: (_, env) => env.OPERATORS === "everybody",
  baseUrl: (env) => env.EVOLINK_BASE_URL,
  callbackOrigin: (env) => env.CALLBACK_ORIGIN || undefined,
  budget: { perUserDayMicroUsd: 20_000_000 },
});
export class JobObject extends pipeline.JobObject {}
export class BudgetObject extends pipeline.BudgetObject {}
export class CoordinatorObject extends pipeline.CoordinatorObject {}
export default pipeline;
