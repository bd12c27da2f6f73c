import { estimateCost, validate, WanClient } from "wanreel";
import { report } from "../report.mjs";

report({ estimateCost, validate, WanClient }, new URL(location.href).searchParams.get("api"));
