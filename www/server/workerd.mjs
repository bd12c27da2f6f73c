// A Worker in a real workerd, as Miniflare starts it.

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const SIGNALS = ["SIGINT", "SIGTERM"];

/** What a Worker prints, line by line. */
function printed(stream, tell) {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) tell(line);
  });
}

/** Whether somebody should see a line: of a log in JSON, what went wrong. */
function matters(line) {
  try {
    return JSON.parse(line).level !== "info";
  } catch {
    return line.trim() !== "";
  }
}

/** Starts it; whoever does ends it. `quiet`: of its log only what went wrong is printed. Answers its address, a URL, and a way to end it. */
export async function startWorkerd({ quiet = false, ...given }) {
  const handleRuntimeStdio = (stdout, stderr) => {
    printed(stdout, (line) => matters(line) && console.log(line));
    printed(stderr, (line) => console.error(line));
  };
  const options = { ...given, ...(quiet && { handleRuntimeStdio }) };
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
