/** One line a request. */
import type { LoggedRequest } from "../../simulator/types.js";
import { type Colour, style } from "../terminal.js";

export function requestLine(request: LoggedRequest): string {
  const { at, method, path, status, taskId, fault, detail, headers } = request;
  const parts = [
    style("dim", new Date(at).toISOString().slice(11, 23)),
    method.padEnd(4),
    path,
    status === 0 ? style("red", "no answer") : style(colourOf(status), String(status)),
    taskId !== undefined && !path.includes(taskId) && style("cyan", taskId),
    fault !== undefined && style("magenta", `fault: ${fault}`),
    detail !== undefined && style("yellow", detail),
    style("dim", headers["user-agent"] ?? ""),
  ];
  return parts.filter((part) => part).join("  ");
}

export function callbackLine(sent: { taskId: string; url: string; attempt: number; status: number | null }): string {
  const { taskId, url, attempt, status } = sent;
  const answer = status === null ? style("red", "no answer") : style(colourOf(status), String(status));
  const time = style("dim", new Date().toISOString().slice(11, 23));
  return [time, "CALLBACK", url, answer, style("cyan", taskId), style("dim", `attempt ${attempt}`)].join("  ");
}

function colourOf(status: number): Colour {
  if (status < 300) return "green";
  return status < 500 ? "yellow" : "red";
}
