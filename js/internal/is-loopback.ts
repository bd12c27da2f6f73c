/** Whether a URL's host name is one of this machine's own: what goes there leaves it by no wire. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
