import { type ClientOptions, type CompletedTask, estimateCost, validate, WanClient } from "wanreel";
import { reduce, VideoJob, type VideoState } from "wanreel/video";
// @ts-expect-error: plain JavaScript
import { job } from "./job.mjs";

/** A client whose videos are made by a job that somebody shows. */
class Shown extends WanClient {
  readonly seen: VideoState["status"][] = [];

  override async generate(...[request]: Parameters<WanClient["generate"]>): Promise<CompletedTask> {
    const shown = new VideoJob(new WanClient(options));
    const end = shown.subscribe(() => this.seen.push(shown.state().status));
    shown.attach();
    const task = await shown.generate(request);
    shown.detach();
    end();
    if (!task) throw shown.state().error;
    if (this.seen.at(-1) !== "completed") throw new Error(`it was shown as ${this.seen.join(", ")}`);
    return task;
  }
}

const options: ClientOptions = {
  baseUrl: process.env.API ?? "",
  apiKey: "sk-packaging",
  poll: { initialMs: 20, maxMs: 200 },
};
if (reduce(new VideoJob(new WanClient(options)).state(), { type: "reset" }).status !== "idle") throw new Error();
const answer = await job({ estimateCost, validate, WanClient: Shown }, options);
console.log(`answer: ${JSON.stringify(answer)}`);
