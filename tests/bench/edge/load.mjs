// Load, and what is read off it.
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { post } from "./world.mjs";

/** Posts so many jobs, `width` at a time, and no more in a second than that; answers how long each took, in milliseconds. */
export async function postAll(
  world,
  { jobs, width, perSecond = Number.POSITIVE_INFINITY, user, prompt = (number) => `Job ${number}` },
) {
  const took = [];
  const began = performance.now();
  let next = 0;
  const worker = async () => {
    for (let number = next++; number < jobs; number = next++) {
      const early = began + (number * 1000) / perSecond - performance.now();
      if (early > 0) await sleep(early);
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

/** What `read` makes of each workerd that this process started, summed; 0 for one that has ended meanwhile. */
function ofWorkerd(read) {
  let sum = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const is = (name, value) => new RegExp(`^${name}:\\s+${value}$`, "m").test(status);
      if (is("Name", "workerd") && is("PPid", process.pid)) sum += read(pid, status);
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum;
}

/** Resident megabytes of workerd, which this process started. */
export const workerdMegabytes = () =>
  ofWorkerd((_, status) => Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);

/** Milliseconds that it has been on a processor: what else runs on the machine hardly touches that. */
export const workerdCpuMs = () =>
  ofWorkerd((pid) => {
    // After the name in parentheses: user and system time are the 12th and 13th, in hundredths of a second (man proc).
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  });
