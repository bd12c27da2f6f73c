/** A response that is written while the work goes on: a line of JSON for each piece of news. */
import type { News } from "../shared/news.js";

/** Between two polls nothing is said for half a minute; an empty line keeps whatever stands between from hanging up. */
const ALIVE_MS = 10_000;

export function streamOf(work: (tell: (news: News) => void, signal: AbortSignal) => Promise<void>): Response {
  const left = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        if (!left.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const alive = setInterval(() => write("\n"), ALIVE_MS);
      // Not awaited: a stream is read only once its start is over.
      work((news) => write(`${JSON.stringify(news)}\n`), left.signal).finally(() => {
        clearInterval(alive);
        if (!left.signal.aborted) controller.close();
      });
    },
    cancel(reason) {
      left.abort(reason);
    },
  });
  return new Response(body, {
    headers: { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" },
  });
}
