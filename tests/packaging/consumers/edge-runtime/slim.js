import { estimateCost, init, validate, WanClient } from "wanreel/slim";
import module from "wanreel/wanreel_bg.wasm?module";
import { job } from "./job.mjs";

addEventListener("fetch", (event) => event.respondWith(answer(new URL(event.request.url).searchParams.get("api"))));

async function answer(api) {
  // Nothing can be compiled here, and whoever tries is told so.
  const refused = await init(new Uint8Array(8)).catch(({ code }) => code);
  if (refused !== "wasm_blocked") throw new Error(`bytes: ${refused}`);
  await init(module);
  return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: api, apiKey: "sk-packaging" }));
}
