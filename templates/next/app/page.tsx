"use client";

import { useState } from "react";
import { WanClient } from "wanreel";
import { useVideo } from "wanreel/react";
import { IndexedDbStore } from "wanreel/stores";

// No key here: app/api/wan/[...path]/route.ts adds it. The store keeps a reload from paying twice, and remembers.
const client = new WanClient({ baseUrl: "/api/wan", store: new IndexedDbStore() });

export default function Page() {
  const [prompt, setPrompt] = useState("A lighthouse keeper climbs the spiral stairs at dusk");
  const request = { model: "wan2.7-text-to-video", prompt } as const;
  const video = useVideo({ client, request });
  const { task, price, issues, error } = video;

  return (
    <main>
      <h1>A video</h1>
      <form action={() => void video.generate()}>
        <textarea
          aria-label="Prompt"
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
          rows={4}
          style={{ width: "100%" }}
        />
        <button type="submit" disabled={video.isLoading || issues.some(({ severity }) => severity === "error")}>
          Generate for ${price?.usd.toFixed(2)}
        </button>
      </form>
      {issues.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
      {video.isLoading && (
        <p>
          {task?.status ?? "sending"} <progress max={100} value={video.progress} />{" "}
          <button type="button" onClick={video.stop}>
            Stop waiting
          </button>
        </p>
      )}
      {error && <p role="alert">{error.message}</p>}
      {video.action === "resume" && task && (
        <button type="button" onClick={() => video.resume(task.id)}>
          Keep waiting
        </button>
      )}
      {task?.results[0] && <video src={task.results[0]} controls muted style={{ width: "100%" }} />}
      <ul>
        {video.history.map((one) => (
          <li key={one.key}>
            <button type="button" onClick={() => video.resume(one)}>
              {one.record.remembered?.prompt}
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}
