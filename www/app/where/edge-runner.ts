/** The job in the Worker: the page asks for it once, and reads what happens line by line. */
import type { Task } from "wanreel";
import type { Tell } from "../../shared/job.js";
import type { News, Order } from "../../shared/news.js";
import type { Pace } from "../../shared/pace.js";
import type { Trouble } from "../../shared/trouble.js";
import { linesOf } from "./response-lines.js";

/** How often in a row a stream is taken up again that brought nothing, and how long after. */
const ATTEMPTS = 5;
const PAUSE_MS = 1500;

const CUT: Trouble = {
  name: "ConnectionLost",
  code: "stream_cut",
  message: "The connection to the Worker broke before it said which task there is.",
  hint: "Send it again: the Worker remembers the request, and joins the task it made instead of making another.",
};

export interface EdgeRunner {
  /** Submits and waits; resolves when there is nothing more to tell. */
  order(order: Order, tell: Tell, signal: AbortSignal): Promise<void>;
  /** Waits for a task that was submitted before. */
  resume(taskId: string, tell: Tell, signal: AbortSignal): Promise<void>;
  /** The whole video, to keep. */
  download(task: Task): Promise<Blob>;
}

export function edgeRunner(pace: Pace): EdgeRunner {
  const waitUrl = (taskId: string) => `/edge/jobs/${encodeURIComponent(taskId)}?pace=${pace}`;

  /** A broken stream ends nothing: the task goes on, and another stream tells of it. */
  async function follow(first: () => Promise<Response>, id: string | undefined, tell: Tell, signal: AbortSignal) {
    let taskId = id;
    let open = first;
    for (let attempt = 1; ; attempt++) {
      try {
        for await (const line of linesOf(await accepted(await open()))) {
          const news = JSON.parse(line) as News;
          if (news.type === "event" && news.event.type === "submitted") taskId = news.event.taskId;
          if (news.type === "task") attempt = 0;
          tell(revived(news));
          if (news.type === "done" || news.type === "trouble") return;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refused) return tell({ type: "trouble", trouble: error.trouble });
      }
      const known = taskId;
      if (known === undefined || attempt >= ATTEMPTS) {
        const trouble = known === undefined ? CUT : { ...CUT, taskId: known, message: "The Worker cannot be reached." };
        return tell({ type: "trouble", trouble });
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (signal.aborted) return;
      open = () => fetch(waitUrl(known), { signal });
    }
  }

  return {
    order(order, tell, signal) {
      const body = JSON.stringify({ ...order, pace });
      const headers = { "content-type": "application/json" };
      return follow(() => fetch("/edge/jobs", { method: "POST", headers, body, signal }), undefined, tell, signal);
    },
    resume: (taskId, tell, signal) => follow(() => fetch(waitUrl(taskId), { signal }), taskId, tell, signal),
    // What the link answers is a video, or an error: the Worker's proxy hands on nothing else.
    download: async (task) => (await accepted(await fetch(task.results[0] ?? ""))).blob(),
  };
}

class Refused extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.message);
  }
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  const trouble = await response.json().catch(() => undefined);
  throw new Refused(trouble ?? { name: "Error", message: `The Worker answered ${response.status}.` });
}

/** JSON knows no dates. */
function revived(news: News): News {
  if (news.type !== "task" && news.type !== "done") return news;
  const { createdAt, expiresAt, ...task } = news.task;
  return {
    ...news,
    task: {
      ...task,
      ...(createdAt && { createdAt: new Date(createdAt) }),
      ...(expiresAt && { expiresAt: new Date(expiresAt) }),
    },
  };
}
