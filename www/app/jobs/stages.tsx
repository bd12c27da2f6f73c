/** The stages of a job as the frames of a film strip. */
import type { Cost, Task } from "wanreel";
import type { VideoState } from "wanreel/video";
import { useWords, type Words } from "../language/language.js";
import { priceText } from "../price/cost.js";
import { adviceFor } from "./advice.js";
import { troubleOf } from "./take.js";
import type { Told } from "./told.js";

interface Props {
  video: VideoState;
  told: Told;
  cost: Cost | undefined;
  resumed: boolean;
}

/** As styles and tests know them, in every language. */
const STAGES = ["checked", "submitted", "pending", "processing", "completed"];

export function Stages(props: Props) {
  const words = useWords();
  const { status, progress, task } = props.video;
  const stage = stageOf(props);
  const details = detailsOf(props, words);
  const trouble = troubleOf(props.video);
  const wrong = trouble !== undefined && !adviceFor(trouble, words.errors).calm;
  return (
    <div id="stages">
      <ol class="stages" aria-label={words.stages}>
        {STAGES.map((name, index) => {
          const done = index < stage || (index === stage && status === "completed");
          const here = !done && index === stage && status !== "idle";
          const exposed = index === 3 ? `${done ? 100 : here ? progress : 0}%` : undefined;
          return (
            <li
              key={name}
              data-stage={name}
              data-look={done ? "done" : here ? (wrong ? "wrong" : "here") : "ahead"}
              aria-current={here ? "step" : undefined}
              style={exposed === undefined ? undefined : { "--exposed": exposed }}
            >
              <span class="code" aria-hidden="true">
                {index + 1}
              </span>
              <span class="name">{words.stageNames[index]}</span>
              <span class="detail">{done || here ? (details[index] ?? "") : ""}</span>
            </li>
          );
        })}
      </ol>
      {/* Its place is kept: what stands below is not to move when it comes. */}
      <div class={`progress ${task === undefined ? "unseen" : ""}`}>
        <progress max={100} value={progress} id="progress" aria-label={words.progress} />
        <output class="percent" id="percent">
          {progress} %
        </output>
      </div>
    </div>
  );
}

/** The stage a job is in, counted from 0. */
function stageOf({ video: { status, task }, told }: Props): number {
  if (status === "idle") return -1;
  if (task?.status === "completed") return 4;
  if (task?.status === "processing" || (task && hasEnded(task))) return 3;
  if (task !== undefined) return 2;
  return told.fingerprint !== undefined ? 1 : 0;
}

/** Without a video. */
const hasEnded = ({ status }: Task) => status === "failed" || status === "cancelled";

function endOf({ status }: Task, words: Words): string {
  return status === "failed" ? words.failedStage : status === "cancelled" ? words.cancelledStage : "";
}

function detailsOf({ video, told, cost, resumed }: Props, words: Words): string[] {
  const { status, progress, task, action } = video;
  const sent = status === "submitting" ? words.onItsWay : action === "reconcile" ? words.unknown : "";
  return [
    told.uploaded === undefined ? (cost ? priceText(cost) : "") : words.uploading(told.uploaded),
    task ? (resumed ? words.pickedUp : task.deduplicated ? words.reused : words.sentOnce) : sent,
    status === "waiting" && task?.status === "pending" ? words.inQueue : "",
    (task && endOf(task, words)) || `${progress} %`,
    task?.results.length ? words.video : "",
  ];
}
