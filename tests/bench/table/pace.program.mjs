// How often a task is looked at, and how late its end is seen, in virtual time: the clock jumps from timer to timer.
const real = { setImmediate, now: Date.now.bind(Date) };
let now = real.now();
let last = 0;
const timers = new Map();
globalThis.setTimeout = (work, ms = 0, ...given) => {
  const timer = { at: now + Math.max(0, ms), number: ++last, unref: () => timer, ref: () => timer, hasRef: () => true };
  timers.set(timer, () => work(...given));
  return timer;
};
globalThis.clearTimeout = (timer) => timers.delete(timer);
Date.now = () => now;
performance.now = () => now;
const { WanClient } = await import("wanreel");
const { createSimulator } = await import("wanreel/simulator");

const TASKS = 300;
/** From 40 seconds to five minutes, most of them towards the lower end; the same in each run. */
const generationMs = (index) => Math.round(40_000 * 7.5 ** ((((index + 1) * 0.618_033_988_75) % 1) ** 1.5));

/** Looks and lateness of every task, where the API's estimate is `estimate(ms)` seconds. */
async function paced(estimate) {
  const seen = [];
  for (let index = 0; index < TASKS; index++) {
    const ms = generationMs(index);
    const simulator = createSimulator({ generationMs: ms, estimatedSeconds: estimate(ms), clock: () => now });
    const client = new WanClient({ apiKey: "sk-bench", fetch: simulator.fetch });
    let over = false;
    const request = { model: "wan2.7-text-to-video", prompt: `Task ${index}`, duration: 5 };
    const work = client.generate(request).finally(() => {
      over = true;
    });
    while (!over) await next();
    await work;
    const [{ polls, endedAt }] = simulator.tasks();
    seen.push({ polls, lateMs: now - endedAt });
  }
  return seen;
}

/** All that can go on now does; then the clock goes to the next timer. */
async function next() {
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => real.setImmediate(resolve));
  const [first] = [...timers.keys()].sort((a, b) => a.at - b.at || a.number - b.number);
  if (first === undefined) return;
  const work = timers.get(first);
  timers.delete(first);
  now = Math.max(now, first.at);
  work();
}

/** A loop that looks every so often, by arithmetic. */
const every = (pause) =>
  Array.from({ length: TASKS }, (_, index) => {
    const polls = Math.ceil(generationMs(index) / pause);
    return { polls, lateMs: polls * pause - generationMs(index) };
  });

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * share)];
const summed = (seen) => ({
  polls: seen.reduce((sum, { polls }) => sum + polls, 0) / seen.length,
  p50: quantile(
    seen.map(({ lateMs }) => lateMs),
    0.5,
  ),
  p99: quantile(
    seen.map(({ lateMs }) => lateMs),
    0.99,
  ),
});
console.log(
  JSON.stringify({
    "wanreel, estimates are right": summed(await paced((ms) => Math.ceil(ms / 1_000))),
    "wanreel, estimates are 120 s": summed(await paced(() => 120)),
    "a loop, every 5 s": summed(every(5_000)),
    "a loop, every 500 ms": summed(every(500)),
  }),
);
process.exit();
