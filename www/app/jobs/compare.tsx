/** Two takes side by side, started together. */
import { useEffect, useState } from "preact/hooks";
import { useWords } from "../language/language.js";
import { keptUrl } from "./archive.js";
import { Player } from "./screen.js";
import { promptOf, type Take } from "./take.js";

export function Compare({ takes, onClose }: { takes: readonly Take[]; onClose(): void }) {
  const words = useWords();
  return (
    <section class="compare" id="compare" aria-label={words.comparing}>
      {takes.map((take) => (
        <figure key={take.id}>
          <Video take={take} />
          <figcaption class="note">
            {promptOf(take)} ({seedOf(take) === undefined ? words.randomSeed : words.seedIs(String(seedOf(take)))})
          </figcaption>
        </figure>
      ))}
      <button type="button" class="quiet" onClick={onClose}>
        {words.close}
      </button>
    </section>
  );
}

const seedOf = ({ request }: Take) => (request as { seed?: number }).seed;

function Video({ take }: { take: Take }) {
  const words = useWords();
  const [source, setSource] = useState(take.archived ? "" : (take.task?.results[0] ?? ""));
  useEffect(() => {
    if (take.archived) keptUrl(take.archived).then(setSource, console.error);
  }, [take.archived]);
  return source === "" ? null : <Player key={source} source={source} label={`${words.generatedVideo}: ${promptOf(take)}`} />;
}
