/** The simulated API in the browser itself: the page works from any file server, and asks nobody. */
import { createSimulator, type Fault, type Simulator } from "wanreel/simulator";
import { createFaults } from "../server/faults.mjs";
import { note, recallJournal, type Sent } from "./journal.js";

declare const self: ServiceWorkerGlobalScope;

/** Below the page's own folder. */
const ROOM = "sim";
const GENERATION_MS = 12_000;
/** Nobody checks it here; the API wants one. */
const AUTHORIZATION = "Bearer sk-demo-in-the-browser";

const mount = new URL(ROOM, self.registration.scope);
const faults = createFaults(
  (rules: Fault[]) => begun.then(({ simulator }) => simulator.setFaults(rules)),
  () => tellAll("state", state()),
);

let started = "";
let number = 0;
/** The simulator's time: of what it is told once more, when that was. */
let replayedAt: number | undefined;

const state = () => ({ started, generationMs: GENERATION_MS, choices: [GENERATION_MS], faults: faults.list() });

/** Every page of this folder hears it. */
async function tellAll(type: string, data: unknown): Promise<void> {
  for (const client of await self.clients.matchAll()) client.postMessage({ type, data });
}

const begun = begin();

async function begin(): Promise<{ simulator: Simulator }> {
  const journal = await recallJournal(Date.now());
  started = String(journal.begun.seed);
  const simulator = createSimulator({
    seed: journal.begun.seed,
    generationMs: GENERATION_MS,
    publicUrl: mount.href,
    credits: 1e6,
    clock: () => replayedAt ?? Date.now(),
    onRequest({ at, kind, method, path, status, taskId, fault }) {
      if (replayedAt !== undefined) return;
      if (fault !== undefined) faults.struck(kind);
      tellAll("request", { at, kind, method, path, status, taskId, fault, userAgent: "Service Worker" });
    },
  });
  for (const sent of journal.sent) {
    replayedAt = sent.at;
    simulator.setFaults(JSON.parse(sent.faults));
    await ask(simulator, sent).catch(() => {});
    number += 1;
  }
  replayedAt = undefined;
  simulator.setFaults([]);
  return { simulator };
}

function ask(simulator: Simulator, { method, path, type, body }: Omit<Sent, "at" | "faults">): Promise<Response> {
  const headers = { authorization: AUTHORIZATION, ...(type !== "" && { "content-type": type }) };
  return simulator.fetch(path, { method, headers, ...(body.byteLength > 0 && { body }) });
}

async function answer(request: Request): Promise<Response> {
  const { simulator } = await begun;
  const url = new URL(request.url);
  const path = url.pathname.slice(mount.pathname.length) + url.search;
  if (path.startsWith("/dev/")) return answerControls(simulator, request, path);
  const body = await request.arrayBuffer();
  if (request.method === "POST") {
    const type = request.headers.get("content-type") ?? "";
    const rules = JSON.stringify(faults.rules());
    const sent = { at: Date.now(), method: request.method, path, type, faults: rules, body };
    await note(number++, sent);
    return ask(simulator, sent);
  }
  const headers = { authorization: AUTHORIZATION, range: request.headers.get("range") ?? "" };
  const { range, ...rest } = headers;
  return simulator.fetch(path, { method: request.method, headers: range === "" ? rest : headers });
}

/** What only a simulated API has; the same as the page's server answers under /dev/. */
async function answerControls(simulator: Simulator, request: Request, path: string): Promise<Response> {
  const [, , room, id] = path.split("/");
  if (room === "bill") {
    const task = simulator.tasks().find((one) => one.id === id);
    return Response.json({ microUsd: task?.endedAt === undefined ? null : task.billedMicroUsd });
  }
  if (room === "faults" && request.method === "POST") {
    const { name, rule } = await request.json();
    if (!faults.arm(name, rule)) return Response.json({ message: `there is no fault ${name}` }, { status: 400 });
  }
  return Response.json(state());
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin === mount.origin && pathname.startsWith(`${mount.pathname}/`)) event.respondWith(answer(event.request));
});
