// A Worker that runs the suite when it is asked to.
import * as wanreel from "wanreel";
import * as simulator from "wanreel/simulator";
import { print, runRemote } from "../suite/remote.mjs";

export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    await runRemote({ wanreel, simulator, origin: searchParams.get("origin"), page: false, show: print });
    return new Response("done");
  },
};
