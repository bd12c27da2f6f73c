// What is measured of the pipeline in workerd; each answers figures.
import { setTimeout as sleep } from "node:timers/promises";
import { CALLBACKS } from "../../edge/world.mjs";
import { median, postAll, quantile, told, workerdCpuMs, workerdMegabytes } from "./load.mjs";
import { overview, patiently, post, start } from "./world.mjs";

const KINDS = ["pipeline", "workflow", "queue"];
/** How far apart the looks of the comparison are. */
const POLL_MS = 100;
/** So many jobs come first: what runs often is compiled anew, to be quick, and tables are made. */
export const WARM = 300;
const EVERY_LOOK = { initialMs: POLL_MS, maxMs: POLL_MS, jitter: 0, adaptive: false };
const UNBOUND = { concurrency: 10_000, perMinute: 60_000 };
/** After which no submit comes any more. */
const STUCK_MS = 120_000;
/** So many jobs are posted before their submits are waited for. */
const AHEAD = 200;
/**
 * Where there are thousands, they come no quicker: workerd keeps an object for 10 to 20 seconds after what it did last, and with
 * some 2,800 in one process its SQLite is out of memory (SQLITE_NOMEM).
 */
const PER_SECOND = 100;
const by = (users) => (number) => `user-${number % users}`;

/**
 * Jobs a second from the first POST to the last webhook, and what each takes of a processor, of the three Workers in turn. All of
 * workerd runs on one thread: at this load it is never idle, and what a job takes of it says how many there are a second.
 */
export async function compared({ jobs, rounds, looks, warm = WARM }) {
  const rates = Object.fromEntries(KINDS.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; round++) {
    for (const kind of KINDS) rates[kind].push(await rate(kind, { jobs, looks, warm }));
  }
  const of = (kind, what) => median(rates[kind].map((each) => each[what]));
  return Object.fromEntries(KINDS.map((kind) => [kind, { rate: of(kind, "rate"), cpuMs: of(kind, "cpuMs") }]));
}

async function rate(kind, { jobs, looks, warm }) {
  const world = await start(kind, {
    inMemory: true,
    options: { pollMs: POLL_MS, pipeline: { ...UNBOUND, poll: EVERY_LOOK } },
    simulate: { completeAfterPolls: looks, generationMs: 600_000 },
  });
  try {
    await postAll(world, { jobs: warm, width: 30, user: by(50), prompt: (number) => `Warm ${number}` });
    await told(world, warm);
    const began = performance.now();
    const cpu = workerdCpuMs();
    await postAll(world, { jobs, width: 30, user: by(50) });
    await told(world, jobs + warm);
    return { rate: (jobs * 1000) / (performance.now() - began), cpuMs: (workerdCpuMs() - cpu) / jobs };
  } finally {
    await world.stop();
  }
}

/** Milliseconds of POST /jobs, one at a time and ten at a time. */
export async function postLatency({ jobs }) {
  const world = await start("pipeline", {
    inMemory: true,
    options: { pipeline: { ...UNBOUND, callbackOrigin: CALLBACKS } },
    simulate: { generationMs: 600_000 },
  });
  try {
    await postAll(world, { jobs: 20, width: 10, user: by(20), prompt: (number) => `Warm ${number}` });
    const alone = await postAll(world, { jobs, width: 1, user: by(50), prompt: (number) => `Alone ${number}` });
    const ten = await postAll(world, { jobs, width: 10, user: by(50), prompt: (number) => `Ten ${number}` });
    const of = (times) => ({ p50: median(times), p99: quantile(times, 0.99) });
    return { alone: of(alone), ten: of(ten) };
  } finally {
    await world.stop();
  }
}

/** So many jobs at the API at once: how much memory they take, and whether all end. */
export async function inFlight({ jobs }) {
  let world = await flight({ generationMs: 600_000 });
  const trial = await postAtTheirPace(world, Math.min(200, jobs));
  await world.stop();
  // All are at the API before the first ends, on a machine that is this slow; then they end at the pace at which they came.
  const generationMs = 20_000 + (2 * jobs * trial) / Math.min(200, jobs);
  world = await flight({ generationMs });
  try {
    const before = workerdMegabytes();
    const began = performance.now();
    const accepted = await postAtTheirPace(world, jobs);
    let most = 0;
    let megabytes = 0;
    while (world.told.size < jobs) {
      if (performance.now() - began > 3 * generationMs + 300_000)
        throw new Error(`${world.told.size} of ${jobs} ended`);
      most = Math.max(most, (await overview(world)).running);
      megabytes = Math.max(megabytes, workerdMegabytes());
      await sleep(500);
    }
    const tasks = world.simulator.tasks();
    // The API gives a callback up that was not answered in ten seconds, four times: its job looks by itself.
    const unheard = tasks.filter(({ callbacks }) => callbacks.every(({ status }) => status !== 200)).length;
    const drained = performance.now() - began - generationMs;
    return { jobs, most, accepted, drained, tasks: tasks.length, unheard, before, megabytes };
  } finally {
    await world.stop();
  }
}

