/** What the package finds about a field. */
import type { Issue } from "wanreel";
import { useWords } from "../language/language.js";

export const isError = (issue: Issue) => issue.severity === "error";

/** One finding each: what was found and what is allowed, and what to do. */
export function Findings({ issues, id }: { issues: readonly Issue[]; id?: string }) {
  const words = useWords();
  return (
    <ul class="issues" id={id} aria-live="polite">
      {issues.map((issue) => (
        <li key={`${issue.code} ${issue.path.join(".")} ${issue.message}`} class={issue.severity} data-code={issue.code}>
          <span class="visually-hidden">{isError(issue) ? words.error : words.note}</span>
          {issue.message}
          {issue.hint && <span class="hint">{issue.hint}</span>}
        </li>
      ))}
    </ul>
  );
}
