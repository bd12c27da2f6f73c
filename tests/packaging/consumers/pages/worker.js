// Import maps are not for workers, so the package is named by its path.
import { estimateCost, validate, WanClient } from "./node_modules/wanreel/dist/index.js";
import { report } from "./report.mjs";

await report({ estimateCost, validate, WanClient }, new URL(location.href).searchParams.get("api"));
