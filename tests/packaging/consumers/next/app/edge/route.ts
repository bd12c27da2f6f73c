import { estimateCost, validate, WanClient } from "wanreel";
import { job } from "../../job.mjs";

export async function GET() {
  return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: process.env.API }));
}

export const runtime = "edge";
