/** How long the videos of a request are, where the service can tell: what is billed for them is reserved as it is. */
import { snapshot } from "../internal/snapshot.js";
import type { VideoRequest } from "../types/request.js";
import type { MediaFacts } from "../types/results.js";
import { isPublic } from "./public-host.js";
import type { Settings } from "./settings.js";

const ASK_MS = 5_000;
const MOST_HOPS = 3;

/** Facts of its media by URL or field, as JSON; undefined where nothing is told in time. */
export async function inputsOf(settings: Settings, request: VideoRequest, user: string): Promise<string | undefined> {
  const { inputs } = settings.options;
  const videos: unknown = (request as { video_urls?: unknown }).video_urls;
  if (!inputs || !Array.isArray(videos) || videos.length === 0) return undefined;
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`inputs did not answer in ${ASK_MS / 1000} s`)), ASK_MS);
  });
  try {
    const asked = (async () => inputs(request, user, guarded(settings, stop.signal)))();
    const told: MediaFacts | undefined = await Promise.race([asked, late]);
    return told === undefined ? undefined : snapshot(told);
  } catch (error) {
    // Then it is reserved at its ceiling, as without.
    settings.tell({ type: "failed", where: "inputs", error });
    return undefined;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

/** A fetch for URLs that users name: to public hosts over https alone, also where it is led elsewhere. */
function guarded({ wire }: Settings, over: AbortSignal) {
  const send = wire.fetch ?? fetch;
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    let at = url;
    for (let hops = 0; hops <= MOST_HOPS; hops++) {
      const { protocol, hostname, username, password } = new URL(at);
      if (protocol !== "https:" || username !== "" || password !== "" || !isPublic(hostname)) break;
      const { headers, signal } = init;
      const heard = signal ?? over;
      const answer = await send(at, { ...(headers ? { headers } : {}), redirect: "manual", signal: heard });
      const location = answer.headers.get("location");
      if (answer.status < 300 || answer.status > 399 || location === null) return answer;
      await answer.body?.cancel();
      at = new URL(location, at).href;
    }
    throw new TypeError("a medium is fetched from a public host over https alone");
  };
}
