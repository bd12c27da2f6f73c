// A page that loads the .wasm itself. Served as it is, beside dist/: no bundler.
import * as simulator from "/dist/simulator.js";
import * as wanreel from "/dist/slim.js";
import { print, runRemote } from "/suite/remote.mjs";

const { origin } = globalThis.location;

globalThis.wanreel = wanreel;

globalThis.runSuite = async () => {
  await wanreel.init("/dist/wanreel_bg.wasm");
  await runRemote({ wanreel, simulator, origin, page: true, show: print, traits: { resendsPosts: true } });
};
