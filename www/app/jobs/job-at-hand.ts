/** A job as its view has it, wherever it runs. */
import type { VideoState } from "wanreel/video";
import type { Told } from "./told.js";

export interface JobAtHand {
  video: VideoState;
  told: Told;
  /** Stops waiting; the task goes on, since the API knows no way to end one. What still waits in a queue of ours is cancelled. */
  stop(): void;
  /** The whole video, to keep. */
  download(): Promise<Blob>;
}
