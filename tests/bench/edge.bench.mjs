/**
 * The pipeline in real workerd beside a Cloudflare Workflow and a plain queue consumer that do the same job; what a job
 * costs; many jobs in flight; turns among users. Writes tests/bench/EDGE.md. Options: --quick, a short run that writes nothing;
 * --share 0.2, a fifth of the jobs in flight, for a machine that others use;
 * --only compared,compared8,post,callback,polled,flight,turns,late: measures these anew, and takes the others from the last run.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { costOf, EIGHT_POLLS, WITH_CALLBACK } from "../edge/cost.mjs";
import { quantile } from "./edge/load.mjs";
import { compared, fairness, inFlight, lateObject, postLatency, WARM } from "./edge/measures.mjs";
import { MEMORY } from "./edge/world.mjs";

const quick = process.argv.includes("--quick");
const share = process.argv.includes("--share") ? Number(process.argv[process.argv.indexOf("--share") + 1]) : 1;
const scale = (full, short) => (quick ? short : full);
const whole = (number) => Math.round(number).toLocaleString("en");
const ms = (number) => `${number < 10 ? number.toFixed(1) : whole(number)} ms`;

/** Counted once: `strace -f -c -e trace=fsync -p` of workerd under this load, on a disk. */
const FSYNCS = { pipeline: 28, workflow: 49, queue: 4 };

/** What was measured last, by name. */
const KEPT = fileURLToPath(new URL("../../.cache/edge-bench.json", import.meta.url));
const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, "utf8")) : {};
const only = process.argv.includes("--only") && process.argv[process.argv.indexOf("--only") + 1].split(",");

async function told(name, work) {
  if (only && !only.includes(name) && kept[name]) return kept[name];
  const began = performance.now();
  const figures = await work();
  console.log(`${name} (${Math.round((performance.now() - began) / 1000)} s): ${JSON.stringify(figures)}`);
  kept[name] = figures;
  if (!quick) writeFileSync(KEPT, JSON.stringify(kept));
  return figures;
}

async function cost(what) {
  const worlds = [];
  try {
    return await costOf(what, worlds);
  } finally {
    for (const world of worlds) await world.stop();
  }
}

const load = { jobs: scale(700, 60), rounds: scale(3, 1), ...(quick ? { warm: 20 } : {}) };
const rates = await told("compared", () => compared({ ...load, looks: 3 }));
const rates8 = await told("compared8", () => compared({ ...load, looks: 8 }));
const latency = await told("post", () => postLatency({ jobs: scale(500, 50) }));
const callback = await told("callback", () => cost(WITH_CALLBACK));
const polled = await told("polled", () => cost(EIGHT_POLLS));
const flight = await told("flight", () => inFlight({ jobs: scale(5_000 * share, 200) }));
const turns = await told("turns", () => fairness({ jobs: scale(2_000, 300), others: 10 }));
const late = await told("late", () => lateObject({ jobs: scale(100, 20) }));

const times = (of, kind) => `${(of.pipeline.rate / of[kind].rate).toFixed(1)} ×`;
const comparison = (of) =>
  [
    ["`wanreel/edge`", "pipeline"],
    ["Cloudflare Workflows ([workflow.worker.mjs](edge/workflow.worker.mjs))", "workflow"],
    ["a plain queue consumer ([queue.worker.mjs](edge/queue.worker.mjs))", "queue"],
  ]
    .map(([name, kind]) => {
      const than = kind === "pipeline" ? "" : ` ${times(of, kind)}`;
      return `| ${name} | ${of[kind].rate.toFixed(1)} |${than} | ${of[kind].cpuMs.toFixed(1)} ms |`;
    })
    .join("\n");
const text = `# The pipeline in workerd, measured

Written by \`npm run bench:edge\`: real workerd by miniflare on ${cpus().length} cores, which the API's simulator, the webhook and the load
share with whatever else runs: absolute figures are this machine's at that time, ratios are of one run. What they mean in production is in
[docs/scaling.md](../../docs/scaling.md).

All of workerd runs on one thread, and the load keeps it busy: jobs a second are what its processor allows. The consumer alone is not
kept busy: a queue's delays are whole seconds, and its looks wait for them. In the first three tables objects' files lie in memory, where the
machine has ${MEMORY}; on a disk its fsyncs would be measured (by strace, ${FSYNCS.pipeline} a job of the pipeline with 3 looks, ${FSYNCS.workflow} of the
Workflow, ${FSYNCS.queue} of the consumer). ${whole(WARM)} jobs come first, so that what runs often is compiled.

| the same job, 3 looks, file, webhook | jobs/s | the pipeline is | workerd's processor time a job |
| --- | ---: | ---: | ---: |
${comparison(rates)}

| the same, 8 looks | jobs/s | the pipeline is | workerd's processor time a job |
| --- | ---: | ---: | ---: |
${comparison(rates8)}

| POST /jobs | p50 | p99 |
| --- | ---: | ---: |
| one at a time | ${ms(latency.alone.p50)} | ${ms(latency.alone.p99)} |
| ten at a time | ${ms(latency.ten.p50)} | ${ms(latency.ten.p99)} |

| a job, up to its notification | with a callback | 8 looks |
| --- | ---: | ---: |
${[
  ["looks", "polls"],
  ["requests to objects, alarms among them", "requests"],
  ["rows written, alarms set among them", "rows"],
  ["queue operations", "queue"],
]
  .map(([name, key]) => `| ${name} | ${callback[key].toFixed(1)} | ${polled[key].toFixed(1)} |`)
  .join("\n")}
| a million jobs, with one write to R2 each | $${callback.dollars.toFixed(0)} | $${polled.dollars.toFixed(0)} |

| jobs in flight | |
| --- | ---: |
| posted, and done in the end | ${whole(flight.jobs)} |
| at the API at once, at most | ${whole(flight.most)} |
| tasks made | ${whole(flight.tasks)} |
| posted and submitted in | ${(flight.accepted / 1000).toFixed(0)} s |
| from the first task's end to the last webhook | ${(flight.drained / 1000).toFixed(0)} s |
| whose callback was not answered in ten seconds, four times | ${whole(flight.unheard)} |
| memory of workerd before, and at most | ${whole(flight.before)} MB, ${whole(flight.megabytes)} MB |

| one user with ${whole(turns.jobs)} jobs, 20 places | |
| --- | ---: |
| of hers still waiting when the others come | ${whole(turns.waiting)} |
| jobs a second that pass through the 20 places | ${turns.aSecond.toFixed(1)} |
| so a first-come queue would let the others wait | ${whole(turns.waiting / turns.aSecond)} s |
| ten users with one job each wait, p50 and most | ${ms(quantile(turns.waits, 0.5))}, ${ms(Math.max(...turns.waits))} |

| the object of one user's money takes 1 s a request | POST /jobs |
| --- | ---: |
| that user, p50 | ${ms(late.late)} |
| another user, p50 and most | ${ms(late.other)}, ${ms(late.otherMost)} |
`;
console.log(text);
if (!quick) writeFileSync(fileURLToPath(new URL("EDGE.md", import.meta.url)), text);
process.exit();
