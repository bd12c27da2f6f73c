/** All takes of this browser, newest first, and which of them is shown. */
import { useCallback, useEffect, useReducer } from "preact/hooks";
import type { Place } from "../where/place.js";
import { keepTakes, recallTakes, type Take } from "./take.js";

interface State {
  takes: readonly Take[];
  /** Empty: none. */
  shown: string;
}

type Change =
  | { type: "join"; takes: readonly Take[] }
  | { type: "add"; take: Take }
  | { type: "change"; id: string; change: Partial<Take> }
  | { type: "ask"; id: string; order: NonNullable<Take["order"]>; change: Partial<Take> }
  | { type: "show"; id: string }
  | { type: "forget"; id: string };

function reduce(state: State, change: Change): State {
  const { takes, shown } = state;
  const mapped = (id: string, work: (take: Take) => Take) => takes.map((take) => (take.id === id ? work(take) : take));
  switch (change.type) {
    case "join": {
      const others = change.takes.filter(({ id }) => !takes.some((take) => take.id === id));
      return others.length === 0 ? state : { ...state, takes: [...takes, ...others].sort(byAge) };
    }
    case "add":
      return { ...state, takes: [change.take, ...takes], shown: change.take.id };
    case "change":
      return { ...state, takes: mapped(change.id, (take) => ({ ...take, ...change.change })) };
    case "ask":
      return {
        ...state,
        shown: change.id,
        takes: mapped(change.id, (take) => ({
          ...take,
          ...change.change,
          order: change.order,
          asked: take.asked + 1,
        })),
      };
    case "show":
      return { ...state, shown: change.id };
    case "forget": {
      const left = takes.filter(({ id }) => id !== change.id);
      return { ...state, takes: left, shown: shown === change.id ? "" : shown };
    }
  }
}

export interface Takes extends State {
  add(take: Take): void;
  change(id: string, change: Partial<Take>): void;
  /** Begins its job once more, or goes on with it. */
  ask(id: string, order: NonNullable<Take["order"]>, change?: Partial<Take>): void;
  show(id: string): void;
  forget(id: string): void;
}

const byAge = (one: Take, other: Take) => other.startedAt - one.startedAt;

function begin(place: Place): State {
  const takes = place.name === undefined ? [] : recallTakes(place.name);
  return { takes, shown: takes[0]?.id ?? "" };
}

export function useTakes(place: Place): Takes {
  const [state, change] = useReducer(reduce, place, begin);
  const { name } = place;
  useEffect(() => {
    if (name !== undefined) keepTakes(name, state.takes);
  }, [name, state.takes]);
  useEffect(() => {
    if (name === undefined) return;
    // Another tab's takes are shown here, too, or this tab would write the list without them; their jobs stay with it.
    const join = () =>
      change({ type: "join", takes: recallTakes(name).map(({ order, ...take }) => ({ ...take, asked: 0 })) });
    addEventListener("storage", join);
    return () => removeEventListener("storage", join);
  }, [name]);
  return {
    ...state,
    add: useCallback((take: Take) => change({ type: "add", take }), []),
    change: useCallback((id: string, more: Partial<Take>) => change({ type: "change", id, change: more }), []),
    ask: useCallback(
      (id: string, order: NonNullable<Take["order"]>, more: Partial<Take> = {}) =>
        change({ type: "ask", id, order, change: more }),
      [],
    ),
    show: useCallback((id: string) => change({ type: "show", id }), []),
    forget: useCallback((id: string) => change({ type: "forget", id }), []),
  };
}
