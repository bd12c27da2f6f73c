import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { estimateCost, init, validate, WanClient } from "wanreel/slim";
import { MemoryStore } from "wanreel/stores";
import module from "wanreel/wanreel_bg.wasm?module";
import { job } from "./job.mjs";
import { subpaths } from "./subpaths.mjs";

addEventListener("fetch", (event) => event.respondWith(answer(new URL(event.request.url).searchParams.get("api"))));

async function answer(api) {
  // Nothing can be compiled here, and whoever tries is told so.
  const refused = await init(new Uint8Array(8)).catch(({ code }) => code);
  if (refused !== "wasm_blocked") throw new Error(`bytes: ${refused}`);
  await init(module);
  await subpaths({ createSimulator, MemoryStore, probe, WanClient });
  return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: api, apiKey: "sk-packaging" }));
}
