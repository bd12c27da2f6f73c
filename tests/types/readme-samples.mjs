// The samples of README.md, and what a reader of each has around it already.
import { readFileSync } from "node:fs";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** Every sample in TypeScript or JavaScript: its code, and the line of README.md at which it begins. */
export const samples = [...readme.matchAll(/^```(?:ts|js|tsx|jsx|typescript|javascript)\n([\s\S]*?)^```$/gm)].map(
  ({ 1: code, index }) => ({ code, line: readme.slice(0, index).split("\n").length + 1 }),
);

export const sampleWith = (words) => {
  const [sample, ...more] = samples.filter(({ code }) => code.includes(words));
  if (!sample || more.length > 0) throw new Error(`README.md has not one sample with ${words}`);
  return sample;
};

const CLIENT = 'import { WanClient } from "wanreel";';
const REQUEST = 'import type { VideoRequest } from "wanreel"; declare const request: VideoRequest;';
const BUDGET = 'import type { Budget } from "wanreel"; declare const budget: Budget;';

/** What stands before a sample that is a part of something, by words that only it has. */
export const BEFORE = {
  'suggestModel("wan27-t2v")': "declare const url: string;",
  'app.post("/price"': `
    import { Hono } from "hono"; import { sValidator } from "@hono/standard-validator"; import { initTRPC } from "@trpc/server";
    import { useForm } from "react-hook-form"; import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
    const app = new Hono(); const t = initTRPC.create();`,
  "const anthropic =": 'import { jsonSchema } from "wanreel";',
  "error.key, { taskId }": `${REQUEST}
    import { SubmissionUnknownError, type WanClient } from "wanreel"; declare const client: WanClient; declare const taskId: string;`,
  "new IndexedDbStore() })": CLIENT,
  "new MyStore(database)": `
    import { test } from "node:test"; import type { TaskStore } from "wanreel";
    declare const database: object; declare const MyStore: new (records: object) => TaskStore;`,
  "client.spending()": `${CLIENT} ${REQUEST}`,
  "new DurableObjectLimits(env.LIMITS), store: new DurableObjectStore(env.TASKS) });": `${CLIENT} ${BUDGET}
    import type { DurableObjectLimits as L, DurableObjectStore as S } from "wanreel/stores";
    declare const env: { LIMITS: ConstructorParameters<typeof L>[0]; TASKS: ConstructorParameters<typeof S>[0] };`,
  "client.generateAll(": `
    import type { VideoRequest, WanClient } from "wanreel"; declare const client: WanClient; declare const requests: VideoRequest[];`,
  "await queue.send(": `${CLIENT} ${REQUEST} ${BUDGET}
    import { buildRequest, estimateCost, type TaskStore, type ClientOptions } from "wanreel";
    interface Job { id: string; request: VideoRequest; user: string }
    declare const queue: { send(job: Job): Promise<void> }; declare const job: Job; declare const user: string;
    declare const store: TaskStore; declare const limits: NonNullable<ClientOptions["limits"]>;
    declare const bucket: { put(key: string, value: ReadableStream<Uint8Array>): Promise<unknown> };`,
  "models: [": "declare function session(request: Request): Promise<{ user: string } | null>;",
  "export { LimitsObject }":
    "interface Env { EVOLINK_API_KEY: string; LIMITS: DurableObjectNamespace; TASKS: DurableObjectNamespace }",
  "// src/pipeline.ts": "interface Env { EVOLINK_API_KEY: string; WEBHOOK_SECRET: string }",
  "await verifyNotification(request, secret)": "declare const request: Request; declare const secret: string;",
  "await checkMedia(request)": `${REQUEST} declare const file: File;`,
  "createSimulator({ generationMs: 500 })": CLIENT,
};
