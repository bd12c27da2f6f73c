/** A job in the page, whichever API it asks: the package's own hook, with a client of its own that tells of its events. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { ClientEvent, CompletedTask } from "wanreel";
import { useVideo } from "wanreel/react";
import { useWords } from "../language/language.js";
import { clientIn } from "../where/clients.js";
import type { Place } from "../where/place.js";
import type { JobAtHand } from "./job-at-hand.js";
import { stateOf, type Take } from "./take.js";
import { heard, NOTHING_TOLD } from "./told.js";

export function useBrowserJob(take: Take, place: Place): JobAtHand {
  const [told, setTold] = useState(NOTHING_TOLD);
  const { findings: language } = useWords();
  // Not anew with another language: a job under way would lose its client.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it finds is said in the language it was begun in
  const client = useMemo(() => {
    const onEvent = (event: ClientEvent) => setTold((before) => heard(before, event, place.pace, Date.now()));
    return clientIn(place, take.runner, { onEvent, language });
  }, [place, take.runner]);
  const { generate, resume, stop, task, status, progress, etaSeconds, error, action } = useVideo({ client });

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is begun once, however often the page is drawn
  useEffect(() => {
    const { order, request, inputs } = take;
    if (!order) return;
    setTold(NOTHING_TOLD);
    if (order.type === "resume") resume(take.task?.id ?? "");
    else generate(request, { dedupe: order.dedupe, ...(inputs && { inputs }) });
  }, [take.asked]);

  const { startedAt } = take;
  const shown = { task, status, progress, etaSeconds, error, action, startedAt };
  return {
    video: status === "idle" ? stateOf(take) : (shown as JobAtHand["video"]),
    told,
    stop,
    download: async () => blobOf(await client.download((task ?? take.task) as CompletedTask)),
  };
}

/** The body, or what its stream ended with: `response.blob()` says "Failed to fetch" in Chromium, whatever that was. */
async function blobOf({ body, headers }: Response): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) parts.push(read.value);
  return new Blob(parts, { type: headers.get("content-type") ?? "" });
}
