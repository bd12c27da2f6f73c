/** Takes "wanreel" as a program finds it, so that it is the same client in every runtime. */
export { TracedWanClient } from "../otel/client.js";
