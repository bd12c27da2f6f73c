/** Telling a visitor who looks elsewhere: the tab's title, and a notification where they asked for one. */
import { useEffect, useRef } from "preact/hooks";
import { isRunning } from "wanreel/video";
import type { Words } from "../language/language.js";
import { promptOf, type Take } from "./take.js";

export function useAnnouncements(takes: readonly Take[], words: Words): void {
  const running = takes.find(isRunning);
  const before = useRef<readonly Take[]>(takes);
  useEffect(() => {
    const ended = takes.filter(
      ({ id, status }) =>
        (status === "completed" || status === "error") && before.current.some((one) => one.id === id && isRunning(one)),
    );
    before.current = takes;
    if (running) document.title = words.titles.waiting(running.progress);
    else if (ended[0]) document.title = ended[0].status === "completed" ? words.titles.completed : words.titles.error;
    else if (!document.hidden) document.title = "wanreel";
    for (const take of ended) if (take.status === "completed") notify(words.notified, promptOf(take));
  }, [takes, running, words]);
  useEffect(() => {
    const seen = () => {
      if (!document.hidden && !before.current.some(isRunning)) document.title = "wanreel";
    };
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, []);
}

function notify(title: string, body: string): void {
  if (!document.hidden || typeof Notification === "undefined" || Notification.permission !== "granted") return;
  new Notification(title, { body, icon: "./icon.svg" });
}

/** Whether the browser can still be asked; it must be asked by a click. */
export const canAskToNotify = () => typeof Notification !== "undefined" && Notification.permission === "default";

export async function askToNotify(): Promise<void> {
  await Notification.requestPermission();
}
