// A Worker in a real workerd, as Miniflare starts it.

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const SIGNALS = ["SIGINT", "SIGTERM"];

/** Starts it; whoever does ends it. Answers its address, a URL, and a way to end it. */
export async function startWorkerd(options) {
  const { Log, LogLevel, Miniflare } = await import("miniflare");
  const before = SIGNALS.map((signal) => process.listeners(signal));
  const miniflare = new Miniflare({ ...options, host: "127.0.0.1", cf: false, log: new Log(LogLevel.WARN) });
  const address = await miniflare.ready;
  // Miniflare ends the whole process at a signal, at once; here whoever started it ends it, and in order.
  for (const [index, signal] of SIGNALS.entries()) {
    for (const listener of process.listeners(signal)) {
      if (!before[index].includes(listener)) process.off(signal, listener);
    }
  }
  return { address, close: () => miniflare.dispose() };
}
