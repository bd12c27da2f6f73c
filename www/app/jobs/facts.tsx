/** The task in words: its id, how long it takes, what it cost, how long its video lives. */
import type { Cost } from "wanreel";
import { isRunning, type VideoState } from "wanreel/video";
import { useWords, type Words } from "../language/language.js";
import { priceText } from "../price/cost.js";
import { CopyButton } from "../ui/copy-button.js";
import { clock, money, shortId } from "../ui/numbers.js";
import { useNow } from "../ui/use-now.js";
import type { Runner } from "../where/runner.js";
import { askToNotify, canAskToNotify } from "./announce.js";
import type { Told } from "./told.js";

interface Props {
  video: VideoState;
  told: Told;
  runner: Runner;
  cost: Cost | undefined;
  billed: number | undefined;
  endedAt: number | undefined;
  resumed: boolean;
  /** The video is being fetched. */
  isBusy: boolean;
  onDownload(): void;
  onStop(): void;
  onAnother(): void;
}

export function JobFacts(props: Props) {
  const { video, told, runner, cost, billed, endedAt, isBusy } = props;
  const { status, task, startedAt, etaSeconds } = video;
  const words = useWords();
  const now = useNow(true, 500);
  // Shown as soon as there is a job: it is not to push away what stands below once the API has answered.
  if (task === undefined && status !== "submitting") return null;
  const row = (name: string, id: string, value: string) => (
    <div>
      <dt>{name}</dt>
      <dd id={id}>{value}</dd>
    </div>
  );
  const estimated = cost ? words.estimated(priceText(cost)) : "—";
  return (
    <div class="panel facts" id="facts">
      <div class="task">
        <span class="edge">{words.task}</span>
        <code id="task-id">{task === undefined ? words.notKnownYet : shortId(task.id)}</code>
        <CopyButton label={words.copyTaskId} text={() => shortId(task?.id ?? "")} />
      </div>
      <dl>
        {row(words.elapsed, "elapsed", clock((endedAt ?? now) - (startedAt ?? now)))}
        {row(words.runs, "runs-in", words.runsIn[runner])}
        {status === "waiting" && told.state === undefined && row(words.nextCheck, "next-poll", untilNext(told.nextAt, now, words))}
        {status === "waiting" && etaSeconds !== undefined && row(words.left, "eta", `${etaSeconds} s`)}
        {status === "waiting" && cost && row(words.reserved, "reserved", priceText(cost))}
        {status === "completed" && row(words.billed, "billed", billed === undefined ? estimated : money(billed))}
        {status === "completed" &&
          task?.expiresAt &&
          row(words.linkExpires, "expires", lifetime(task.expiresAt.getTime() - now, words))}
      </dl>
      {task?.needsReview && status === "waiting" && <p class="review">{words.review}</p>}
      <p class="note" id="job-note">
        {noteOf(props, words, now)}
      </p>
      <div class="actions">
        {status === "completed" && (
          // Not disabled: that would take the focus away from whoever has just pressed it.
          <button type="button" class="primary" id="download" aria-disabled={isBusy} onClick={props.onDownload}>
            {isBusy ? words.downloading : words.download}
          </button>
        )}
        {status === "completed" && task?.deduplicated && (
          <button type="button" class="quiet" id="another" onClick={props.onAnother}>
            {words.payForAnother}
          </button>
        )}
        {(status === "waiting" || (status === "submitting" && told.queued)) && (
          <button type="button" class="quiet" id="stop" onClick={props.onStop}>
            {told.queued ? words.cancelInQueue : words.stopWaiting}
          </button>
        )}
        {isRunning(video) && canAskToNotify() && (
          <button type="button" class="quiet" id="notify" onClick={askToNotify}>
            {words.notify}
          </button>
        )}
      </div>
    </div>
  );
}

/** A queue that is longer than that has a reason. */
const SOON_MS = 10_000;

function noteOf({ video: { status, task }, told: { queued }, resumed }: Props, words: Words, now: number): string {
  if (queued?.again) return words.queuedAgain;
  if (queued && now - queued.since > SOON_MS) return words.queuedLong;
  // At its end, too: what stands below is not to move up once it is read.
  if (resumed && ["waiting", "completed", "stopped"].includes(status)) return words.resumedNote;
  return task?.deduplicated ? words.reusedNote : "";
}

function untilNext(nextAt: number, now: number, words: Words): string {
  return nextAt > now ? words.inSeconds(Math.ceil((nextAt - now) / 1000)) : words.now;
}

export function lifetime(ms: number, words: Words): string {
  if (ms <= 0) return words.expired;
  const minutes = Math.ceil(ms / 60_000);
  const parts = [
    minutes >= 60 && words.hours(Math.floor(minutes / 60)),
    minutes % 60 > 0 && words.minutes(minutes % 60),
  ];
  return parts.filter(Boolean).join(" ");
}
