/** A job in the Worker: its news, reduced as the package's hook reduces its own. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { VideoRequest } from "wanreel";
import { IDLE, reduce, type VideoEvent, type VideoState } from "wanreel/video";
import type { News } from "../../shared/news.js";
import { toTrouble } from "../../shared/trouble.js";
import { filesIn } from "../media/facts.js";
import { type Request, withoutFiles } from "../request/values.js";
import { edgeRunner } from "../where/edge-runner.js";
import { clientIn, type Place } from "../where/place.js";
import type { JobAtHand } from "./job-at-hand.js";
import { stateOf, type Take } from "./take.js";
import { heard, NOTHING_TOLD, withLine } from "./told.js";

/** What a piece of news does to the state. */
function eventOf(news: News, at: number): VideoEvent | undefined {
  if (news.type === "task") return { type: "task", task: news.task, at };
  if (news.type === "done") return { type: "completed", task: news.task };
  if (news.type === "trouble") return { type: "error", error: news.trouble };
  if (news.type !== "event" || news.event.type !== "submitted") return undefined;
  const { taskId: id, deduplicated } = news.event;
  return { type: "task", task: { id, status: "pending", progress: 0, results: [], deduplicated, raw: null }, at };
}

export function useEdgeJob(take: Take, place: Place): JobAtHand {
  const [video, setVideo] = useState<VideoState>(IDLE);
  const [told, setTold] = useState(NOTHING_TOLD);
  const runner = useMemo(() => edgeRunner(place.pace), [place]);
  const wait = useRef(new AbortController());
  const tell = (event: VideoEvent) => setVideo((before) => reduce(before, event));

  function hear(news: News) {
    const at = Date.now();
    const event = eventOf(news, at);
    if (event) tell(event);
    setTold((before) => {
      if (news.type === "event") return heard(before, news.event, place.pace, at);
      if (news.type === "checked") return { ...before, fingerprint: news.fingerprint };
      if (news.type !== "trouble") return before;
      return withLine(before, { at, text: `${news.trouble.name}: ${news.trouble.message}`, wrong: true });
    });
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is begun once, however often the page is drawn
  useEffect(() => {
    const { order, request, inputSeconds, startedAt } = take;
    if (!order) return;
    wait.current.abort();
    const own = new AbortController();
    wait.current = own;
    const hearOwn = (news: News) => {
      if (!own.signal.aborted) hear(news);
    };
    setTold(NOTHING_TOLD);
    if (order.type === "resume") {
      const taskId = take.task?.id ?? "";
      tell({ type: "resume", taskId, startedAt });
      runner.resume(taskId, hearOwn, own.signal);
    } else {
      tell({ type: "generate", request: request as never, at: startedAt });
      const seconds = inputSeconds === undefined ? {} : { inputSeconds };
      // The Worker takes JSON: files go first, through the route that adds the key for the page.
      uploaded(request, place).then(
        (plain) => runner.order({ request: plain, dedupe: order.dedupe, ...seconds }, hearOwn, own.signal),
        (error) => hearOwn({ type: "trouble", trouble: toTrouble(error) }),
      );
    }
  }, [take.asked]);
  useEffect(() => () => wait.current.abort(), []);

  const shown = video.status === "idle" ? stateOf(take) : video;
  return {
    video: shown,
    told,
    stop() {
      wait.current.abort();
      tell({ type: "stop" });
    },
    download: () => runner.download(shown.task as NonNullable<VideoState["task"]>),
  };
}

/** The request with the addresses of its files in their places. */
async function uploaded(request: Request, place: Place): Promise<VideoRequest> {
  const client = clientIn(place, "browser");
  const files = [...new Set(filesIn(request).map(([, file]) => file))];
  const pairs = files.map(async (file): Promise<[File, string]> => [file, (await client.upload(file)).url]);
  const urls = new Map(await Promise.all(pairs));
  return withoutFiles(request, (file) => urls.get(file) ?? "");
}
