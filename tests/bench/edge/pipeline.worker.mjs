// The pipeline as the documentation says to write it: these are the fifteen lines of a user.
import { createPipeline } from "wanreel/edge";
import options from "./options.mjs";

const pipeline = createPipeline({
  authorize: (request) => ({ user: request.headers.get("x-user") ?? "ann" }),
  operators: (request) => request.headers.get("x-operator") === "yes",
  apiKey: (env) => env.KEY,
  baseUrl: (env) => env.API,
  notify: { url: (_, env) => env.WEBHOOK, secret: (env) => env.WEBHOOK_SECRET },
  ...options.pipeline,
});

export class JobObject extends pipeline.JobObject {}
export class CoordinatorObject extends pipeline.CoordinatorObject {}

/** Where a measurement says so, the object of one user's money answers late. */
export class BudgetObject extends pipeline.BudgetObject {
  async ask(message) {
    const { late } = options;
    if (late && message.includes(`"user":"${late.user}"`)) await new Promise((done) => setTimeout(done, late.ms));
    return super.ask(message);
  }
}

export default pipeline;