/** A world whose jobs hear of the end by a callback, and look half a minute later where they did not. */
async function flight({ generationMs }) {
  const count = { submitted: 0 };
  const poll = { initialMs: generationMs + 30_000, maxMs: generationMs + 30_000, jitter: 0, adaptive: false };
  const world = await start("pipeline", {
    options: { pipeline: { ...UNBOUND, callbackOrigin: CALLBACKS, poll } },
    simulate: {
      generationMs,
      onRequest: ({ kind, status }) => {
        if (kind === "submit" && status === 200) count.submitted += 1;
      },
    },
  });
  return { ...world, count };
}

/** Posts so many and waits until all are at the API; never far ahead of it. Answers how long that took, in milliseconds. */
async function postAtTheirPace(world, jobs) {
  const began = performance.now();
  const submitted = async (count) => {
    for (const began = performance.now(); world.count.submitted < count; await sleep(50)) {
      if (performance.now() - began > STUCK_MS) {
        const { status } = await patiently(`${world.origin}/healthz`);
        throw new Error(`${world.count.submitted} of ${count} were submitted, and no more; health ${status}`);
      }
    }
  };
  for (let done = 0; done < jobs; done += AHEAD) {
    const some = Math.min(AHEAD, jobs - done);
    const prompt = (number) => `Job ${done + number}`;
    await postAll(world, { jobs: some, width: 30, perSecond: PER_SECOND, user: by(500), prompt });
    await submitted(done + some);
  }
  return performance.now() - began;
}

/** One user posts thousands, then others one each: how long those wait, and how many of the first are still before them. */
export async function fairness({ jobs, others }) {
  const world = await start("pipeline", {
    options: { pipeline: { concurrency: 20, perMinute: 60_000, callbackOrigin: CALLBACKS } },
    simulate: { generationMs: 1_000 },
  });
  try {
    await postAll(world, { jobs, width: 20, perSecond: PER_SECOND, user: () => "ann" });
    const { waiting } = await overview(world);
    const ran = world.told.size;
    const began = performance.now();
    const waits = [];
    const posts = [];
    for (let number = 0; number < others; number++) {
      const user = `single-${number}`;
      const { id, ms } = await post(world, user, "A single one");
      posts.push(ms);
      waits.push(await waited(world, user, id));
    }
    const aSecond = ((world.told.size - ran) * 1000) / (performance.now() - began);
    return { jobs, waiting, aSecond, waits, posts };
  } finally {
    await world.stop();
  }
}

/** Milliseconds from the queue to the submit. */
async function waited({ origin }, user, id) {
  const at = ({ timeline }, state) => timeline.find((reached) => reached.state === state)?.at;
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(50)) {
    const job = await (await patiently(`${origin}/jobs/${id}`, { headers: { "x-user": user } })).json();
    const [queued, submitting] = [at(job, "queued"), at(job, "submitting")];
    if (submitting !== undefined) return submitting - queued;
  }
  throw new Error(`${user} waits for a minute`);
}

/** The object of one user's money takes a second for each request: what that user and another find, in milliseconds of a POST. */
export async function lateObject({ jobs }) {
  const world = await start("pipeline", {
    options: { late: { user: "ann", ms: 1_000 }, pipeline: { ...UNBOUND, callbackOrigin: CALLBACKS } },
    simulate: { generationMs: 600_000 },
  });
  try {
    await post(world, "bob", "Warm");
    const ann = postAll(world, { jobs, width: 10, user: () => "ann" });
    const bob = await postAll(world, { jobs, width: 1, user: () => "bob" });
    return { late: median(await ann), other: median(bob), otherMost: Math.max(...bob) };
  } finally {
    await world.stop();
  }
}
