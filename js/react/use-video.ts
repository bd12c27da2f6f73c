/** `useVideo`: a job, the price and findings of what is being typed, and what is remembered. */
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { estimateCost, validate, type WanClient } from "../index.js";
import { withoutCleared } from "../internal/without-cleared.js";
import { withoutFiles } from "../internal/without-files.js";
import type { CompletedTask, Unfinished } from "../types/client.js";
import type { Submittable, VideoRequest } from "../types/request.js";
import type { Cost, CostOptions, Issue } from "../types/results.js";
import type { Action } from "../video/action.js";
import { historyOf } from "../video/history.js";
import { VideoJob, type VideoSubmitOptions } from "../video/job.js";
import { IDLE, isRunning, type VideoState, type VideoStatus } from "../video/reduce.js";
import { useClient } from "./provider.js";
import { useListeners, type VideoListeners } from "./use-listeners.js";

/** Its functions are called while the component is shown; `generate()` and `resume()` answer the result as well. */
export interface UseVideoOptions extends VideoListeners {
  /** Default: that of `<WanProvider>`, else one for a proxy at /api/wan. */
  client?: WanClient;
  /**
   * What is being typed: `price` and `issues` are its own, and `generate()` submits it. A field that is NaN, as the
   * `valueAsNumber` of a cleared number field is, counts as not given.
   */
  request?: unknown;
  /** For the price and the findings: lengths of its media, and the price table. */
  inputs?: CostOptions["inputs"];
  prices?: CostOptions["prices"];
}

export interface UseVideo {
  /**
   * Submits the request, or the one of the options, and waits. The same request again is the same task, also at a double click.
   * Never rejects: answers undefined where there is an `error`, or it was stopped.
   */
  generate(request?: Submittable, options?: VideoSubmitOptions): Promise<CompletedTask | undefined>;
  /** As last seen; its `results` are the video's URLs. */
  task: VideoState["task"];
  status: VideoStatus;
  isLoading: boolean;
  /** 0 to 100. */
  progress: number;
  /** Seconds left by the API's own estimate, as of the last news. */
  etaSeconds: number | undefined;
  /** Of the request being typed; undefined while it has none. */
  price: Cost | undefined;
  /** Every finding about the request being typed, errors first. */
  issues: readonly Issue[];
  error: Error | undefined;
  /** What a visitor can do about the error. */
  action: Action | undefined;
  /** Stops waiting. The task goes on, may be billed, and stands in `history`. */
  stop(): void;
  reset(): void;
  /** What the client's store remembers, newest first: it survives a reload where the store does. */
  history: readonly Unfinished[];
  /** The store could not be read. */
  historyError: unknown;
  /** Waits for a task of `history`, or by its id. */
  resume(of: string | Unfinished): Promise<CompletedTask | undefined>;
}

/** Price and findings of a draft; neither throws, whatever is typed. */
function judged(draft: string, options: CostOptions): { price: Cost | undefined; issues: readonly Issue[] } {
  if (draft === "") return { price: undefined, issues: [] };
  const request: unknown = JSON.parse(draft);
  const { issues } = validate(request, options.inputs ? { inputs: options.inputs } : {});
  try {
    return { price: estimateCost(request as VideoRequest, options), issues };
  } catch {
    return { price: undefined, issues };
  }
}

function draftOf(request: unknown): string {
  return request === undefined ? "" : (JSON.stringify(withoutFiles(withoutCleared(request))) ?? "null");
}

/** What a server renders. */
const idle = (): VideoState => IDLE;

/** Works in strict mode, on a server, and after a reload; needs React 18 or later. */
export function useVideo(options: UseVideoOptions = {}): UseVideo {
  const { request, inputs, prices } = options;
  const client = useClient(options.client);
  const [job] = useState(() => new VideoJob(client));
  const history = historyOf(client);
  const state = useSyncExternalStore(job.subscribe, job.state, idle);
  const remembered = useSyncExternalStore(history.subscribe, history.state, history.nothing);

  useEffect(() => {
    job.attach(client);
    history.refresh();
    return () => job.detach();
  }, [job, client, history]);

  useListeners(job, options);

  // By what they say, since a request that is written in place is another object at every render.
  const draft = draftOf(request);
  const known = JSON.stringify({ inputs, prices });
  const { price, issues } = useMemo(() => judged(draft, JSON.parse(known)), [draft, known]);

  const generate = useCallback(
    (given?: Submittable, how: VideoSubmitOptions = {}) => {
      // A handler of events is called with one.
      const asked = (isRequest(given) ? given : request) as Submittable;
      const cost = judged(draftOf(asked), JSON.parse(known)).price;
      // At once with the client of this render: effects, which attach it, come later.
      return job.use(client).generate(asked, { ...(inputs ? { inputs } : {}), ...how }, cost);
    },
    [job, client, request, inputs, known],
  );
  const resume = useCallback((of: string | Unfinished) => job.use(client).resume(of), [job, client]);
  const stop = useCallback(() => job.stop(), [job]);
  const reset = useCallback(() => job.reset(), [job]);

  const { task, status, progress, etaSeconds, error, action } = state;
  const { entries, error: historyError } = remembered;
  const shown = { task, status, isLoading: isRunning(state), progress, etaSeconds, price, issues, error, action };
  return { ...shown, generate, stop, reset, resume, history: entries, historyError };
}

/** No event of a click, which `onClick={generate}` hands over. */
function isRequest(given: unknown): boolean {
  return typeof given === "object" && given !== null && !("nativeEvent" in given);
}
