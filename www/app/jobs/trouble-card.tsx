/** How a job ended without its video: what happened, one piece of advice, and buttons for what can be done. */
import type { ModelInfo } from "wanreel";
import type { Trouble } from "../../shared/trouble.js";
import { useWords } from "../language/language.js";
import { plainly } from "../request/form-words.js";
import { shortId } from "../ui/numbers.js";
import { type Advice, adviceFor, type Button, stoppedAdvice } from "./advice.js";

type Act = (button: Button) => void;

interface Props {
  trouble: Trouble;
  /** Of the request that was sent. */
  fingerprint: string | undefined;
  /** In whose form's words the trouble is told. */
  model: ModelInfo;
  /** Default: by the class of the error. */
  advice?: Advice | undefined;
  onAct: Act;
}

export function TroubleCard({ trouble, fingerprint, model, advice: given, onAct }: Props) {
  const words = useWords();
  const advice = given ?? adviceFor(trouble, words.errors);
  const { status = 0, taskId, code, idempotencyKey, requestId, hint = "" } = trouble;
  const facts: [name: string, value: string | number | undefined][] = [
    [words.facts.code, code],
    // A task that failed was told of with a 200: only a refusal's status says something.
    [words.facts.status, status < 400 ? undefined : status],
    [words.facts.task, taskId && shortId(taskId)],
    [words.facts.idempotencyKey, idempotencyKey],
    [words.facts.fingerprint, advice.fingerprint ? fingerprint : undefined],
    [words.facts.requestId, requestId],
  ];
  const known = facts.filter(([, value]) => value !== undefined);
  return (
    <section class="panel trouble" role="alert" data-name={trouble.name} data-calm={String(advice.calm ?? false)}>
      <h2>{advice.title}</h2>
      <p class="said">
        <code>{trouble.name}</code> {plainly(trouble.message, model, words)}
      </p>
      {/* A hint speaks to programs; where the page knows what its visitor can do, it says that instead. */}
      <p>{advice.text || plainly(hint, model, words)}</p>
      {known.length > 0 && (
        <dl>
          {known.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Buttons advice={advice} onAct={onAct} />
    </section>
  );
}

/** For whoever stopped waiting: nothing is wrong, and nothing is to sound like it. */
export function StoppedCard({ onAct }: { onAct: Act }) {
  const words = useWords();
  const advice = stoppedAdvice(words.errors);
  return (
    <section class="panel trouble" data-name="Stopped" data-calm="true">
      <h2>{advice.title}</h2>
      <p>{advice.text}</p>
      <Buttons advice={advice} onAct={onAct} />
    </section>
  );
}

/** What may cost money is not to look like the way out. */
function looks(name: Button, index: number): string {
  if (name === "pay-again") return "quiet danger";
  return index === 0 && name !== "edit" ? "primary" : "quiet";
}

function Buttons({ advice: { buttons }, onAct }: { advice: Advice; onAct: Act }) {
  const words = useWords();
  return (
    <div class="actions">
      {buttons.map((name, index) => (
        <button key={name} type="button" class={looks(name, index)} data-action={name} onClick={() => onAct(name)}>
          {words.buttons[name]}
        </button>
      ))}
    </div>
  );
}
