/** What the package says of what is being typed: its findings and its price. Neither throws, whatever is typed. */
import { useMemo } from "preact/hooks";
import {
  type Cost,
  type CostOptions,
  estimateCost,
  type Issue,
  type MediaFacts,
  type VideoRequest,
  validate,
} from "wanreel";
import { useWords } from "../language/language.js";
import { type Request, withoutFiles } from "./values.js";

export interface Judgement {
  /** In English, for what the page does by them. */
  found: readonly Issue[];
  /** The same in the page's language, for who reads them. */
  told: readonly Issue[];
  /** Undefined while it has none. */
  price: Cost | undefined;
}

/** Says nothing of what a file is: that is in the facts. */
const ANY_FILE = "https://file.invalid/";

/** `inputSeconds`: the length of the input, where it is typed and not read. */
export function useJudgement(request: Request, inputs: MediaFacts, inputSeconds: number | undefined): Judgement {
  const { findings: language } = useWords();
  const plain = useMemo(() => withoutFiles(request, () => ANY_FILE), [request]);
  const found = useMemo(() => validate(plain, { inputs }).issues, [plain, inputs]);
  const told = useMemo(
    () => (language ? validate(plain, { inputs, language }).issues : found),
    [plain, inputs, found, language],
  );
  const price = useMemo(
    () => costOf(plain, inputSeconds === undefined ? { inputs } : { inputSeconds }),
    [plain, inputs, inputSeconds],
  );
  return { found, told, price };
}

function costOf(request: VideoRequest, options: CostOptions): Cost | undefined {
  try {
    return estimateCost(request, options);
  } catch {
    return undefined;
  }
}
