/** `wanreel reconcile`: ends an unknown outcome, once a person knows; of this machine's own submits, or of a pipeline's job. */
import type { Command } from "commander";
import type { Job } from "../../edge/types.js";
import { command, type Exit, printJson } from "../command.js";
import { connectTo } from "../environment.js";
import { EXIT } from "../exit-code.js";
import { againWith, storeFlag } from "../flags.js";
import { headerFlag, PipelineClient, pipelineFlag, type Unresolved } from "../pipeline.js";
import { dollars, note, table } from "../terminal.js";
import { UsageError } from "../usage-error.js";

interface Given {
  task?: string;
  notAccepted?: boolean;
  pipeline?: string;
  store?: string;
  header?: string[];
  json?: boolean;
}

/** As much of a key as is needed to tell it from others. */
const SHORTEST = 8;
/** Of so many jobs on the list it is said what they are. */
const MOST_SHOWN = 50;

export function reconcile(exit: Exit): Command {
  return command("reconcile", {
    description: "end the unknown outcome of a submit whose answer was lost, once you know what became of it",
    examples: [
      ["reconcile 3f2a9c41 --task task-unified-1757169743-7cvnl5zw", "it was accepted as this task"],
      ["reconcile 3f2a9c41 --not-accepted", "it was not: the request may be sent again"],
      ["reconcile 3f2a9c41 --not-accepted --store .wanreel", 'of a program\'s own: new FileStore(".wanreel")'],
      ["reconcile --pipeline https://videos.example.com", "list the unresolved jobs of a pipeline"],
      ["reconcile --pipeline https://videos.example.com r5Jx0aQ2 --not-accepted", "end one of them"],
      ["reconcile --pipeline https://videos.example.com --not-accepted -- -Jx0aQ2r", 'one that begins with "-"'],
    ],
  })
    .argument("[key]", "As `wanreel tasks` or the pipeline's list shows it; its beginning is enough")
    .option("--task <ID>", "The task it was accepted as")
    .option("--not-accepted", "It was not accepted")
    .addOption(storeFlag())
    .addOption(pipelineFlag())
    .addOption(headerFlag())
    .action(async (key: string | undefined, options: Given) => exit(await run(key, options)));
}

async function run(key: string | undefined, given: Given): Promise<number> {
  const { pipeline, header = [] } = given;
  if (pipeline !== undefined) {
    if (given.store !== undefined)
      throw new UsageError("--store is for this machine's submits; a pipeline has its own");
    return ofPipeline(new PipelineClient(pipeline, header, process.env.WANREEL_PIPELINE_TOKEN), key, given);
  }
  if (header.length > 0) throw new UsageError("--header is for a pipeline: name it by --pipeline URL");
  if (key === undefined) throw new UsageError("<key> is missing: `wanreel tasks` shows it, or --pipeline URL a list");
  return ofOwn(key, given);
}

async function ofOwn(beginning: string, given: Given): Promise<number> {
  const taskId = outcomeOf(given);
  const { client } = connectTo(given.store);
  const key = whole(
    beginning,
    (await client.resume()).map((each) => each.key),
  );
  const task = await client.reconcile(key, taskId === undefined ? "not_accepted" : { taskId });
  const { raw: _, ...shown } = task ?? { raw: null };
  if (given.json) printJson(task ? shown : null);
  else if (task) console.log(`${task.id}  ${task.status}`);
  if (!given.json)
    note(
      task
        ? `npx wanreel resume ${task.id}${againWith(given.store)} goes on`
        : "freed: the same request may be submitted again",
    );
  return EXIT.done;
}

async function ofPipeline(pipeline: PipelineClient, beginning: string | undefined, given: Given): Promise<number> {
  if (beginning === undefined) {
    if (given.task !== undefined || given.notAccepted) throw new UsageError("<key> is missing: which job is it?");
    return list(pipeline, given);
  }
  const taskId = outcomeOf(given);
  const listed = (await pipeline.unresolved()).map(({ job }) => job);
  const id = whole(beginning, listed);
  if (!/^[\w-]{43}$/.test(id)) throw new UsageError(`no unresolved job begins with ${beginning}`);
  const job = await pipeline.reconcile(id, taskId === undefined ? { outcome: "not_accepted" } : { taskId });
  if (given.json) printJson(job);
  else console.log(`${job.id}  ${job.state}${job.task ? `  ${job.task.id}` : ""}`);
  return EXIT.done;
}

/** The task, or nothing where it was not accepted. */
function outcomeOf({ task, notAccepted }: Given): string | undefined {
  if ((task === undefined) !== !notAccepted) return task;
  throw new UsageError("say either --task ID or --not-accepted; your dashboard tells which");
}

async function list(pipeline: PipelineClient, { json }: Given): Promise<number> {
  const all = await pipeline.unresolved();
  const jobs = await Promise.all(all.slice(0, MOST_SHOWN).map(({ job }) => pipeline.job(job)));
  if (json) printJson(all.map((each, index) => ({ ...each, ...(jobs[index] ? { about: jobs[index] } : {}) })));
  else if (all.length === 0) note("nothing is unresolved");
  else {
    console.log(table(all.map((each, index) => row(each, jobs[index]))));
    note("look for each in the API's dashboard, by time and model; then reconcile KEY --task ID, or --not-accepted");
    if (all.some(({ job }) => job.startsWith("-"))) note('a KEY that begins with "-" goes last, behind --: -- -KEY');
  }
  return EXIT.done;
}

function row({ job, user, since }: Unresolved, about: Job | undefined): string[] {
  const posted = about?.timeline.findLast(({ state }) => state === "submitting")?.at;
  return [
    job,
    `since ${new Date(since).toISOString()}`,
    posted === undefined ? "" : `posted ${new Date(posted).toISOString()}`,
    about?.model ?? "",
    about ? dollars(about.price.microUsd) : "",
    about?.error?.code ?? "",
    user,
  ];
}

/** The key that begins so. */
function whole(beginning: string, keys: readonly string[]): string {
  if (beginning.length < SHORTEST) throw new UsageError(`the key needs at least ${SHORTEST} characters`);
  const fitting = keys.filter((key) => key.startsWith(beginning));
  const [only, another] = fitting;
  if (another !== undefined && !fitting.includes(beginning)) {
    throw new UsageError(`${fitting.length} keys begin with ${beginning}: give more of it`);
  }
  return fitting.includes(beginning) ? beginning : (only ?? beginning);
}
