/** All takes of this browser: shown, run again, varied, kept, compared. */
import type { CompletedTask } from "wanreel";
import { isRunning } from "wanreel/video";
import { useState } from "preact/hooks";
import { useWords, type Words } from "../language/language.js";
import { priceText } from "../price/cost.js";
import { choiceName } from "../request/names.js";
import { money } from "../ui/numbers.js";
import { useNow } from "../ui/use-now.js";
import { clientIn } from "../where/clients.js";
import { archive, canArchive, removeKept } from "./archive.js";
import { Compare } from "./compare.js";
import { lifetime } from "./facts.js";
import type { GalleryProps } from "./gallery.js";
import { promptOf, type Take } from "./take.js";

const MINUTE_MS = 60_000;

export function TakeList(props: GalleryProps) {
  const { takes, place } = props;
  const words = useWords();
  // A take may have ended since the clock last told the time.
  const now = Math.max(useNow(true, MINUTE_MS), Date.now());
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const done = takes.takes.filter(({ status }) => status === "completed");
  const compared = done.filter(({ id }) => chosen.includes(id)).slice(0, 2);

  async function keep(take: Take) {
    const client = clientIn(place, take.runner);
    takes.change(take.id, { archived: await archive(client, take.task as CompletedTask, take.id) });
  }
  function forget(take: Take) {
    if (take.archived) removeKept(take.archived).catch(console.error);
    takes.forget(take.id);
  }
  const toggle = (id: string) =>
    setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now.slice(-1), id]));

  return (
    <>
      {compared.length === 2 && <Compare takes={compared} onClose={() => setChosen([])} />}
        <ul class="takes">
          {takes.takes.map((take) => (
            <li key={take.id} class={`take ${take.id === takes.shown ? "shown" : ""}`} data-status={take.status}>
              <button
                type="button"
                class="take-show"
                aria-current={take.id === takes.shown}
                onClick={() => takes.show(take.id)}
              >
                <span class="take-state">
                  {stateOf(take, words)}
                </span>
                <span class="take-prompt">{promptOf(take)}</span>
              </button>
              <p class="note">{factsOf(take, now, words)}</p>
              <div class="take-actions">
                {!isRunning(take) && !take.lostFiles && (
                  <>
                    <button type="button" class="chip" data-take="again" onClick={() => props.onAgain(take)}>
                      {words.runAgain}
                    </button>
                    <button type="button" class="chip" data-take="vary" onClick={() => props.onVary(take)}>
                      {words.varySeed}
                    </button>
                  </>
                )}
                <button type="button" class="chip" data-take="load" onClick={() => props.onLoad(take)}>
                  {words.loadIntoForm}
                </button>
                {take.status === "completed" && take.runner !== "edge" && canArchive() && (
                  <button
                    type="button"
                    class="chip"
                    data-take="keep"
                    aria-disabled={take.archived !== undefined}
                    onClick={() => take.archived === undefined && keep(take).catch(console.error)}
                  >
                    {take.archived ? words.archived : words.archive}
                  </button>
                )}
                {take.status === "completed" && (
                  <button
                    type="button"
                    class="chip"
                    data-take="compare"
                    aria-pressed={chosen.includes(take.id)}
                    onClick={() => toggle(take.id)}
                  >
                    {words.compare}
                  </button>
                )}
                {!isRunning(take) && (
                  <button
                    type="button"
                    class="chip"
                    data-take="forget"
                    aria-label={words.forgetTake(promptOf(take))}
                    onClick={() => forget(take)}
                  >
                    {words.forget}
                  </button>
                )}
              </div>
            </li>
          ))}
        </ul>
    </>
  );
}

function stateOf(take: Take, words: Words): string {
  const { status, progress, trouble } = take;
  if (isRunning(take)) return `${progress} %`;
  if (trouble?.name === "JobCancelled") return words.cancelledStage;
  return words.states[status];
}

/** "Text to video, seed 7, $0.43, link expires in 23 h" */
function factsOf(take: Take, now: number, words: Words): string {
  const { request, cost, billed, task, archived } = take;
  const { seed } = request as { seed?: number };
  const mode = request.model.replace("wan2.7-", "");
  const expires = task?.expiresAt && take.status === "completed" && !archived;
  return [
    choiceName(mode, words),
    seed === undefined ? words.randomSeed : words.seedIs(String(seed)),
    // What failed is not billed; whether what nobody knows the outcome of is, its card says.
    billed !== undefined ? money(billed) : cost && take.status !== "error" ? priceText(cost) : "",
    expires ? `${words.linkExpires.toLowerCase()} ${lifetime((task.expiresAt as Date).getTime() - now, words)}` : "",
    task?.needsReview && isRunning(take) ? words.review : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
