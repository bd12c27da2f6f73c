"use client";

import { useEffect, useState } from "react";
import { useVideo } from "wanreel/react";

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk", duration: 10 } as const;

// The job of all consumers, by the hook: what is being typed is first misspelt.
export function Film({ title }: { title: string }) {
  const [model, type] = useState("wan-2.7-text-to-video");
  const { generate, task, status, price, issues, error } = useVideo({ request: { ...REQUEST, model } });
  const [hint, keep] = useState<string>();
  useEffect(() => {
    if (model === REQUEST.model || issues.length === 0) return;
    keep(issues[0]?.hint);
    type(REQUEST.model);
  }, [model, issues]);
  const isReady = model === REQUEST.model;
  useEffect(() => {
    if (isReady) generate(REQUEST);
    // biome-ignore lint/correctness/useExhaustiveDependencies: once
  }, [isReady]);
  useEffect(() => {
    if (status !== "completed" && status !== "error") return;
    tell({ status, url: task?.results[0], hint, microUsd: price?.microUsd, error: error && String(error) });
  }, [status, task, hint, price, error]);
  return (
    <p>
      {title}: {status}, {price?.usd}
    </p>
  );
}

interface Ended {
  status: string;
  url: string | undefined;
  hint: string | undefined;
  microUsd: number | undefined;
  error: string | undefined;
}

async function tell({ status, url, hint, microUsd, error }: Ended) {
  const api = new URL(location.href).searchParams.get("api");
  const bytes = url ? new Uint8Array(await (await fetch(url)).arrayBuffer()) : new Uint8Array();
  const video = String.fromCharCode(...bytes.subarray(4, 8));
  const told = error ? { error } : { answer: { valid: hint === undefined, hint, microUsd, status, video } };
  await fetch(`${api}/report`, { method: "POST", body: JSON.stringify(told) });
}
