"use client";

import { useEffect } from "react";
import { estimateCost, validate, WanClient } from "wanreel";
import { report } from "../../report.mjs";
import { late } from "../../web/late.js";

const wanreel = { estimateCost, validate, WanClient };

function start() {
  const query = new URL(location.href).searchParams;
  const api = query.get("api");
  const how = query.get("how");
  if (how === "worker") {
    new Worker(new URL("../../web/worker.js", import.meta.url), { type: "module" }).postMessage(api);
  } else if (how === "proxy") {
    report(wanreel, api, async () => ({ ...(await late(wanreel)), baseUrl: "/api/wan" }));
  } else {
    report(wanreel, api, late);
  }
}

export function Client() {
  useEffect(start, []);
  // What is pure runs while the server renders, too.
  return <p>{validate({ model: "wan2.7-text-to-video", prompt: "A lighthouse at dusk" }).valid ? "valid" : "not"}</p>;
}
