/** What `providerOptions.wan` takes. */
import type { ModelId, VideoRequest } from "../generated/requests.js";
import type { SubmitOptions } from "../types/client.js";

/** The same without interfaces, which TypeScript takes for no JSON. */
type Plain<Value> = Value extends object ? { [Name in keyof Value]: Plain<Value[Name]> } : Value;

/** What a submit is told beside its request. */
export type WanSubmitOptions = Plain<Pick<SubmitOptions, "user" | "feature" | "remember" | "inputs">>;

/** Of each member of a union by itself: a plain Omit would forget what belongs together. */
type Without<Request, Names extends string> = Request extends unknown ? Omit<Request, Names> : never;

/** Every field optional: the call itself may say it. */
type Loose<Request> = Request extends unknown ? { [Name in keyof Request]?: Request[Name] } : never;

/**
 * `providerOptions: { wan: { … } satisfies WanProviderOptions<"wan2.7-image-to-video"> }`: the fields of the model's requests as
 * the API spells them, beyond what the call's own settings say; and under `submit` whose request it is.
 */
export type WanProviderOptions<Model extends ModelId = ModelId> = Loose<
  Without<Extract<VideoRequest, { model: Model }>, "model" | "prompt" | "callback_url">
> & { submit?: WanSubmitOptions };
