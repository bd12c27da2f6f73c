/** What "wanreel/slim" has in every runtime. */
import {
  buildRequest as buildRequest_,
  estimateCost as estimateCost_,
  jsonSchema as jsonSchema_,
  models as models_,
  parseTask as parseTask_,
  pollDelays as pollDelays_,
  schema as schema_,
  suggestModel as suggestModel_,
  validate as validate_,
  WanClient as WanClient_,
} from "../index.js";
import { gated } from "./slim-gate.js";

export * from "../index.js";
export { init, type WasmModule, type WasmSource } from "./slim-gate.js";

export const buildRequest = /* @__PURE__ */ gated(buildRequest_);
export const estimateCost = /* @__PURE__ */ gated(estimateCost_);
export const jsonSchema = /* @__PURE__ */ gated(jsonSchema_);
export const models = /* @__PURE__ */ gated(models_);
export const parseTask = /* @__PURE__ */ gated(parseTask_);
export const pollDelays = /* @__PURE__ */ gated(pollDelays_);
export const schema = /* @__PURE__ */ gated(schema_);
export const suggestModel = /* @__PURE__ */ gated(suggestModel_);
export const validate = /* @__PURE__ */ gated(validate_);
export const WanClient = /* @__PURE__ */ gated(WanClient_);
export type WanClient = WanClient_;
