/** Making things go wrong, to see that the job survives. Only where there is a simulator. */
import { useWords } from "../language/language.js";
import { Segments } from "../ui/segments.js";
import { tellSimulator } from "../where/simulator.js";
import type { SimulatorState } from "../where/simulator-state.js";

export function FaultsPanel({ state }: { state: SimulatorState | undefined }) {
  const words = useWords();
  if (!state) return null;
  const { faults, choices, generationMs } = state;
  const armed = faults.filter((fault) => fault.armed).length;
  const group = (legend: string, ends: boolean) => (
    <fieldset class="field">
      <legend>{legend}</legend>
      <div class="faults">
        {faults
          .filter((fault) => fault.ends === ends)
          .map(({ name, label, armed: isArmed }) => (
            <button
              key={name}
              type="button"
              class="chip"
              data-fault={name}
              aria-pressed={isArmed}
              // Not disabled: that would take the focus away from whoever has just pressed it.
              aria-disabled={isArmed}
              onClick={() => isArmed || tellSimulator("faults", { name })}
            >
              {words.faultNames[name] ?? label}
            </button>
          ))}
      </div>
    </fieldset>
  );
  return (
    <details class="panel drawer simulator" id="simulator">
      <summary>
        {words.simulator}{" "}
        <span class="count" id="simulator-count">
          {armed > 0 ? words.armed(armed) : ""}
        </span>
      </summary>
      <div id="simulator-body">
        <fieldset class="field">
          <legend>{words.generationTakes}</legend>
          <Segments
            choices={choices.map((ms) => ({ value: String(ms), label: `${ms / 1000} s` }))}
            value={String(generationMs)}
            onChange={(value) => tellSimulator("generation", { ms: Number(value) })}
          />
        </fieldset>
        {group(words.survives, false)}
        {group(words.ends, true)}
        <p class="note">{words.faultNote}</p>
      </div>
    </details>
  );
}
