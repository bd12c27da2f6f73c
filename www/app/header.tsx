/** What stands above: the name, where jobs run, the language, light or dark. */
import { LanguageButton, useWords } from "./language/language.js";
import { ThemeButton } from "./ui/theme-button.js";
import type { Runner } from "./where/runner.js";
import { RunnerSwitch } from "./where/runner-switch.js";

interface Props {
  runner: Runner;
  /** Where the job that is shown runs, as long as it does. */
  running: Runner | undefined;
  onRunner(runner: Runner): void;
}

export function Header({ runner, running, onRunner }: Props) {
  const words = useWords();
  return (
    <header>
      <div class="brand">
        <svg class="reel" viewBox="0 0 40 40" aria-hidden="true">
          <circle cx="20" cy="20" r="18.5" />
          <g>
            <circle cx="20" cy="10" r="4.4" />
            <circle cx="29.5" cy="16.9" r="4.4" />
            <circle cx="25.9" cy="28.1" r="4.4" />
            <circle cx="14.1" cy="28.1" r="4.4" />
            <circle cx="10.5" cy="16.9" r="4.4" />
          </g>
          <circle cx="20" cy="20" r="2" />
        </svg>
        <div>
          <h1>wanreel</h1>
          <p>{words.tagline}</p>
        </div>
      </div>
      <RunnerSwitch runner={runner} running={running} onChange={onRunner} />
      <div class="looks">
        <LanguageButton />
        <ThemeButton />
      </div>
    </header>
  );
}
