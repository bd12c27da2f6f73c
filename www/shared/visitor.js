/** Who asks, and under which name of this machine: read alike by the server and by the Worker. */

const COOKIE = /(?:^|;\s*)wanreel_visitor=([A-Za-z0-9_-]{22})(?:;|$)/;
const YEAR_S = 31_536_000;

/**
 * The visitor of a request, by the `Cookie` header; undefined where it has none. A real site learns it from a login.
 * @param {string | null | undefined} cookies
 */
export function visitorOf(cookies) {
  return COOKIE.exec(cookies ?? "")?.[1];
}

/**
 * The cookie that makes a visitor of whoever opens the page. Scripts do not read it, and pages of others do not send it along.
 * @param {string} visitor 22 characters, not to be guessed
 */
export function visitorCookie(visitor) {
  return `wanreel_visitor=${visitor}; Path=/; Max-Age=${YEAR_S}; HttpOnly; SameSite=Lax`;
}

/**
 * Whether a `Host` header names this machine. Under another name a page of a stranger's may be here: one whose name was made
 * to point at this machine, which makes it of the same origin as all that is served here.
 * @param {string | null | undefined} header
 * @param {string} host what is listened on
 */
export function isOwnName(header, host) {
  const name = /^(\[[0-9a-f:]+\]|[^:]+)(:\d+)?$/i.exec(header ?? "")?.[1]?.toLowerCase();
  if (name === undefined) return false;
  // Listening everywhere, it is called by whatever addresses and names the machine has; an address cannot be rebound.
  return ["localhost", host.toLowerCase()].includes(name) || /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:]+\])$/.test(name);
}
