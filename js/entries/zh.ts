/** "wanreel/zh": findings in Chinese. */
import { zh as sentences } from "../generated/words-zh.js";
import type { Language } from "../types/results.js";

export type { Language };

/** Chinese, simplified: `validate(request, { language: zh })`, `new WanClient({ language: zh })`. */
export const zh: Language = { tag: "zh", sentences };
