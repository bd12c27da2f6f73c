/** The fields of a model that a form asks for: objects are taken apart. */
import type { FieldInfo, ModelInfo } from "wanreel";

/** `path`: "duration", "model_params.voice_bindings". */
export interface Leaf {
  info: FieldInfo;
  path: string;
}

export const MODE_FIELD = "generation_mode";
/** Which place a field has: what seldom matters stands folded. */
const SELDOM = ["seed", "prompt_extend", "callback_url"];

export function leavesOf(fields: readonly FieldInfo[], prefix = ""): Leaf[] {
  return fields.flatMap((info) => {
    if (info.type === "model") return [];
    if (info.type === "object") return leavesOf(info.fields ?? [], `${prefix}${info.name}.`);
    return [{ info, path: prefix + info.name }];
  });
}

/** The generation modes among which the visitor chooses; none where the model has but one. */
export function modesOf(model: ModelInfo): string[] {
  return model.fields.find(({ name }) => name === MODE_FIELD)?.values ?? [];
}

export type Room = "first" | "look" | "more";

export function roomOf({ info }: Leaf, leaves: readonly Leaf[]): Room {
  // Voices by position are the older way, where voices can be bound.
  const voices = leaves.some((leaf) => leaf.info.type === "voiceBindings");
  if (SELDOM.includes(info.name) || (voices && info.name === "audio_urls")) return "more";
  return info.name !== MODE_FIELD && (info.type === "choice" || info.type === "integer") ? "look" : "first";
}
