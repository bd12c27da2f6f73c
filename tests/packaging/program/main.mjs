import { estimateCost, validate, WanClient } from "wanreel";
import { job } from "./job.mjs";

const answer = await job({ estimateCost, validate, WanClient }, { baseUrl: process.env.API, apiKey: "sk-packaging" });
console.log(`answer: ${JSON.stringify(answer)}`);
