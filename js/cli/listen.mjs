// A port to listen on, for the command line and the page's server. Not TypeScript: scripts/start.mjs runs it before anything is built.

/** So many ports are tried. */
const PORTS = 50;

export function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Listens on `port`, or the next free one where `next` allows it. */
export async function listenFrom(server, { port, host, next }) {
  for (let candidate = port; ; candidate++) {
    try {
      return await listen(server, candidate, host);
    } catch (error) {
      if (error.code !== "EADDRINUSE" || !next || candidate >= port + PORTS) throw error;
    }
  }
}

/** What to do where the server cannot listen, in words; undefined where that is not what went wrong. */
export function cannotListen({ code, syscall }, { port, host }) {
  if (code === "EADDRINUSE") return `port ${port} is in use: choose another with --port, or --port 0 for any free one`;
  if (code === "EACCES") return `port ${port} needs more rights: choose one above 1023 with --port`;
  if (code === "EADDRNOTAVAIL" || syscall === "getaddrinfo")
    return `this machine has no address "${host}": leave --host out, or give one of its own`;
  return undefined;
}
