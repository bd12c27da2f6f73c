import { estimateCost, validate, WanClient } from "wanreel";
import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";
import { job } from "../../job.mjs";
import { subpaths } from "../../subpaths.mjs";

export async function GET() {
  await subpaths({ createSimulator, MemoryStore, probe, WanClient });
  // The key comes from the environment.
  return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: process.env.API }));
}

export const runtime = "edge";
