// A client against a simulator in the page, and a component that shows all of the hook.
import { act, cleanup, render } from "@testing-library/react";
import { createElement, StrictMode } from "react";
import { WanClient } from "wanreel";
import { useVideo, WanProvider } from "wanreel/react";
import { createSimulator } from "wanreel/simulator";

export const REQUEST = {
  model: "wan2.7-text-to-video",
  prompt: "A lighthouse keeper climbs the stairs at dusk",
  duration: 5,
};

export function world(simulatorOptions = {}, clientOptions = {}) {
  const simulator = createSimulator({ generationMs: 60, ...simulatorOptions });
  const client = new WanClient({
    baseUrl: "https://api.example.com",
    headers: { authorization: "Bearer sk-of-the-proxy" },
    fetch: simulator.fetch,
    poll: { initialMs: 10, maxMs: 20 },
    retry: { initialMs: 5, maxMs: 50 },
    ...clientOptions,
  });
  const posts = () => simulator.log().filter(({ kind }) => kind === "submit").length;
  return { simulator, client, posts };
}

/** Renders components that use the hook; `seen` holds what each render of the first one was given. */
export function show(client, options = {}, count = 1, wrapper = StrictMode) {
  const seen = [];
  const others = [];
  function Video({ index, asked }) {
    const video = useVideo(asked);
    (index === 0 ? seen : others).push(video);
    return createElement("p", null, video.status);
  }
  const tree = (asked) =>
    createElement(
      wrapper,
      null,
      createElement(
        WanProvider,
        { client },
        Array.from({ length: count }, (_, index) => createElement(Video, { key: index, index, asked })),
      ),
    );
  const page = render(tree(options));
  const now = () => seen.at(-1);
  return { seen, others, now, other: () => others.at(-1), page, type: (asked) => page.rerender(tree(asked)), cleanup };
}

/** Lets React take what happens until the condition holds. */
export async function until(condition, what = String(condition)) {
  const end = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
  }
}

export const doing = (work) => act(async () => work());

export function equal(found, expected, what = "") {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}
