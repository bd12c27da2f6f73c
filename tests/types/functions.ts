// The pure functions: what they take and what they answer.
import {
  type BuiltRequest,
  buildRequest,
  type Change,
  type Cost,
  compareProviders,
  estimateBudget,
  estimateCost,
  type Issue,
  type IssueCode,
  jsonSchema,
  type ModelInfo,
  migrate,
  models,
  type ProviderCost,
  parseTask,
  pollDelays,
  type StandardSchemaV1,
  schema,
  suggestModel,
  type Task,
  type Validation,
  type VideoRequest,
  validate,
} from "wanreel";
import { checkMedia } from "wanreel/media";

const request: VideoRequest = { model: "wan2.7-text-to-video", prompt: "a lake" };

const issue: Issue | undefined = validate(request, { strict: false, inputs: { video_urls: { seconds: 3 } } }).issues[0];
export const code: IssueCode | undefined = issue?.code;
export const path: (string | number)[] | undefined = issue?.path;
validate(undefined);
// @ts-expect-error: no such option
validate(request, { lenient: true });
// @ts-expect-error: codes are a closed list
export const unknownCode: IssueCode = "oops";

const built: BuiltRequest = buildRequest(request);
export const fingerprint: string = built.fingerprint;
export const width: number | undefined = built.output?.width;
// @ts-expect-error: built once, for good
built.body = "";
// @ts-expect-error: a checked shape is needed
buildRequest({ model: "wan2.7-text-to-video" });

const cost: Cost = estimateCost(request, { inputSeconds: 3, prices: "list-2026-10" });
export const currency: "USD" = cost.currency;
estimateCost(request, { prices: { name: "mine", microUsdPerSecond: { "wan2.7-text-to-video": { "720p": 80000 } } } });
// @ts-expect-error: no such table
estimateCost(request, { prices: "guide-2025-01" });
export const budget: { microUsd: number; usd: number } = estimateBudget({ clipsPerDay: 100, averageSeconds: 8 });
// @ts-expect-error: a length is needed
estimateBudget({ clipsPerDay: 100 });

// A file may stand where a URL does, in what looks at a request before it is submitted, too.
declare const file: File;
const withFile = { model: "wan2.7-image-to-video", image_start: file, prompt: "She turns" } as const;
export const priceOfFile: Cost = estimateCost(withFile);
export const comparedFile: ProviderCost[] = compareProviders(withFile);
export const checkedFile: Promise<Validation> = checkMedia(withFile);
// @ts-expect-error: a file is no prompt
estimateCost({ model: "wan2.7-text-to-video", prompt: file });

export const providers: ProviderCost[] = compareProviders(request);
export const all: ModelInfo[] = models();
export const suggestion: string | null = suggestModel("wan27-t2v");
const migrated: { request: VideoRequest; changes: Change[] } = migrate({ model: "wan2.6-text-to-video" });
export const reason: string | undefined = migrated.changes[0]?.reason;

const standard: StandardSchemaV1<unknown, VideoRequest> = schema("wan2.7-video-edit");
export const version: 1 = standard["~standard"].version;
export const json: object = jsonSchema("wan2.7-video-edit");
// @ts-expect-error: no such model
schema("wan2.7");

export const task: Task = parseTask({});
export const delays: number[] = [...pollDelays({ initialMs: 1000, maxMs: 2000 })];
// @ts-expect-error: no such option
pollDelays({ first: 1000 });
