/** What is typed, a form for each model; kept over a reload of this tab, sent or not. */

import { useCallback, useMemo, useReducer } from "preact/hooks";
import { type ModelInfo, models } from "wanreel";
import { keep, recall } from "../ui/storage.js";
import { type Request, requestOf, type Value, type Values, valuesOf, withoutFiles } from "./values.js";

const KEY = "wanreel.draft";

/** What the form is for; the older models are there to fall back on. */
export const OFFERED = models().filter(({ family }) => family === "wan2.7");

interface Form {
  values: Values;
  /** The fields that were left once: what is wrong with them is shown. */
  touched: readonly string[];
  /** The submit button was pressed: every finding is shown. */
  attempted: boolean;
}

interface State {
  model: string;
  forms: Readonly<Record<string, Form>>;
}

type Change =
  | { type: "choose"; model: string }
  | { type: "set"; path: string; value: Value }
  | { type: "touch"; path: string }
  | { type: "attempt" }
  | { type: "fill"; request: Request };

const EMPTY: Form = { values: {}, touched: [], attempted: false };

export const modelOf = (id: string): ModelInfo | undefined => OFFERED.find((one) => one.id === id);

function reduce(state: State, change: Change): State {
  if (change.type === "choose") return { ...state, model: change.model };
  if (change.type === "fill") {
    const model = modelOf(change.request.model);
    if (!model) return state;
    const form = { ...EMPTY, values: valuesOf(model, change.request) };
    return { model: model.id, forms: { ...state.forms, [model.id]: form } };
  }
  const form = state.forms[state.model] ?? EMPTY;
  const next = (more: Partial<Form>) => ({ ...state, forms: { ...state.forms, [state.model]: { ...form, ...more } } });
  if (change.type === "attempt") return next({ attempted: true });
  if (change.type === "touch") {
    return form.touched.includes(change.path) ? state : next({ touched: [...form.touched, change.path] });
  }
  return next({ values: { ...form.values, [change.path]: change.value } });
}

export function keepDraft(request: Request): void {
  // A file does not outlive its page.
  keep(
    "sessionStorage",
    KEY,
    withoutFiles(request, () => ""),
  );
}

function begin(first: Request | undefined): State {
  const empty: State = { model: OFFERED[0]?.id ?? "", forms: {} };
  const request = first ?? recall<Request>("sessionStorage", KEY);
  return request ? reduce(empty, { type: "fill", request }) : empty;
}

export interface Draft extends Form {
  model: ModelInfo;
  request: Request;
  choose(model: string): void;
  set(path: string, value: Value): void;
  touch(path: string): void;
  attempt(): void;
  /** Fills in a request; what it does not have goes back to its default. */
  fill(request: Request): void;
}

/** `first`: a request that a link or a job of before brings along. */
export function useDraft(first: Request | undefined): Draft {
  const [state, change] = useReducer(reduce, first, begin);
  const model = modelOf(state.model) as ModelInfo;
  const form = state.forms[state.model] ?? EMPTY;
  const request = useMemo(() => requestOf(model, form.values), [model, form.values]);
  const choose = useCallback((id: string) => change({ type: "choose", model: id }), []);
  const set = useCallback((path: string, value: Value) => change({ type: "set", path, value }), []);
  const touch = useCallback((path: string) => change({ type: "touch", path }), []);
  const attempt = useCallback(() => change({ type: "attempt" }), []);
  const fill = useCallback((given: Request) => change({ type: "fill", request: given }), []);
  return { ...form, model, request, choose, set, touch, attempt, fill };
}
