import type { Issue } from "../types/results.js";

/** The warning about a medium that could not be fetched or read. */
export function unreadable(path: (string | number)[], { message, hint }: { message: string; hint?: string }): Issue {
  const issue: Issue = {
    severity: "warning",
    code: "media_unreadable",
    path,
    message: `${path.join(".")} could not be checked: ${message}`,
  };
  if (hint !== undefined) issue.hint = hint;
  return issue;
}
