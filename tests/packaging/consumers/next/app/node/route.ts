import { estimateCost, validate, WanClient } from "wanreel";
import { job } from "../../job.mjs";

// The key comes from the environment.
export async function GET() {
  return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: process.env.API }));
}

export const dynamic = "force-dynamic";
