/** Files that cannot be read: told before anything is sent. */
import { ValidationError } from "../errors/local.js";

/** The error about a file that cannot be read, for each place of a request where it stands. */
export function unreadableFile(paths: readonly (string | number)[][], cause: unknown): ValidationError {
  const { name, message } = Object(cause) as Partial<Error>;
  const why = message || name || "for a reason that was not given";
  return new ValidationError(
    paths.map((path) => ({
      severity: "error",
      code: "media_unreadable",
      path,
      message: `${path.length === 0 ? "the file" : path.join(".")} cannot be read: ${why}`,
      hint: "it may have been changed, moved or deleted since it was chosen, or be a folder: choose the file again",
    })),
  );
}

/** @throws ValidationError where the file cannot be read any more */
export async function stillReadable(file: Blob): Promise<void> {
  // Its last byte too: one that became shorter can still be read at the start. One that was deleted looks empty in
  // Chromium, as do its slices: only the whole of it tells.
  const parts = file.size === 0 ? [file] : [file.slice(0, 1), file.slice(file.size - 1)];
  await Promise.all(parts.map((part) => part.arrayBuffer())).catch((cause) => {
    throw unreadableFile([[]], cause);
  });
}
