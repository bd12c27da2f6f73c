/** How a task is doing: a bar on a terminal, a line a change elsewhere. */
import type { Task } from "../types/client.js";
import { clock, style } from "./terminal.js";

const WIDTH = 24;
const FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
const TICK_MS = 120;
/** Of a terminal that tells no width. */
const COLUMNS = 80;

export class Progress {
  readonly #stream = process.stderr;
  readonly #live = Boolean(process.stderr.isTTY) && process.env.TERM !== "dumb";
  readonly #start = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;
  #task: Task | undefined;
  #expectedMs: number | undefined;
  #last = "";

  /** Called at each change. */
  update(task: Task): void {
    this.#task = task;
    if (task.estimatedSeconds !== undefined) this.#expectedMs = task.estimatedSeconds * 1000;
    if (!this.#live) {
      const state = `${task.status} ${task.progress} %`;
      if (state !== this.#last) this.#stream.write(`${task.id}  ${state}\n`);
      this.#last = state;
      return;
    }
    this.#timer ??= setInterval(() => this.#draw(), TICK_MS);
    this.#draw();
  }

  /** A line that stays, above the bar. */
  say(text: string): void {
    this.#clear();
    this.#stream.write(`${text}\n`);
    if (this.#timer) this.#draw();
  }

  /** Takes the bar away. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#clear();
  }

  #clear(): void {
    if (this.#live) this.#stream.write("\r\u001b[2K");
  }

  #draw(): void {
    if (!this.#task) return;
    const { status, progress, id } = this.#task;
    const full = Math.round((Math.min(100, Math.max(0, progress)) / 100) * WIDTH);
    const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
    const time = clock(performance.now() - this.#start);
    const expected = this.#expectedMs === undefined ? "" : ` of about ${clock(this.#expectedMs)}`;
    this.#frame += 1;
    const spinner = FRAMES[this.#frame % FRAMES.length] ?? "";
    // Cut where the terminal ends: a line that wraps could not be taken away again. Before colours, which have no width.
    const room = (this.#stream.columns ?? COLUMNS) - 1;
    const head = `${spinner} ${status.padEnd(10)} `;
    const tail = `  ${String(progress).padStart(3)} %  ${time}${expected}  ${id}`.slice(
      0,
      Math.max(0, room - head.length - bar.length),
    );
    this.#stream.write(`\r\u001b[2K${head}${style("cyan", bar, this.#stream)}${tail}`);
  }
}
