/** One of a few, as a row of radio buttons. */
import { useId } from "preact/hooks";

export interface Choice<Value extends string = string> {
  value: Value;
  label: string;
  note?: string;
}

interface Props<Value extends string> {
  choices: readonly Choice<Value>[];
  value: Value;
  onChange(value: Value): void;
  describedBy?: string;
  id?: string;
}

export function Segments<Value extends string>({ choices, value, onChange, describedBy, id }: Props<Value>) {
  const group = useId();
  return (
    <div class="segments" id={id}>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={group}
            value={choice.value}
            checked={choice.value === value}
            aria-describedby={describedBy}
            onChange={() => onChange(choice.value)}
          />
          <span>
            {choice.label}
            {choice.note && <small>{choice.note}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}
