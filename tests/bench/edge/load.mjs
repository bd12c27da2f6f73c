// Load, and what is read off it.
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { post } from "./world.mjs";

/** Posts so many jobs, `width` at a time; answers how long each took, in milliseconds. */
export async function postAll(world, { jobs, width, user, prompt = (number) => `Job ${number}` }) {
  const took = [];
  let next = 0;
  const worker = async () => {
    for (let number = next++; number < jobs; number = next++) {
      took.push((await post(world, user(number), prompt(number))).ms);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return took;
}

/** Waits until so many were told of. */
export async function told(world, count, ms = 300_000) {
  const end = performance.now() + ms;
  while (world.told.size < count) {
    if (performance.now() > end) throw new Error(`${world.told.size} of ${count} jobs were told of in ${ms / 1000} s`);
    await sleep(20);
  }
}

export const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * share)];

export const median = (values) => quantile(values, 0.5);

/** Resident megabytes of workerd, which this process started. */
export function workerdMegabytes() {
  let kilobytes = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const is = (name, value) => new RegExp(`^${name}:\\s+${value}$`, "m").test(status);
      if (is("Name", "workerd") && is("PPid", process.pid)) {
        kilobytes += Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      }
    } catch {
      // It has ended meanwhile.
    }
  }
  return kilobytes / 1024;
}
