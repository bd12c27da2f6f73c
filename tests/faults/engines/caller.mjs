// The thread of restored-glue.mjs that speaks with the restorers.
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { workerData } from "node:worker_threads";

const { channel, answered, ports } = workerData;

const restorers = ports.map((port) => {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  createInterface({ input: socket }).on("line", (line) => {
    channel.postMessage(JSON.parse(line));
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
  return socket;
});

channel.on("message", ({ turn, ...order }) => {
  restorers[turn % restorers.length].write(`${JSON.stringify(order)}\n`);
});
