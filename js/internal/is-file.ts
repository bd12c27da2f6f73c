/** Whether it is a Blob or File; by name too, since those of a frame are instances of another class. */
export function isFile(value: unknown): value is Blob {
  if (typeof Blob === "function" && value instanceof Blob) return true;
  return /^\[object (?:Blob|File)\]$/.test(Object.prototype.toString.call(value));
}
