// Without the subpaths: Parcel 2.16 runs a worker's shared bundle before the bundle it takes modules from.
import { estimateCost, validate, WanClient } from "wanreel";
import { report } from "../report.mjs";

addEventListener("message", ({ data: api }) => report({ estimateCost, validate, WanClient }, api), { once: true });
