import { initTRPC } from "@trpc/server";
import { estimateCost, schema } from "wanreel";

const request = schema("wan2.7-text-to-video");
const t = initTRPC.create();
const router = t.router({ price: t.procedure.input(request).query(({ input }) => estimateCost(input)) });
const caller = t.createCallerFactory(router)({});
// @ts-expect-error: a prompt is needed
caller.price({ model: "wan2.7-text-to-video" }).catch(() => {});
const { microUsd } = await caller.price({ model: "wan2.7-text-to-video", prompt: "a lake" });
const code = await caller
  .price({ model: "wan2.7-text-to-video", prompt: "a lake", duration: 99 })
  .catch((error) => error.code);
console.log(JSON.stringify([microUsd, code]));
