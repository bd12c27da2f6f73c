"use client";
export { WanProvider, type WanProviderProps } from "../react/provider.js";
export type { VideoListeners } from "../react/use-listeners.js";
export { type UseVideo, type UseVideoOptions, useVideo } from "../react/use-video.js";
/** Takes "wanreel" as a program finds it, so that it is the same client everywhere. */
export type { Action } from "../video/action.js";
export type { VideoSubmitOptions } from "../video/job.js";
export { IDLE, reduce, type VideoEvent, type VideoState, type VideoStatus } from "../video/reduce.js";
