/** Takes "wanreel" as a program finds it, so that it is the same client everywhere. */
export { type Action, actionFor } from "../video/action.js";
export { History, type HistoryState, historyOf } from "../video/history.js";
export { VideoJob, type VideoSubmitOptions } from "../video/job.js";
export { IDLE, isRunning, reduce, type VideoEvent, type VideoState, type VideoStatus } from "../video/reduce.js";
