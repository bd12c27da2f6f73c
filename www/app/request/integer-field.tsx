/** A whole number: a slider with a number beside it, or only the number where the range is too long to slide. */
import { useId, useState } from "preact/hooks";
import { useWords } from "../language/language.js";
import { describedBy, Field } from "./field.js";
import { isError } from "./findings.js";
import { useForm } from "./form-context.js";
import type { Leaf } from "./leaves.js";

const LONGEST_SLIDER = 100;

export function IntegerField({ leaf }: { leaf: Leaf }) {
  const { info, path } = leaf;
  const { min = 0, max = 0, step = 1, zero = false } = info;
  const id = useId();
  const words = useWords();
  const form = useForm();
  const given = form.values[path] as number | undefined;
  const value = given ?? (info.default === undefined ? undefined : Number(info.default));
  const slides = (max - min) / step <= LONGEST_SLIDER;
  // 0 stands one step before the smallest: "keep the length" is a place on the slider, too.
  const first = zero ? min - step : min;
  const told = value === 0 && zero ? words.keepLength : info.name === "duration" && value !== undefined ? `${value} s` : "";
  return (
    <Field leaf={leaf} inputId={id} aside={slides ? told : ""}>
      <div class={slides ? "slide" : "number"}>
        {slides && (
          <input
            type="range"
            min={first}
            max={max}
            step={step}
            value={value === 0 && zero ? first : (value ?? first)}
            aria-labelledby={`${id}-name`}
            aria-valuetext={told || String(value)}
            onInput={({ currentTarget }) => {
              const place = Number(currentTarget.value);
              form.set(path, zero && place === first ? 0 : place);
            }}
          />
        )}
        <NumberInput
          id={id}
          min={zero ? 0 : min}
          max={max}
          step={zero ? 1 : step}
          value={given}
          standard={value}
          describedBy={describedBy(leaf, words)}
          invalid={form.issuesAt(path).some(isError)}
          onChange={(next) => form.set(path, next)}
        />
        {!slides && (
          <button type="button" class="quiet" onClick={() => form.set(path, drawSeed(min, max))}>
            {words.drawSeed}
          </button>
        )}
      </div>
    </Field>
  );
}

export function drawSeed(min = 1, max = 2_147_483_647): number {
  return min + Math.floor(Math.random() * (max - min));
}

interface NumberProps {
  id: string;
  min: number;
  max: number;
  step: number;
  /** As given; undefined: the standard. */
  value: number | undefined;
  standard: number | undefined;
  describedBy: string;
  invalid: boolean;
  onChange(value: number | undefined): void;
}

/** Emptied, it stays empty until it is left: then the standard is shown again. */
function NumberInput({ id, min, max, step, value, standard, describedBy, invalid, onChange }: NumberProps) {
  const [emptied, setEmptied] = useState(false);
  return (
    <input
      id={id}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      step={step}
      value={value ?? (emptied ? "" : (standard ?? ""))}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      onInput={({ currentTarget }) => {
        setEmptied(currentTarget.value === "");
        onChange(currentTarget.value === "" ? undefined : Number(currentTarget.value));
      }}
      onBlur={() => setEmptied(false)}
    />
  );
}
