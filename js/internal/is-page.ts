/** A page or a worker of one: whatever it holds, its visitor can read. */
export function isPage(): boolean {
  const scope = globalThis as {
    window?: unknown;
    document?: unknown;
    Deno?: unknown;
    WorkerNavigator?: new () => object;
  };
  if (scope.Deno !== undefined) return false;
  if (scope.window !== undefined && scope.document !== undefined) return true;
  return scope.WorkerNavigator !== undefined && globalThis.navigator instanceof scope.WorkerNavigator;
}
