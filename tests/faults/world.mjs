// What a row sees of the world: the engine's own fetch over real sockets, a clock that moves on only when nothing real
// is under way, a store, and hooks that strike at a given await. Runs in every engine.
import { Clock } from "./clock.mjs";

export const KEY = "sk-faults-5f1e0c9a7b3d2846";
const realFetch = globalThis.fetch.bind(globalThis);

/** One order to the host of the simulators. */
export async function order(place, name, body) {
  const answer = await realFetch(`${place.host}/order/${name}/${place.id}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return answer.json();
}

const KINDS = [
  [/\/v1\/videos\/generations$/, "post"],
  [/\/v1\/tasks\//, "poll"],
  [/\/v1\/credits$/, "credits"],
  [/\/results\//, "result"],
];

export class World {
  /** What was sent: kind, when, and the idempotency key. */
  sent = [];
  /** Requests under way, by number. */
  flights = new Map();
  /** Other real work under way, such as a store's. */
  busy = 0;
  left = false;
  /** Given up: nothing that is still under way shall meddle with the next row. */
  dead = false;
  unhandled = [];
  /** Told whenever something real has ended. */
  changed = () => {};
  #hooks;
  #undo = [];

  constructor(row, phase, place) {
    this.row = row;
    this.place = place;
    this.clock = new Clock(place.epoch);
    this.clock.now = place.now;
    this.#hooks = (phase.when ?? []).map((hook) => ({ ...hook }));
    this.acts = {
      jump: ({ ms }) => this.clock.jump(ms),
      leave: () => {
        this.left = true;
      },
    };
  }

  count(kind) {
    return this.sent.filter((request) => request.kind === kind).length;
  }

  install() {
    this.clock.install();
    const { fetch } = globalThis;
    globalThis.fetch = this.row.ownFetch
      ? () => Promise.reject(new Error("the global fetch was called, and not the caller's"))
      : (url, init) => this.fetch(url, init);
    const unhandled = (event) => {
      event.preventDefault?.();
      const reason = event.reason ?? event;
      this.unhandled.push(String(reason?.stack ?? reason));
    };
    const { process, addEventListener, removeEventListener } = globalThis;
    if (process?.on) process.on("unhandledRejection", unhandled);
    else addEventListener?.("unhandledrejection", unhandled);
    this.#undo = [
      () => this.clock.uninstall(),
      () => {
        globalThis.fetch = fetch;
      },
      () => process?.off?.("unhandledRejection", unhandled),
      () => removeEventListener?.("unhandledrejection", unhandled),
    ];
  }

  uninstall() {
    this.dead = true;
    for (const undo of this.#undo) undo();
  }

  /** Strikes the hooks that wait here; answers whether there was one. */
  reach(at, facts = {}) {
    const now = { posts: this.count("post"), polls: this.count("poll"), ...facts };
    const struck = this.#hooks.filter((hook) => {
      const due = this.clock.now >= (hook.afterMs ?? 0);
      return (
        due && hook.at === at && ["posts", "polls", "body"].every((name) => (hook[name] ?? now[name]) === now[name])
      );
    });
    for (const hook of struck) {
      this.#hooks.splice(this.#hooks.indexOf(hook), 1);
      this.acts[hook.do](hook);
    }
    return struck.length > 0;
  }

  /** Counts real work as under way; told when it ends. */
  async during(work) {
    this.busy += 1;
    try {
      return await this.#unlessDead(work());
    } finally {
      this.busy -= 1;
      this.changed();
    }
  }

  async fetch(input, init = {}) {
    const url = String(input);
    const kind = KINDS.find(([pattern]) => pattern.test(url))?.[1] ?? "other";
    const headers = new Headers(init.headers);
    this.sent.push({
      kind,
      at: this.clock.now,
      key: headers.get("idempotency-key"),
      authorized: headers.has("authorization"),
    });
    this.reach("request", { kind });
    const flight = { number: `${this.place.phase}.${this.sent.length}`, body: false };
    this.flights.set(flight.number, flight);
    try {
      const response = await this.#unlessDead(realFetch(this.#route(url, kind, flight.number), init));
      return this.#watched(response, flight);
    } catch (error) {
      throw this.#reworded(error);
    } finally {
      this.#landed(flight);
    }
  }

  #route(url, kind, number) {
    const { id, refused } = this.place;
    const refuses = [this.row.refuse?.[kind] ?? []].flat().includes(this.count(kind));
    const target = refuses ? url.replace(/:\d+\//, `:${refused}/`) : url;
    return target.replace(`/sim/${id}/`, `/sim/${id}@${number}@${this.clock.now}/`);
  }

  /** Reading the body is real work too. */
  #watched(response, flight) {
    const counted = (owner, name) => {
      const read = owner[name].bind(owner);
      owner[name] = async () => {
        flight.body = true;
        this.flights.set(flight.number, flight);
        try {
          return await this.#unlessDead(read());
        } catch (error) {
          throw this.#reworded(error);
        } finally {
          this.#landed(flight);
        }
      };
    };
    for (const name of ["text", "json", "arrayBuffer", "blob"]) counted(response, name);
    const { body } = response;
    if (body) {
      const getReader = body.getReader.bind(body);
      body.getReader = (...args) => {
        const reader = getReader(...args);
        counted(reader, "read");
        return reader;
      };
      Object.defineProperty(response, "body", { value: body });
    }
    return response;
  }

  async #unlessDead(work) {
    try {
      return await work;
    } finally {
      if (this.dead) await new Promise(() => {});
    }
  }

  #landed(flight) {
    this.flights.delete(flight.number);
    this.changed();
  }

  /** The same break in another engine's words. */
  #reworded(error) {
    const { wording } = this.row;
    if (!wording || error?.name === "AbortError") return error;
    const { message, name = "TypeError", cause, ...fields } = wording;
    const because = cause && Object.assign(new Error(cause.message ?? cause.code), cause);
    const other = Object.assign(new TypeError(message, because && { cause: because }), fields);
    return Object.defineProperty(other, "name", { value: name });
  }

  /** A store that counts as real work, may fail where the row says so, and is a place for hooks. */
  watch(store) {
    const watched = {};
    for (const name of ["get", "claim", "set", "delete", "list"]) {
      watched[name] = (...args) =>
        this.during(async () => {
          this.reach(name);
          if (this.row.storeFails?.includes(name)) throw new Error(`the store's ${name} fails`);
          return store[name](...args);
        });
    }
    return watched;
  }
}
