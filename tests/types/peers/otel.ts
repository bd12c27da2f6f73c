// The traced client is a client.
import type { CompletedTask, WanClient } from "wanreel";
import { TracedWanClient } from "wanreel/otel";

export const client: WanClient = new TracedWanClient({ apiKey: "sk-of-nobody", budget: { maxDuration: 10 } });
export const task: Promise<CompletedTask> = client.generate({ model: "wan2.7-text-to-video", prompt: "A lake" });
// @ts-expect-error: no such option
new TracedWanClient({ tracer: undefined });
