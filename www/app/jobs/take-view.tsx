/** A take with its job: begins what is asked of it, tells the list what becomes of it, and shows it when it is chosen. */
import { models } from "wanreel";
import { useEffect, useState } from "preact/hooks";
import { isRunning } from "wanreel/video";
import { toTrouble, type Trouble } from "../../shared/trouble.js";
import { useWords, type Words } from "../language/language.js";
import { shortId } from "../ui/numbers.js";
import { storeOf } from "../where/clients.js";
import type { Place } from "../where/place.js";
import type { Runner } from "../where/runner.js";
import { billOf, type Seen } from "../where/simulator.js";
import { notFetchedAdvice, type Button } from "./advice.js";
import { keptUrl } from "./archive.js";
import { JobFacts } from "./facts.js";
import type { JobAtHand } from "./job-at-hand.js";
import { Logs } from "./logs.js";
import { Screen } from "./screen.js";
import { Stages } from "./stages.js";
import { begun, type Take, troubleOf } from "./take.js";
import type { Takes } from "./takes.js";
import { StoppedCard, TroubleCard } from "./trouble-card.js";
import { useBrowserJob } from "./use-browser-job.js";
import { useEdgeJob } from "./use-edge-job.js";

interface Props {
  take: Take;
  takes: Takes;
  place: Place;
  isShown: boolean;
  seen: readonly Seen[];
  onEdit(): void;
}

export function TakeView(props: Props) {
  return props.take.runner === "edge" ? <EdgeTake {...props} /> : <BrowserTake {...props} />;
}

function BrowserTake(props: Props) {
  return <TakeOf {...props} job={useBrowserJob(props.take, props.place)} />;
}

function EdgeTake(props: Props) {
  return <TakeOf {...props} job={useEdgeJob(props.take, props.place)} />;
}

type WithJob = Props & { job: JobAtHand };

function TakeOf(props: WithJob) {
  useTelling(props);
  return props.isShown ? <Shown {...props} /> : null;
}

/** Tells the list what becomes of the job. */
function useTelling({ take, takes, place, job }: WithJob) {
  const { video, told } = job;
  const { status, progress, task } = video;
  const trouble = troubleOf(video);
  const troubleText = trouble && JSON.stringify(trouble);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the job changes, and not when the list does
  useEffect(() => {
    if (!take.order) return;
    takes.change(take.id, {
      status,
      progress,
      ...(task && { task }),
      ...(told.fingerprint !== undefined && { fingerprint: told.fingerprint }),
      ...(told.jobId !== undefined && { jobId: told.jobId }),
      ...(told.spent !== undefined && { billed: told.spent }),
      trouble: trouble as Trouble,
      ...(!isRunning(video) && { endedAt: Date.now() }),
    });
    if (trouble?.name === "NotFoundError" && task) forgetTask(place, take.runner, task.id).catch(console.error);
  }, [status, progress, task, troubleText, told.fingerprint, told.jobId, told.spent]);

  const taskId = task?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each task that is completed
  useEffect(() => {
    if (status !== "completed" || taskId === undefined || take.billed !== undefined) return;
    billOf(taskId, take.runner).then((billed) => billed !== undefined && takes.change(take.id, { billed }), console.error);
  }, [status, taskId]);
}

/** The task is not to be found any more: the same request would find it in the store, and wait for it again. */
async function forgetTask(place: Place, runner: Runner, taskId: string): Promise<void> {
  const store = storeOf(place, runner);
  for (const [key, record] of (await store.list?.()) ?? []) if (record.taskId === taskId) await store.delete(key);
}

function Shown({ take, takes, job, seen, onEdit }: WithJob) {
  const words = useWords();
  const { video, told } = job;
  const [isBusy, setBusy] = useState(false);
  const [unfetched, setUnfetched] = useState<Trouble>();
  const [kept, setKept] = useState("");
  const { task, status } = video;
  const trouble = unfetched ?? troubleOf(video);
  const resumed = take.resumed === true;
  // What was heard in an earlier visit is not told again.
  const known = told.fingerprint === undefined && take.fingerprint ? { ...told, fingerprint: take.fingerprint } : told;

  useEffect(() => {
    if (take.archived) keptUrl(take.archived).then(setKept, console.error);
  }, [take.archived]);
  useEffect(() => {
    // Once it is drawn: what moves out of view moves nothing, unless it is scrolled in at the same moment.
    if (trouble || status === "stopped") {
      requestAnimationFrame(() =>
        setTimeout(() => document.getElementById("trouble")?.scrollIntoView({ block: "nearest" })),
      );
    }
  }, [trouble?.name, status]);

  async function download() {
    if (isBusy || !task) return;
    setBusy(true);
    try {
      const url = URL.createObjectURL(await job.download());
      Object.assign(document.createElement("a"), { href: url, download: `${shortId(task.id)}.mp4` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      setUnfetched(undefined);
    } catch (error) {
      setUnfetched(toTrouble(error));
    } finally {
      setBusy(false);
    }
  }
  const again = (dedupe: boolean) => {
    setUnfetched(undefined);
    takes.ask(take.id, { type: "generate", dedupe }, begun(take));
  };
  function act(button: Button) {
    if (button === "resume") takes.ask(take.id, { type: "resume" }, { status: "waiting" });
    else if (button === "download") download();
    else if (button === "again") again(true);
    else if (button === "pay-again") again(false);
    else if (button === "edit") onEdit();
    else takes.forget(take.id);
  }
  const model = models().find(({ id }) => id === take.request.model);
  const made = take.archived ? kept : (task?.results[0] ?? "");
  const source = status === "completed" ? made : "";
  return (
    <>
      <Screen video={video} told={known} size={take.size} seconds={take.seconds} source={source} />
      <Stages video={video} told={known} cost={take.cost} resumed={resumed} />
      <p class="visually-hidden" id="news" role="status" aria-live="polite">
        {spoken(job, words)}
      </p>
      <JobFacts
        video={video}
        told={known}
        runner={take.runner}
        cost={take.cost}
        billed={take.billed}
        endedAt={isRunning(video) ? undefined : take.endedAt}
        resumed={resumed}
        isBusy={isBusy}
        onDownload={download}
        onStop={job.stop}
        onAnother={() => again(false)}
      />
      <div id="trouble">
        {trouble && model && (
          <TroubleCard
            trouble={trouble}
            fingerprint={known.fingerprint}
            model={model}
            advice={unfetched && notFetchedAdvice(words.errors)}
            onAct={act}
          />
        )}
        {!trouble && status === "stopped" && <StoppedCard onAct={act} />}
      </div>
      <Logs
        startedAt={take.startedAt}
        lines={known.lines}
        seen={seen.filter((one) => one.at >= take.startedAt && isOf(one, task?.id))}
      />
    </>
  );
}

/** A request about a task is its own take's; of a submit that failed nobody knows whose it was. */
const isOf = ({ taskId }: Seen, own: string | undefined) =>
  taskId === undefined || (own !== undefined && taskId === shortId(own));

/** For those who hear the page: each stage once, not each second. */
function spoken({ video: { status, task }, told }: JobAtHand, words: Words): string {
  const { spoken: texts } = words;
  if (status === "submitting") return texts.sending;
  if (status === "waiting" && told.missed) return texts.missed;
  if (status === "waiting") return task?.status === "processing" ? texts.processing : texts.pending;
  if (status === "completed") return texts.completed;
  // The card of an error speaks for itself.
  return status === "stopped" ? texts.stopped : "";
}
