// The module's glue with machines that live in no process: after every step there is their stored text alone, and the
// next step is taken by another process of the operating system, out of that text (restorer.mjs). What fetches and sleeps
// is the driver here, which stays: so an answer reaches the machine that asked for it, also a submit, whose POST would be
// of unknown outcome had the driver died too.
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { glue as stock } from "../../../pkg/stored/wanreel_bg.js";

const LIMIT_MS = 30_000;
/** As src/bindings/steps.rs numbers it. */
const [WHAT, SLEEP] = [3, 1];

/** Machines are stepped synchronously: this thread waits while another speaks with the processes. */
class Restorers {
  #answered = new Int32Array(new SharedArrayBuffer(4));
  #channel = new MessageChannel();

  constructor(ports) {
    const { port2: channel } = this.#channel;
    const workerData = { channel, answered: this.#answered, ports };
    new Worker(new URL("caller.mjs", import.meta.url), { workerData, transferList: [channel] }).unref();
    this.#channel.port1.unref();
  }

  ask(order) {
    Atomics.store(this.#answered, 0, 0);
    this.#channel.port1.postMessage(order);
    const { message } = this.#answer();
    if (message.thrown) throw new Error(message.thrown);
    return message;
  }

  #answer() {
    for (;;) {
      if (Atomics.wait(this.#answered, 0, 0, LIMIT_MS) === "timed-out") throw new Error("a restorer does not answer");
      // The call that wakes for an answer may come late, when that one was taken already and another is waited for.
      const received = receiveMessageOnPort(this.#channel.port1);
      if (received) return received;
    }
  }
}

let restorers;

/** Stands in for the glue's machine. */
function stored(Machine) {
  return class {
    #text;
    #base;
    #sleeps = false;
    #turn = 0;
    #process;

    constructor(...args) {
      const machine = new Machine(...args);
      this.#text = machine.save(performance.now(), Date.now());
      machine.free();
      // The address of the API is the first of the texts that a machine is made with; a submit has none.
      this.#base = String(args.findLast((arg) => /^https?:/.test(arg)) ?? "").split("\n")[0];
    }

    step(...event) {
      restorers ??= new Restorers(JSON.parse(process.env.RESTORERS));
      // The restorers take turns at each machine.
      this.#turn += 1;
      const { told, effect, text, pid } = restorers.ask({
        turn: this.#turn,
        text: this.#text,
        base: this.#base,
        sleeps: this.#sleeps,
        event,
      });
      if (pid === process.pid || pid === this.#process) throw new Error("two steps in one process");
      this.#process = pid;
      this.#text = text;
      this.#sleeps = (effect & WHAT) === SLEEP;
      Object.assign(this, told);
      return effect;
    }

    report() {
      return this.said;
    }

    free() {}
  };
}

export const glue = { ...stock, Machine: stored(stock.Machine) };
