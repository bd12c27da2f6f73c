/**
 * The production pipeline, as any site would have it: bound in ../wrangler.jsonc. `npm run edge` starts it alone, `npm start`
 * behind the page.
 */
import { createPipeline } from "wanreel/edge";
import { isOwnName, visitorOf } from "../shared/visitor.js";

interface Env {
  EVOLINK_BASE_URL: string;
  CALLBACK_ORIGIN: string;
  /** What it is reached under beside this machine's addresses; empty where it is deployed. */
  HOST: string;
  OPERATORS: string;
}

/** On a developer's machine a stranger's page must not reach it by a name of its own that points there. */
const isHere = (request: Request, { HOST }: Env) => HOST === "" || isOwnName(new URL(request.url).host, HOST);

const pipeline = createPipeline<Env>({
  mount: "/edge",
  authorize(request, env) {
    const user = visitorOf(request.headers.get("cookie"));
    return user === undefined || !isHere(request, env) ? null : { user };
  },
  // Whoever is on this machine, where the API is simulated; a site asks its login.
  operators: (request, env) => env.OPERATORS === "everybody" && isHere(request, env),
  baseUrl: (env) => env.EVOLINK_BASE_URL,
  callbackOrigin: (env) => env.CALLBACK_ORIGIN || undefined,
  // Somebody watches: progress is seen by looking. A pipeline that is called back need look every few minutes only.
  poll: { initialMs: 1_000, factor: 1.2, maxMs: 5_000 },
  budget: { perUserDayMicroUsd: 20_000_000 },
});
export class JobObject extends pipeline.JobObject {}
export class BudgetObject extends pipeline.BudgetObject {}
export class CoordinatorObject extends pipeline.CoordinatorObject {}
export default pipeline;
