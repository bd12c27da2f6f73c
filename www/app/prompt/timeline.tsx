/** The shots of a prompt along the length of the video; an edge is moved by dragging it, or by the arrow keys. */
import { useRef } from "preact/hooks";
import { useWords } from "../language/language.js";
import { moveEdge, type Shot, type Side, shotsOf } from "./shots.js";

/** Half a second: finer than anybody asks of a shot. */
const STEP = 0.5;

interface Props {
  prompt: string;
  /** Seconds of the video; undefined where it is not known. */
  duration: number | undefined;
  onChange(prompt: string): void;
}

export function Timeline({ prompt, duration, onChange }: Props) {
  const words = useWords();
  const track = useRef<HTMLDivElement>(null);
  const shots = shotsOf(prompt);
  if (shots.length === 0) return null;
  const total = Math.max(duration ?? 0, ...shots.map(({ end }) => end), 1);
  const share = (seconds: number) => `${(100 * seconds) / total}%`;

  function move(index: number, side: Side, seconds: number) {
    const shot = shots[index] as Shot;
    const [least, most] = side === "start" ? [0, shot.end - STEP] : [shot.start + STEP, Math.max(total, shot.end)];
    const next = Math.min(most, Math.max(least, Math.round(seconds / STEP) * STEP));
    if (next !== shot[side]) onChange(moveEdge(prompt, index, side, next));
  }
  function drag(event: PointerEvent, index: number, side: Side) {
    const { left, width } = (track.current as HTMLDivElement).getBoundingClientRect();
    if ((event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) {
      move(index, side, ((event.clientX - left) / width) * total);
    }
  }
  function press({ key }: KeyboardEvent, index: number, side: Side): boolean {
    const by = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP }[key];
    if (by !== undefined) move(index, side, (shots[index] as Shot)[side] + by);
    return by !== undefined;
  }
  const handle = (shot: Shot, index: number, side: Side) => (
    <span
      class={`handle ${side}`}
      role="slider"
      tabIndex={0}
      aria-label={words.shotEdge(shot.number, side)}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={shot[side]}
      aria-valuetext={`${shot[side]} s`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
        event.currentTarget.focus();
      }}
      onPointerMove={(event) => drag(event, index, side)}
      onKeyDown={(event) => press(event, index, side) && event.preventDefault()}
    />
  );
  return (
    <div class="timeline">
      <div class="track" ref={track} role="group" aria-label={words.shots}>
        {duration !== undefined && total > duration && (
          <span class="over-run" style={{ left: share(duration), width: share(total - duration) }} />
        )}
        {shots.map((shot, index) => {
          const before = shots[index - 1]?.end ?? 0;
          return (
            <span
              key={shot.from}
              class={`shot ${shot.start < before ? "overlaps" : ""}`}
              style={{ left: share(shot.start), width: share(Math.max(0, shot.end - shot.start)) }}
            >
              {handle(shot, index, "start")}
              <span class="shot-name">{shot.number}</span>
              {handle(shot, index, "end")}
            </span>
          );
        })}
      </div>
      <div class="scale" aria-hidden="true">
        <span>0 s</span>
        <span>{total} s</span>
      </div>
      <p class="note">{words.shotsHint}</p>
    </div>
  );
}
