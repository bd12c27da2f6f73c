/** Which way a job runs. */
import type { Pace } from "../../shared/pace.js";
import { browserRunner } from "./browser-runner.js";
import { edgeRunner } from "./edge-runner.js";
import type { JobRunner, RunnerName } from "./runner.js";

export function runnerOf(name: RunnerName, pace: Pace): JobRunner {
  return name === "edge" ? edgeRunner(pace) : browserRunner(pace);
}
