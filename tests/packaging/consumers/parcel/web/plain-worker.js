import { estimateCost, validate, WanClient } from "wanreel";
import { report } from "../report.mjs";

addEventListener("message", ({ data: api }) => report({ estimateCost, validate, WanClient }, api), { once: true });
