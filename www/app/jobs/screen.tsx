/** The picture: a leader that counts down to the next look at the task, then the video. */
import { isRunning, type VideoState } from "wanreel/video";
import { useEffect, useRef } from "preact/hooks";
import { useWords, type Words } from "../language/language.js";
import type { Size } from "../price/cost.js";
import { useNow, wantsStillness } from "../ui/use-now.js";
import { type Advice, adviceFor } from "./advice.js";
import { troubleOf } from "./take.js";
import type { Told } from "./told.js";

interface Props {
  video: VideoState;
  told: Told;
  /** What will come out, as far as it is known. */
  size: Size | undefined;
  /** 0: as many as the input has; undefined: not known. */
  seconds: number | undefined;
  /** Of the video, once there is one. */
  source: string;
}

const WIDE: Size = { width: 16, height: 9 };
/** How often the leader steps where motion is unwelcome. */
const STEP_MS = 250;

export function Screen({ video, told, size, seconds, source }: Props) {
  const words = useWords();
  const trouble = troubleOf(video);
  const advice = trouble && adviceFor(trouble, words.errors);
  // It keeps the shape it has, with the video inside: everything below would move when the video arrives.
  const { width, height } = size ?? WIDE;
  return (
    <div class="screen" id="screen" data-job={video.status} data-calm={String(advice?.calm ?? false)}>
      <div class="frame" style={{ "--ratio": `${width} / ${height}`, "--shape": String(width / height) }}>
        {source === "" ? (
          <Leader {...{ video, told, size, seconds, advice }} />
        ) : (
          <Player key={source} source={source} label={words.generatedVideo} />
        )}
      </div>
    </div>
  );
}

export function Player({ source, label }: { source: string; label: string }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current as HTMLVideoElement;
    // As an attribute it would not mute what is made by a script.
    video.muted = true;
    // A browser may refuse to start it by itself; there are controls.
    video.play().catch(() => {});
  }, []);
  return <video ref={element} src={source} controls loop muted playsInline aria-label={label} />;
}

type LeaderProps = Omit<Props, "source"> & { advice: Advice | undefined };

function Leader({ video, told, size, seconds, advice }: LeaderProps) {
  const words = useWords();
  const { status } = video;
  const now = useNow(isRunning(video), wantsStillness() ? STEP_MS : 0);
  const left = told.nextAt - now;
  const counting = status === "waiting" || (status === "submitting" && left > 0);
  // A turn a second, as on a film leader; the last one ends with the look itself.
  const turn = counting && left > 0 ? 1 - (left % 1000) / 1000 : 0;
  const idle = status === "idle";
  return (
    <div class="leader" aria-hidden="true" style={{ "--turn": turn.toFixed(3) }}>
      <span class="ring">
        <span class="sweep" />
      </span>
      <span class="number">
        <Swapped text={idle ? lengthOf(seconds) : numberOf(video, left, advice)} />
      </span>
      <span class="caption">
        <Swapped text={idle ? unitOf(seconds, words) : captionOf(video, told, left, advice, words)} />
      </span>
      <span class="corner">{size ? `${size.width} × ${size.height}` : words.sizedByInput}</span>
    </div>
  );
}

/** Centred text as an element of its own: what is new has not moved, where the same text would begin further left or right. */
function Swapped({ text }: { text: string }) {
  return text === "" ? null : <span key={text}>{text}</span>;
}

function numberOf({ status }: VideoState, left: number, advice: Advice | undefined): string {
  if (status === "submitting" && left <= 0) return "…";
  if (status === "submitting" || status === "waiting") return left > 0 ? String(Math.ceil(left / 1000)) : "•";
  return { error: advice?.calm ? "‖" : "!", stopped: "‖", completed: "", idle: "" }[status];
}

function lengthOf(seconds: number | undefined): string {
  return seconds === undefined ? "?" : seconds === 0 ? "" : String(seconds);
}

function unitOf(seconds: number | undefined, words: Words): string {
  return seconds === 0 ? words.asLongAsInput : words.secondsOfVideo(seconds ?? 0);
}

function captionOf({ status }: VideoState, told: Told, left: number, advice: Advice | undefined, words: Words): string {
  const { missed, pause, uploaded, state } = told;
  if (status === "submitting") {
    if (uploaded !== undefined) return words.uploading(uploaded);
    if (state !== undefined) return words.pipeline[state] ?? words.sending;
    return left > 0 ? words.sentAgain(pause) : words.sending;
  }
  if (status === "waiting") {
    if (missed) return left > 0 ? words.noAnswer(missed) : words.checkingAgain;
    if (state !== undefined) return words.pipeline[state] ?? words.checking;
    return left > 0 ? words.nextCheckIn : words.checking;
  }
  const failed = advice?.caption ?? words.failed;
  return { error: failed, stopped: words.notWaiting, completed: words.loadingVideo, idle: "" }[status];
}
