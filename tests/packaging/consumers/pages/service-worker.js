// A Service Worker may load nothing later: import() is refused there.
import { estimateCost, validate, WanClient } from "./node_modules/wanreel/dist/whole.js";
import { report } from "./report.mjs";

// Until then the browser must not end this worker.
addEventListener("message", (event) => event.waitUntil(report({ estimateCost, validate, WanClient }, event.data)));
