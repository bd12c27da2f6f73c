// The simulated API behind the page: one simulator for each generation time, since a simulator's is fixed.
import { createHttpHandler, createSimulator } from "wanreel/simulator";

const TASK_ID = /task-unified-[A-Za-z0-9-]+/;

/** `onRequest` is told of each request, `onCallback` of each call to somebody, which `callBack` makes. */
export function createSimulators({ key, generationMs, onRequest, callBack, onCallback }) {
  const simulators = new Map();
  /** Task id → the simulator that has it. */
  const owners = new Map();
  let faults = [];
  let current = generationMs;

  const open = (ms) => {
    const known = simulators.get(ms);
    if (known) return known;
    // Seeds differ, or two simulators would draw the same task ids.
    const seed = Math.floor(Math.random() * 2 ** 31);
    const simulator = createSimulator({
      apiKeys: [key],
      generationMs: ms,
      credits: 1e6,
      seed,
      faults,
      callbackFetch: callBack,
      onCallback,
      onRequest(request) {
        if (request.kind === "submit" && request.taskId) owners.set(request.taskId, opened);
        onRequest(request);
      },
    });
    const opened = { simulator, handle: createHttpHandler(simulator) };
    simulators.set(ms, opened);
    return opened;
  };

  return {
    /** As createHttpHandler's: false where the path is not the API's. */
    handle(request, response) {
      const id = TASK_ID.exec(request.url ?? "")?.[0];
      return (owners.get(id) ?? open(current)).handle(request, response);
    },
    get generationMs() {
      return current;
    },
    set generationMs(ms) {
      current = ms;
    },
    setFaults(rules) {
      // The first of them says what is no rule, before one is kept.
      open(current);
      for (const { simulator } of simulators.values()) simulator.setFaults(rules);
      faults = rules;
    },
    /** What the API billed for a task, or undefined where it is not over. */
    bill(id) {
      const task = owners
        .get(id)
        ?.simulator.tasks()
        .find((one) => one.id === id);
      return task?.endedAt === undefined ? undefined : task.billedMicroUsd;
    },
  };
}
