/** Which inputs a generation mode takes. The page has no table of its own: it asks validate what it would refuse. */
import { type FieldInfo, type ModelInfo, validate } from "wanreel";

/** An input of that kind that nothing else is wrong with. */
function example(info: FieldInfo): unknown {
  const url = `https://example.com/input.${info.media?.formats[0] ?? "bin"}`;
  return info.type === "mediaList" ? [url] : url;
}

/** What has been asked once: the answers do not change. */
const answers = new Map<string, unknown>();

function once<Answer>(question: string, ask: () => Answer): Answer {
  if (!answers.has(question)) answers.set(question, ask());
  return answers.get(question) as Answer;
}

export function takes(model: ModelInfo, generationMode: string, info: FieldInfo): boolean {
  return once(`takes ${model.id} ${generationMode} ${info.name}`, () => asksTakes(model, generationMode, info));
}

function asksTakes(model: ModelInfo, generationMode: string, info: FieldInfo): boolean {
  if (info.type !== "media" && info.type !== "mediaList") return true;
  const probe = {
    model: model.id,
    generation_mode: generationMode,
    prompt: "a prompt",
    [info.name]: example(info),
  };
  return !validate(probe).issues.some((issue) => issue.code === "invalid_combination" && issue.path[0] === info.name);
}

/** The inputs of which a model without modes needs at least one, whichever. */
export function oneOf(model: ModelInfo): FieldInfo[] {
  return once(`one of ${model.id}`, () => asksOneOf(model));
}

function asksOneOf(model: ModelInfo): FieldInfo[] {
  const probe = { model: model.id, prompt: "a prompt" };
  const lacks = (request: object) => validate(request).issues.some(({ code }) => code === "required");
  const media = model.fields.filter(({ type, required }) => !required && (type === "media" || type === "mediaList"));
  return lacks(probe) ? media.filter((info) => !lacks({ ...probe, [info.name]: example(info) })) : [];
}

/** Whether a mode cannot do without that input. */
export function needs(model: ModelInfo, generationMode: string, info: FieldInfo): boolean {
  return once(`needs ${model.id} ${generationMode} ${info.name}`, () => asksNeeds(model, generationMode, info));
}

function asksNeeds(model: ModelInfo, generationMode: string, info: FieldInfo): boolean {
  const probe = { model: model.id, generation_mode: generationMode, prompt: "a prompt" };
  return validate(probe).issues.some((issue) => issue.code === "required" && issue.path[0] === info.name);
}
