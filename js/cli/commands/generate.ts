/** `wanreel generate`: a video from a prompt or a request, paid for once. */
import type { Command } from "commander";
import { buildRequest } from "../../api/request.js";
import { ValidationError } from "../../errors/local.js";
import { WanError } from "../../errors/wan-error.js";
import type { ClientEvent, CompletedTask, Task, TaskStore } from "../../types/client.js";
import type { Cost, PriceTableName } from "../../types/results.js";
import { command, type Exit, printJson } from "../command.js";
import { connect } from "../environment.js";
import { EXIT } from "../exit-code.js";
import { deadlineFlag, maxUsdFlag, outFlag, pricesFlag } from "../flags.js";
import { Interrupt, Stopped } from "../interrupt.js";
import { type Prepared, prepare, priceOf, readRequest } from "../prepare.js";
import { Progress } from "../progress.js";
import { issueLines } from "../report.js";
import { requestFlags } from "../request-flags.js";
import { checkOut, save } from "../save.js";
import { canAsk, confirm, dollars, note, style } from "../terminal.js";
import { UsageError } from "../usage-error.js";

/** What costs more is paid only after a yes. */
const ASK_ABOVE_MICRO_USD = 1_000_000;
/** A known task whose record ends within it may be gone before it is asked for. */
const MARGIN_MS = 60_000;

interface Given {
  out?: string;
  yes?: boolean;
  again?: boolean;
  json?: boolean;
  wait: boolean;
  maxUsd?: number;
  deadline?: number;
  prices?: PriceTableName;
}

export function generate(exit: Exit): Command {
  const made = command("generate", {
    description:
      "make a video: says the price, submits once, waits, and saves it.\nThe same request again is the same task, and is not paid for again.",
    examples: [
      ['generate "A lighthouse at dusk" --out dusk.mp4', "from a prompt"],
      ['generate "She turns and smiles" --image-start portrait.jpg -o smile.mp4', "from a picture; files are uploaded"],
      ["generate request.json --yes --json", "from a request, in a script"],
      ["generate request.json --again", "pay for a second take"],
    ],
  })
    .argument("<prompt|request.json|->", "What the video is to show; or a request, in a file or from stdin")
    .addOption(outFlag("Save the video there; else its address is printed, which lives 24 hours"))
    .option("-y, --yes", "Pay without asking, also above $1")
    .option("--again", "Pay for another take of a request that was made before")
    .addOption(maxUsdFlag())
    .addOption(pricesFlag())
    .addOption(deadlineFlag())
    .option("--no-wait", "Submit, print the task's id, and leave");
  for (const flag of requestFlags()) made.addOption(flag);
  return made.action(async (source: string, options: Given) => exit(await run(source, options)));
}

