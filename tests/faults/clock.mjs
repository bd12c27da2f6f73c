// Time that moves only when told to, in place of an engine's own: setTimeout, Date.now and performance.now. Taken by
// the client at each call, so it need not be there when the client is loaded. No imports: it runs in every engine.

const REAL = ["setTimeout", "clearTimeout"];

/** The engine's own timers, for whoever must wait in real time. */
export const real = Object.fromEntries(REAL.map((name) => [name, globalThis[name].bind(globalThis)]));

/** Timers in the order they are due; of those due at once, in the order they were set. */
export class Timers {
  #heap = [];
  #set = 0;
  #alive = new Map();

  get size() {
    return this.#alive.size;
  }

  add(due, work) {
    const timer = { due, number: ++this.#set, work };
    this.#alive.set(timer.number, timer);
    this.#heap.push(timer);
    this.#up(this.#heap.length - 1);
    return timer.number;
  }

  remove(number) {
    this.#alive.delete(number);
  }

  /** When the next one is due. */
  next() {
    while (this.#heap.length > 0 && !this.#alive.has(this.#heap[0].number)) this.#pop();
    return this.#heap[0]?.due;
  }

  /** Takes the next one that is due by then. */
  take(by) {
    const due = this.next();
    if (due === undefined || due > by) return undefined;
    const timer = this.#pop();
    this.#alive.delete(timer.number);
    return timer;
  }

  #before(a, b) {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    return one.due < other.due || (one.due === other.due && one.number < other.number);
  }

  #swap(a, b) {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b], this.#heap[a]];
  }

  #up(index) {
    for (let at = index; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #pop() {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      for (let at = 0; ; ) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) {
          if (child < this.#heap.length && this.#before(child, least)) least = child;
        }
        if (least === at) break;
        this.#swap(at, least);
        at = least;
      }
    }
    return first;
  }
}

/** A clock that stands in for the engine's. `now` is monotonic, from 0; the calendar may jump. */
export class Clock {
  now = 0;
  timers = new Timers();
  #epoch;
  #skew = 0;
  #restore = () => {};

  constructor(epoch) {
    this.#epoch = epoch;
  }

  /** Milliseconds since 1970, as the engine sees it. */
  date() {
    return this.#epoch + this.#skew + Math.floor(this.now);
  }

  /** Somebody sets the computer's clock. */
  jump(ms) {
    this.#skew += ms;
  }

  /** Moves on to then, firing what is due on the way. */
  advance(to) {
    for (let timer = this.timers.take(to); timer; timer = this.timers.take(to)) {
      this.now = Math.max(this.now, timer.due);
      timer.work();
    }
    this.now = Math.max(this.now, to);
  }

  install() {
    const before = [
      [globalThis, "setTimeout", (work, ms = 0, ...args) => this.#add(work, ms, args)],
      [globalThis, "clearTimeout", (timer) => this.#remove(timer)],
      [Date, "now", () => this.date()],
      [performance, "now", () => this.now],
    ].map(([owner, name, replacement]) => {
      const own = Object.getOwnPropertyDescriptor(owner, name);
      Object.defineProperty(owner, name, { value: replacement, configurable: true, writable: true });
      return () => (own ? Object.defineProperty(owner, name, own) : delete owner[name]);
    });
    this.#restore = () => {
      for (const undo of before) undo();
    };
  }

  uninstall() {
    this.#restore();
  }

  // Engines fire at once what is not a positive number.
  #add(work, ms, args) {
    if (isOwn()) return real.setTimeout(work, ms, ...args);
    return this.timers.add(this.now + (ms > 0 ? Math.min(ms, 2 ** 31 - 1) : 0), () => work(...args));
  }

  #remove(timer) {
    if (typeof timer === "number") this.timers.remove(timer);
    else real.clearTimeout(timer);
  }
}

/** Node's fetch takes the global timers too, for its sockets, which are real. */
function isOwn() {
  if (globalThis.process?.versions?.node === undefined) return false;
  const [, , , , caller = ""] = String(new Error().stack).split("\n");
  return caller.includes("node:internal");
}
