/** Which fetch is a simulator's: each is an API of its own, with its own tasks and money. */
const SIMULATED = Symbol.for("wanreel.simulated");

export function markSimulated(fetch: object): void {
  Object.defineProperty(fetch, SIMULATED, { value: true });
}

export function isSimulated(fetch: object): boolean {
  return SIMULATED in fetch;
}
