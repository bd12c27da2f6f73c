// Node, import.
import { testNode } from "./lib/node.mjs";

testNode("Node, import", async () => ({
  wanreel: await import("wanreel"),
  simulator: await import("wanreel/simulator"),
}));
