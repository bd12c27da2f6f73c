import { estimateCost, validate, WanClient } from "wanreel";
import { job } from "../job.mjs";

export const dynamic = "force-dynamic";

export default async function Page() {
  const answer = await job(
    { estimateCost, validate, WanClient },
    { baseUrl: process.env.API, apiKey: process.env.EVOLINK_API_KEY },
  );
  return <pre>{JSON.stringify(answer)}</pre>;
}
