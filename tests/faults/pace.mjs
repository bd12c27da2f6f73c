// How time passes for a row: it stands while anything real is under way, and otherwise leaps to the next timer.
import { real } from "./clock.mjs";
import { order } from "./world.mjs";

const ENDLESS_MS = 60 * 3_600_000;
/** How long a request may take, in real time, before the host is asked whether it waits for the clock. */
const PATIENCE_MS = 8;
const STUCK_MS = 5_000;
/** How long a row may take in real time: one that never ends is told from a busy machine, which takes ten seconds. */
const LIMIT_MS = 300_000;

/** Lets time pass in a world until `over()`, or the row leaves. */
export async function pass(world, over) {
  const end = limit();
  try {
    await going(world, over, end);
  } finally {
    end.forget();
  }
}

async function going(world, over, end) {
  let idle = 0;
  while (!world.left) {
    if (end.reached) throw new Error(`endless: still under way after ${LIMIT_MS / 1000} s`);
    await turn();
    await turn();
    if (over()) return;
    if (world.busy > 0 || world.flights.size > 0) {
      idle = 0;
      if (!(await change(world)) && world.busy === 0) await leap(world);
    } else if (world.clock.timers.next() === undefined) {
      // Nothing to wait for: either something real is about to end that is not counted, or it never ends.
      idle += PATIENCE_MS;
      if (idle > STUCK_MS) throw new Error("stuck: no request, no timer, and no end");
      await change(world);
    } else {
      idle = 0;
      if (!world.reach("idle")) world.clock.advance(world.clock.timers.next());
    }
    if (world.clock.now > world.place.now + ENDLESS_MS) throw new Error("endless: days have passed");
  }
}

/** Real time, told by a timer: the world's clock stands in for the others. */
function limit() {
  const end = { reached: false, forget: () => real.clearTimeout(timer) };
  const timer = real.setTimeout(() => {
    end.reached = true;
  }, LIMIT_MS);
  return end;
}

/** One turn of the event loop; every microtask has run by then. */
function turn() {
  if (globalThis.setImmediate) return new Promise((resolve) => globalThis.setImmediate(resolve));
  if (globalThis.document === undefined) return new Promise((resolve) => real.setTimeout(resolve, 0));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** Whether anything real ended within a moment. */
function change(world) {
  return new Promise((resolve) => {
    const timer = real.setTimeout(() => resolve(false), PATIENCE_MS);
    world.changed = () => {
      real.clearTimeout(timer);
      resolve(true);
    };
  });
}

/** Where all requests under way wait for time to pass, it does. */
async function leap(world) {
  const flights = [...world.flights.keys()];
  const { stalled, next } = await order(world.place, "stalled", { requests: flights });
  if (stalled.length < world.flights.size || flights.some((number) => !world.flights.has(number))) return;
  if (world.reach("stalled", { body: [...world.flights.values()].some((flight) => flight.body) })) return;
  const local = world.clock.timers.next() ?? Number.POSITIVE_INFINITY;
  const remote = next ?? Number.POSITIVE_INFINITY;
  if (local === remote && local === Number.POSITIVE_INFINITY) throw new Error("stuck: a request that never ends");
  if (local < remote) return world.clock.advance(local);
  world.clock.advance(remote);
  await order(world.place, "advance", { now: remote });
}