async function run(source: string, options: Given): Promise<number> {
  const { json = false, out } = options;
  if (out !== undefined) await checkOut(out);
  const { request, folder } = await readRequest(source, options);
  const prepared = await prepare(request, folder);
  const { issues, valid, omitted } = prepared.validation;
  if (!valid) throw new ValidationError(issues, omitted);
  if (issues.length > 0) note(issueLines(issues, process.stderr));
  const cost = priceOf(prepared, options.prices);
  const progress = new Progress();
  const interrupt = new Interrupt((text) => progress.say(text));
  let taskId: string | undefined;
  try {
    const budget =
      options.maxUsd === undefined ? {} : { budget: { perCallMicroUsd: Math.round(options.maxUsd * 1e6) } };
    const { client, store } = connect({
      ...budget,
      ...(options.prices ? { prices: options.prices } : {}),
      onEvent: (event) => {
        if (event.type === "submitted") taskId = event.taskId;
        hear(event, interrupt, progress);
      },
    });
    const known = options.again ? undefined : await knownTask(store, prepared);
    if (known === undefined) await agree(cost, options);
    const { signal } = interrupt;
    const task = await client
      .submit(prepared.request, {
        signal,
        inputs: prepared.inputs,
        remember: true,
        ...(options.again ? { dedupe: false } : {}),
      })
      .finally(() => {
        interrupt.sending = false;
      });
    taskId = task.id;
    progress.say(
      task.deduplicated
        ? `${task.id}  the same request was submitted before: this is its task, and nothing is paid again (--again pays for another)`
        : `${task.id}  submitted`,
    );
    if (!options.wait) return answer(task, { cost, json });
    signal.throwIfAborted();
    // The first look is seconds away: somebody waits already.
    if (!task.deduplicated) progress.update(task);
    const deadline = options.deadline === undefined ? {} : { deadlineMs: options.deadline * 1000 };
    const completed = await client.wait(task, {
      signal,
      onProgress: (seen) => progress.update(seen),
      ...deadline,
    });
    progress.end();
    const saved = out === undefined ? undefined : await save(client, completed, out, signal);
    return answer(completed, { cost, json, ...(saved ? { saved } : {}) });
  } catch (error) {
    // Whatever ends it, the task is named: it is paid for.
    if (taskId !== undefined && (error instanceof Stopped || error instanceof WanError)) error.taskId ??= taskId;
    throw error;
  } finally {
    progress.end();
    interrupt.end();
  }
}

function hear(event: ClientEvent, interrupt: Interrupt, progress: Progress): void {
  if (event.type === "submit") interrupt.sending = true;
  if (event.type === "submitted") interrupt.sending = false;
  if (event.type === "retry") {
    if (event.taskId === undefined) interrupt.sending = false;
    progress.say(`${event.reason}: trying again in ${Math.round(event.delayMs / 1000)} s`);
  }
  if (event.type === "upload" && event.loaded === event.total) progress.say(`${event.name ?? "a file"}  uploaded`);
  if (event.type === "waiting_for_claim") {
    progress.say("the same request is being submitted by another program: waiting for what becomes of it");
  }
  if (event.type === "review") progress.say(`${event.taskId}  takes unusually long; it is still waited for`);
  if (event.type === "warning") progress.say(`warning: ${event.message}`);
}

/** The task of an earlier submit, which costs nothing more. */
async function knownTask(store: TaskStore, { plain, hasFiles }: Prepared): Promise<string | undefined> {
  // With files, the client tells them apart by content when it comes to them.
  if (hasFiles) return undefined;
  const there = await store.get(buildRequest(plain).fingerprint);
  return there && there.expiresAt > Date.now() + MARGIN_MS ? there.taskId : undefined;
}

/** Says the price, and asks where it is high. @throws UsageError where nobody can be asked */
async function agree({ range, billedSeconds, microUsdPerSecond, exact }: Cost, { yes }: Given): Promise<void> {
  const most = dollars(range.maxMicroUsd);
  const price = exact ? most : `${dollars(range.minMicroUsd)} to ${most}`;
  note(
    `price  ${style("bold", price, process.stderr)}  (${billedSeconds} s at ${dollars(microUsdPerSecond)} a second)`,
  );
  if (yes || range.maxMicroUsd <= ASK_ABOVE_MICRO_USD) return;
  if (!canAsk()) {
    throw new UsageError(
      `it costs ${exact ? most : `up to ${most}`}, more than $1: confirm that with --yes; nothing was sent`,
      { help: false },
    );
  }
  if (!(await confirm(`Pay ${exact ? most : `up to ${most}`}?`))) {
    throw new UsageError("not confirmed: nothing was sent, nothing is paid", { help: false });
  }
}

interface Answer {
  cost: Cost;
  json: boolean;
  saved?: { file: string; bytes: number };
}

function answer(task: Task | CompletedTask, { cost, json, saved }: Answer): number {
  const { raw: _, ...shown } = task;
  if (json) printJson({ ...shown, cost, ...saved });
  else if (saved) console.log(saved.file);
  else console.log(task.results.length > 0 ? task.results.join("\n") : task.id);
  return EXIT.done;
}
