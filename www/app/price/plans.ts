/** What is looked up before many videos are made: other providers' prices, and what a month comes to. */
export { Planner } from "./planner.js";
export { Providers } from "./providers.js";
