/** The place of all takes of this browser; what shows them comes with the first. */
import { useWords } from "../language/language.js";
import { money } from "../ui/numbers.js";
import type { Place } from "../where/place.js";
import { spentOn, type Take } from "./take.js";
import type { Takes } from "./takes.js";
import { work } from "./work.js";

export interface GalleryProps {
  takes: Takes;
  place: Place;
  onLoad(take: Take): void;
  onAgain(take: Take): void;
  onVary(take: Take): void;
}

export function Gallery(props: GalleryProps) {
  const { takes } = props.takes;
  const words = useWords();
  const done = takes.filter(({ status }) => status === "completed");
  const TakeList = work.part?.TakeList;
  return (
    <section class="panel gallery" id="gallery" aria-labelledby="takes-title">
      <div class="bar">
        <h2 id="takes-title">
          {words.takes} <span class="count">{takes.length > 0 ? takes.length : ""}</span>
        </h2>
        {done.length > 0 && (
          <p class="note" id="spent">
            {words.spent} <strong>{money(done.reduce((sum, take) => sum + spentOn(take), 0))}</strong>{" "}
            {words.spentOf(done.length)}
          </p>
        )}
      </div>
      {takes.length === 0 || !TakeList ? <p class="empty">{words.takesEmpty}</p> : <TakeList {...props} />}
    </section>
  );
}
