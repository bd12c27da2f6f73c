/** A fetch for addresses that others name: to public hosts over https alone, also where it is led elsewhere. */

import { isLoopback } from "../internal/is-loopback.js";
import { isPublic } from "./public-host.js";

const MOST_HOPS = 3;

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Whether one may be asked. `local`: hosts of this machine too, where the API itself is a simulator on it. */
export function mayAsk(url: string, local: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== "" || password !== "") return false;
  if (local && isLoopback(hostname) && /^https?:$/.test(protocol)) return true;
  return protocol === "https:" && isPublic(hostname);
}

/**
 * Of what is given, method, headers, body and signal are sent, nothing else.
 * @throws TypeError where a host is none of these, or the way to it too long
 */
export function publicFetch(
  send: Fetch | undefined,
  { local = false, over, hops: most = MOST_HOPS }: { local?: boolean; over?: AbortSignal | undefined; hops?: number },
): Fetch {
  return async (url, { method, headers, body, signal } = {}) => {
    const heard = signal ?? over;
    const given = {
      ...(method ? { method } : {}),
      ...(headers ? { headers } : {}),
      ...(body ? { body } : {}),
      ...(heard ? { signal: heard } : {}),
      redirect: "manual" as const,
    };
    let at = url;
    for (let hops = 0; hops <= most && mayAsk(at, local); hops++) {
      // Bare: as a method of another object it throws "Illegal invocation" in Workers.
      const answer = await (send ?? fetch)(at, given);
      const location = answer.headers.get("location");
      if (answer.status < 300 || answer.status > 399 || location === null) return answer;
      await answer.body?.cancel();
      if (!URL.canParse(location, at)) break;
      at = new URL(location, at).href;
    }
    throw new TypeError("it is fetched from a public host over https alone");
  };
}
