/** Where the next job runs. */
import { useWords } from "../language/language.js";
import { Segments } from "../ui/segments.js";
import { RUNNERS, type Runner } from "./runner.js";

interface Props {
  runner: Runner;
  /** Where the job that is shown runs, as long as it does. */
  running: Runner | undefined;
  onChange(runner: Runner): void;
}

export function RunnerSwitch({ runner, running, onChange }: Props) {
  const words = useWords();
  return (
    <fieldset class="runners">
      <legend>{words.runs}</legend>
      <Segments
        id="runners"
        choices={RUNNERS.map((value) => ({ value, label: words.runners[value] }))}
        value={runner}
        onChange={onChange}
      />
      <p class="note" id="runner-note">
        {running !== undefined && running !== runner
          ? words.forNextJob(words.runsIn[running])
          : words.runnerNotes[runner]}
      </p>
    </fieldset>
  );
}
