"use client";
/** Takes "wanreel" as a program finds it, so that it is the same client everywhere. */
export type { Action } from "../react/action.js";
export { WanProvider, type WanProviderProps } from "../react/provider.js";
export { IDLE, reduce, type VideoEvent, type VideoState, type VideoStatus } from "../react/reduce.js";
export { type UseVideo, type UseVideoOptions, useVideo, type VideoSubmitOptions } from "../react/use-video.js";
