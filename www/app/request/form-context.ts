/** What every field of the form has at hand. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Issue, MediaFact, ModelInfo } from "wanreel";
import type { Value, Values } from "./values.js";

export interface FormAtHand {
  model: ModelInfo;
  values: Values;
  set(path: string, value: Value): void;
  /** The findings of a field that are due: what is being typed is not finished, and what is missing is no mistake yet. */
  issuesAt(path: string): readonly Issue[];
  /** Every finding, due or not, in the package's own words. */
  found: readonly Issue[];
  /** What is known of a file. */
  factOf(file: File): MediaFact | undefined;
  onEnter(path: string): void;
  onLeave(path: string): void;
}

export const FormContext = createContext<FormAtHand | undefined>(undefined);

export function useForm(): FormAtHand {
  const form = useContext(FormContext);
  if (!form) throw new Error("a field stands outside of its form");
  return form;
}
