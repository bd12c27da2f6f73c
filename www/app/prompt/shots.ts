/** The shots of a prompt, for drawing and moving them. What is wrong with them is the package's to say. */

export interface Shot {
  number: number;
  /** Seconds. */
  start: number;
  end: number;
  /** Where "[0-3s]" stands in the prompt. */
  from: number;
  to: number;
}

/** `Shot 1 [0-3s]`, as the guide writes it (section 3), and as people do. */
const TIME = String.raw`\s*(\d+(?:\.\d+)?)\s*(?:seconds|secs|sec|s)?\s*`;
const SHOT = new RegExp(String.raw`(?<![A-Za-z0-9])shot\s*(\d+)\s*:?\s*(\[${TIME}[-–—~]${TIME}\])`, "gi");

export function shotsOf(prompt: string): Shot[] {
  return [...prompt.matchAll(SHOT)].map((match) => {
    const [whole, number, times = "", start, end] = match;
    const to = match.index + whole.length;
    return { number: Number(number), start: Number(start), end: Number(end), from: to - times.length, to };
  });
}

const told = (shot: Pick<Shot, "start" | "end">) => `[${shot.start}-${shot.end}s]`;

/** The prompt with those times in the place of the shots' own. */
function withTimes(prompt: string, shots: readonly Shot[]): string {
  let text = "";
  let at = 0;
  for (const shot of shots) {
    text += prompt.slice(at, shot.from) + told(shot);
    at = shot.to;
  }
  return text + prompt.slice(at);
}

export type Side = "start" | "end";

/** Moves an edge of a shot, and with it the edge of the neighbour that it touches. */
export function moveEdge(prompt: string, index: number, side: Side, second: number): string {
  const shots = shotsOf(prompt);
  const shot = shots[index];
  if (!shot) return prompt;
  const neighbour = shots[side === "start" ? index - 1 : index + 1];
  const other: Side = side === "start" ? "end" : "start";
  const touches = neighbour?.[other] === shot[side];
  const moved = shots.map((one) => {
    if (one === shot) return { ...one, [side]: second };
    return touches && one === neighbour ? { ...one, [other]: second } : one;
  });
  return withTimes(prompt, moved);
}

/** Adds a shot that begins where the last one ends. */
export function addShot(prompt: string, duration: number): string {
  const shots = shotsOf(prompt);
  const start = shots.at(-1)?.end ?? 0;
  const end = start < duration ? duration : start + 1;
  const number = (shots.at(-1)?.number ?? 0) + 1;
  return `${prompt.trimEnd()}${prompt.trim() === "" ? "" : " "}Shot ${number} ${told({ start, end })} `;
}
