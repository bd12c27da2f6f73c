// A page that is loaded again in the middle of a wait: its store is IndexedDB, its API the one that served the page.
import { WanClient } from "wanreel";
import { IndexedDbStore } from "wanreel/stores";
import { doing, show, until } from "./support.mjs";

const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper, kept over a reload", duration: 5 };
const open = () => {
  const baseUrl = location.origin;
  return new WanClient({ baseUrl, store: new IndexedDbStore(), poll: { initialMs: 20, maxMs: 50 } });
};
const postsOf = () =>
  performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/generations")).length;

export const keep = {
  /** Submits, and is left waiting. */
  async begin() {
    const { now } = show(open(), { request: REQUEST });
    await doing(() => void now().generate());
    await until(() => now().history[0]?.record.taskId !== undefined);
    // What is still to come before the reload is nobody's act.
    globalThis.IS_REACT_ACT_ENVIRONMENT = false;
  },
  /** After the reload. */
  async goOn() {
    const { now, seen } = show(open());
    await until(() => now().history.length === 1);
    const { prompt } = now().history[0].record.remembered;
    await doing(() => void now().resume(now().history[0]));
    await until(() => now().status === "completed");
    return {
      prompt,
      statuses: seen.map(({ status }) => status).filter((status) => status !== "idle"),
      posts: postsOf(),
    };
  },
};
