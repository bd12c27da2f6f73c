// Node, require.
import { createRequire } from "node:module";
import { testNode } from "./lib/node.mjs";

const require = createRequire(import.meta.url);

testNode("Node, require", () => ({ wanreel: require("wanreel"), simulator: require("wanreel/simulator") }));
