// A page's program, and the same in a worker of a page.
import * as wanreel from "wanreel";
import * as simulator from "wanreel/simulator";
import { print, runRemote } from "../suite/remote.mjs";

const { origin } = globalThis.location;

async function run() {
  await runRemote({ wanreel, simulator, origin, page: true, show: print, traits: { resendsPosts: true } });
}

if (globalThis.document) {
  globalThis.wanreel = wanreel;
  globalThis.runSuite = run;
  globalThis.runInWorker = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker("/page.js", { type: "module" });
      worker.onmessage = resolve;
      worker.onerror = (event) => reject(new Error(event.message));
    });
} else {
  await run();
  globalThis.postMessage("done");
}
