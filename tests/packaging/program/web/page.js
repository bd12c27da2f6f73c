import { estimateCost, validate, WanClient } from "wanreel";
import { report } from "../report.mjs";
import { late } from "./late.js";

report({ estimateCost, validate, WanClient }, new URL(location.href).searchParams.get("api"), late);
