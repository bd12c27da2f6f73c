// What came of a suite, told to Node's own runner: a subtest a case.
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { KEY } from "../suite/world.mjs";

/** Fewer would mean that some were lost on the way. */
const LEAST = 190;

/** As Node's console prints it. */
export const show = (value) => inspect(value, { depth: 10 });

/** Collects what an engine reports, prints, and does not catch. */
export class Record {
  #cases = new Map();
  #printed = [];
  #uncaught = [];

  hear = ({ name, ...rest }) => {
    this.#cases.set(name, { ...this.#cases.get(name), ...rest });
  };

  print = (text) => this.#printed.push(String(text));

  uncaught = (error) => this.#uncaught.push(error?.stack ?? String(error));

  get(name) {
    return this.#cases.get(name);
  }

  /** Waits for an engine; where it breaks, the cases tell how far it came. */
  async watch(running) {
    await running.catch(this.uncaught);
  }

  /** `printed`: the engine prints to a console of its own, which was read along. */
  async tell(t, { printed = false } = {}) {
    for (const [name, { state, error, ms }] of this.#cases) {
      await t.test(name, () => {
        if (state !== "ended") assert.fail("the engine did not come to its end");
        if (error !== undefined) throw Object.assign(new Error(`after ${ms} ms`), { stack: error });
      });
    }
    await t.test("every case was run", () => {
      assert.ok(this.#cases.size >= LEAST, `only ${this.#cases.size} cases were run`);
    });
    await t.test("nothing was left uncaught", () => {
      assert.deepEqual(this.#uncaught, []);
    });
    await t.test("the console never shows the key", () => {
      for (const text of this.#printed) assert.ok(!text.includes(KEY), text);
    });
    if (!printed) return;
    await t.test("the console shows errors by name and message", () => {
      for (const name of ["WanError", "RateLimitError", "TaskFailedError"]) {
        const wanted = `${name}: what happened`;
        assert.ok(
          this.#printed.some((text) => text.includes(wanted)),
          `${wanted} is not among\n${this.#printed.join("\n")}`,
        );
      }
    });
  }
}
