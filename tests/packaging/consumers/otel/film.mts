import { estimateCost, validate } from "wanreel";
import { TracedWanClient } from "wanreel/otel";
// @ts-expect-error: plain JavaScript
import { job } from "./job.mjs";

const options = { baseUrl: process.env.API, apiKey: "sk-packaging" };
const answer = await job({ estimateCost, validate, WanClient: TracedWanClient }, options);
console.log(`answer: ${JSON.stringify(answer)}`);
