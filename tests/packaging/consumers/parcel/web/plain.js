// Without the subpaths, which Parcel finds only when it is told to read "exports".
import { estimateCost, validate, WanClient } from "wanreel";
import { report } from "../report.mjs";

const { searchParams } = new URL(location.href);
const api = searchParams.get("api");

if (searchParams.has("worker")) {
  new Worker(new URL("./plain-worker.js", import.meta.url), { type: "module" }).postMessage(api);
} else {
  report({ estimateCost, validate, WanClient }, api);
}
