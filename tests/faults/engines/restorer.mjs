#!/usr/bin/env node
// A process that takes single steps of machines out of their stored texts, and keeps nothing. Prints its port.
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import * as glue from "../../../pkg/stored/wanreel_bg.js";

const wasm = readFileSync(new URL("../../../pkg/stored/wanreel_bg.wasm", import.meta.url));
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { "./wanreel_bg.js": glue });
glue.__wbg_set_wasm(exports);
exports.__wbindgen_start?.();

const { Machine } = glue;
const READ_BACK = 7;
/** As src/bindings/steps.rs numbers it. */
const [WHAT, SLEEP, MARKED] = [3, 1, 4];
/** Timers know whole milliseconds, and the calendar too: what is left of a pause then is nothing. */
const EARLY_MS = 2;

/** One step. A machine that slept is told first that it was read back: it says how much of its pause is left. */
function step({ text, base, sleeps, event }) {
  const [, , , , now, wallMs, random] = event;
  const machine = Machine.restore(text, base, now, wallMs);
  const saved = (effect) => {
    const told = { ms: machine.ms, said: machine.report() };
    return { effect, told, text: machine.save(now, wallMs), pid: process.pid };
  };
  if (sleeps) {
    const effect = machine.step(READ_BACK, 0, undefined, undefined, now, wallMs, random);
    if ((effect & WHAT) !== SLEEP) throw new Error(`a machine that slept was read back, and asks for ${effect}`);
    const forReview = (effect & MARKED) !== 0 && JSON.parse(text).machine === "wait";
    if (forReview || machine.ms > EARLY_MS) return saved(effect);
  }
  return saved(machine.step(...event));
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  createInterface({ input: socket }).on("line", (line) => {
    let answer;
    try {
      answer = step(JSON.parse(line));
    } catch (error) {
      answer = { thrown: String(error?.stack ?? error) };
    }
    socket.write(`${JSON.stringify(answer)}\n`);
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.on("disconnect", () => process.exit());
