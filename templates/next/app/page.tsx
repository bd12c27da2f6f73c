"use client";

import { useState } from "react";
import { estimateCost, type Task, validate, WanClient, WanError } from "wanreel";
import { IndexedDbStore } from "wanreel/stores";

// No key here: app/api/wan/[...path]/route.ts adds it. The store keeps a reload from paying twice.
const client = new WanClient({ baseUrl: "/api/wan", store: new IndexedDbStore() });

export default function Page() {
  const [prompt, setPrompt] = useState("A lighthouse keeper climbs the spiral stairs at dusk");
  const [task, setTask] = useState<Task>();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const request = { model: "wan2.7-text-to-video", prompt } as const;
  const { issues, valid } = validate(request);
  const { usd } = estimateCost(request);

  async function submit(event: { preventDefault(): void }) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    setTask(undefined);
    try {
      setTask(await client.generate(request, { onProgress: setTask }));
    } catch (thrown) {
      setError(thrown instanceof WanError && thrown.hint ? `${thrown.message}: ${thrown.hint}` : String(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <main>
      <h1>A video</h1>
      <form onSubmit={submit}>
        <textarea
          aria-label="Prompt"
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
          rows={4}
          style={{ width: "100%" }}
        />
        <button type="submit" disabled={!valid || busy}>
          Generate for ${usd.toFixed(2)}
        </button>
      </form>
      {issues.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
      {task && (
        <p>
          {task.status} <progress max={100} value={task.progress} />
        </p>
      )}
      {error && <p role="alert">{error}</p>}
      {task?.results[0] && <video src={task.results[0]} controls muted style={{ width: "100%" }} />}
    </main>
  );
}
