import { estimateCost, validate, WanClient } from "wanreel";
import { report } from "../report.mjs";
import { late } from "./late.js";

addEventListener("message", ({ data: api }) => report({ estimateCost, validate, WanClient }, api, late), {
  once: true,
});
