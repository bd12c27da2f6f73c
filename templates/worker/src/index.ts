import { createPipeline } from "wanreel/edge";
import { isOperator, userOf } from "./session";

const pipeline = createPipeline<Env>({
  authorize: userOf,
  operators: isOperator,
  baseUrl: (env) => env.EVOLINK_BASE_URL,
  callbackOrigin: (env) => env.CALLBACK_ORIGIN || undefined,
  budget: { perUserDayMicroUsd: 5_000_000 }, // $5 a user and day
});

export class JobObject extends pipeline.JobObject {}
export class BudgetObject extends pipeline.BudgetObject {}
export class CoordinatorObject extends pipeline.CoordinatorObject {}
export default pipeline;
