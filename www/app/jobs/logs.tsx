/** Two logs side by side: what the client did, and what the API got. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useWords } from "../language/language.js";
import type { Seen } from "../where/simulator.js";
import type { Line } from "./told.js";

interface Props {
  startedAt: number;
  lines: readonly Line[];
  seen: readonly Seen[];
}

export function Logs({ startedAt, lines, seen }: Props) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const api = seen.map(({ at, method, path, status, fault, userAgent }) => ({
    at,
    text: `${method} ${path.replace(/task-unified-\d+-/, "…")} ${status === 0 ? "no answer" : status}${fault ? ` (${fault})` : ""}`,
    wrong: status === 0 || status >= 400,
    who: userAgent.startsWith("Mozilla/") ? "browser" : userAgent || "unknown",
  }));
  return (
    <details class="panel drawer" id="events" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {words.whatHappened}{" "}
        <span class="count" id="events-count">
          {lines.length > 0 ? lines.length : ""}
        </span>
      </summary>
      <div class="logs" id="logs">
        <Log name={words.clientDid} id="client-log" {...{ startedAt, open, lines }} />
        <Log name={words.apiGot} id="api-log" {...{ startedAt, open }} lines={api} />
      </div>
    </details>
  );
}

interface LogProps {
  name: string;
  id: string;
  startedAt: number;
  /** Closed, a drawer lays nothing out that could be scrolled. */
  open: boolean;
  lines: readonly (Line & { who?: string })[];
}

function Log({ name, id, startedAt, open, lines }: LogProps) {
  const list = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    if (list.current && open) toEnd(list.current);
  }, [open, lines.length]);
  return (
    <div>
      <h2 class="edge">{name}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <ol class="log" id={id} ref={list} tabIndex={0} aria-label={name}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows
          <li key={index} class={line.wrong ? "wrong" : ""}>
            <time>+{(Math.max(0, line.at - startedAt) / 1000).toFixed(1)} s</time>
            <span class="text">{line.text}</span>
            {line.who && <span class="who">{line.who}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Shows the last entries, the first of them whole: its top at the top. */
function toEnd(list: HTMLElement): void {
  const last = list.lastElementChild as HTMLElement | null;
  if (!last) return;
  const cut = last.offsetTop + last.offsetHeight - list.clientHeight;
  const first = ([...list.children] as HTMLElement[]).find((item) => item.offsetTop >= cut) ?? last;
  list.classList.toggle("long", cut > 0);
  list.scrollTop = cut > 0 ? first.offsetTop : 0;
}
