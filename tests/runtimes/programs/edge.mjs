// An edge function, as a script: its runtime calls `runSuite`.
import * as wanreel from "wanreel";
import * as simulator from "wanreel/simulator";
import { print, runRemote } from "../suite/remote.mjs";

globalThis.runSuite = (origin) => runRemote({ wanreel, simulator, origin, page: false, show: print });
