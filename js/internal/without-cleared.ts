/**
 * A request without what cleared number fields say: their `valueAsNumber` is NaN, which means that nothing is given. Source:
 * HTML, 4.10.5.4 "valueAsNumber".
 */
export function withoutCleared<T>(request: T): T {
  if (typeof request !== "object" || request === null || Array.isArray(request)) return request;
  const fields = Object.entries(request);
  const given = fields.filter(([, value]) => !Number.isNaN(value));
  return given.length === fields.length ? request : (Object.fromEntries(given) as T);
}
