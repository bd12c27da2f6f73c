/** A take: one request that was sent, and what became of it. The list of them outlives the page. */
import { type Cost, type MediaFacts, type Task, WanError } from "wanreel";
import { isRunning, type VideoState, type VideoStatus } from "wanreel/video";
import { type Trouble, toTrouble } from "../../shared/trouble.js";
import type { Size } from "../price/cost.js";
import { hasFiles, type Request, withoutFiles } from "../request/values.js";
import { keep, recall, remove } from "../ui/storage.js";
import type { Runner } from "../where/runner.js";

export interface Take {
  /** Of this browser alone. */
  id: string;
  runner: Runner;
  request: Request;
  /** Its files are gone with the page that had them. */
  lostFiles?: boolean;
  inputs?: MediaFacts;
  inputSeconds?: number;
  cost?: Cost;
  size?: Size;
  /** Seconds of output; 0: as many as the input has; undefined: not known. */
  seconds?: number;
  startedAt: number;
  endedAt?: number;
  fingerprint?: string;
  /** Of its job, where it is the pipeline's. */
  jobId?: string;
  status: VideoStatus;
  progress: number;
  /** As last seen. */
  task?: Task;
  trouble?: Trouble;
  /** What the API said it billed, in micro-dollars. */
  billed?: number;
  /** Its video is kept in this browser, under this name. */
  archived?: string;
  /** Counts what is asked of its job: each is begun once. */
  asked: number;
  order?: { type: "generate"; dedupe: boolean } | { type: "resume" };
  /** It was begun in an earlier visit. */
  resumed?: boolean;
}

/** Not by crypto.randomUUID, which a page on plain http does not have. */
export const newId = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

const DAY_MS = 24 * 3_600_000;
const MOST = 40;
const KEY = "wanreel.takes";
const keyOf = (place: string) => `${KEY}${place === "" ? "" : `.${place}`}`;

/** Whether this browser has takes of any place. */
export function hasTakes(): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(KEY));
  } catch {
    return false;
  }
}

/** The form of what is kept; later pages read it. */
const VERSION = 1;

export function keepTakes(place: string, takes: readonly Take[]): void {
  if (takes.length === 0) {
    remove("localStorage", keyOf(place));
    return;
  }
  const kept = takes.slice(0, MOST).map(({ order, asked, ...take }) => ({
    ...take,
    request: withoutFiles(take.request),
    ...(hasFiles(take.request) && { lostFiles: true }),
    ...(take.task && { task: { ...take.task, raw: null } }),
  }));
  keep("localStorage", keyOf(place), { version: VERSION, takes: kept });
}

/** JSON knows no dates. */
function revived({ createdAt, expiresAt, ...task }: Task): Task {
  return {
    ...task,
    ...(createdAt && { createdAt: new Date(createdAt) }),
    ...(expiresAt && { expiresAt: new Date(expiresAt) }),
  };
}

/** Those of earlier visits; what still ran is gone on with, under the same task. */
export function recallTakes(place: string): Take[] {
  const stored = recall<{ version: number; takes: Take[] }>("localStorage", keyOf(place));
  if (stored?.version !== VERSION || !Array.isArray(stored.takes)) return [];
  return stored.takes.map((take): Take => {
    const task = take.task && revived(take.task);
    const known = { ...take, asked: 0, ...(task && { task }) };
    if (!isRunning(take)) return known;
    if ((task ?? take.jobId) && Date.now() - take.startedAt < DAY_MS) {
      return { ...known, order: { type: "resume" }, asked: 1, resumed: true };
    }
    // Whether it was sent nobody knows: nothing is sent again by itself.
    return { ...known, status: "stopped" };
  });
}

/** What a take of before shows, whose job this page has not begun. */
export function stateOf(take: Take): VideoState {
  const { status, progress, task, trouble, startedAt } = take;
  return {
    status,
    progress,
    startedAt,
    ...(task && { task }),
    ...(trouble && { error: Object.assign(new Error(trouble.message), trouble) }),
  };
}

/** What a job that is begun once more begins with. */
export function begun({ task: _, trouble: __, ...take }: Take): Partial<Take> {
  return {
    ...take,
    startedAt: Date.now(),
    status: "submitting",
    progress: 0,
    ...({
      task: undefined,
      jobId: undefined,
      trouble: undefined,
      endedAt: undefined,
      billed: undefined,
      resumed: false,
    } as object),
  };
}

/** The same request, run at the same place. */
export function isSame(take: Take, request: Request, runner: Runner): boolean {
  const text = (one: Request) =>
    JSON.stringify(withoutFiles(one, ({ name, size, lastModified }) => `${name} ${size} ${lastModified}`));
  return take.runner === runner && text(take.request) === text(request);
}

/** What ended it: an error of the client's, or what is left of one on its way from a Worker. */
export function troubleOf({ error }: VideoState): Trouble | undefined {
  if (!error) return undefined;
  return error instanceof WanError ? toTrouble(error) : { ...error, name: error.name, message: error.message };
}

export const promptOf = ({ request }: Take) => (request as { prompt?: string }).prompt ?? "";

/** Micro-dollars: what was billed, else what it was said to cost at the most. */
export const spentOn = ({ status, billed, cost }: Take) =>
  status === "completed" ? (billed ?? cost?.microUsd ?? 0) : 0;
