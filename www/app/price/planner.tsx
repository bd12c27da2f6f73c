/** What so many clips a day come to in a month, here and elsewhere. */
import { estimateBudget, type VideoRequest } from "wanreel";
import { useId, useState } from "preact/hooks";
import { useWords } from "../language/language.js";
import { money } from "../ui/numbers.js";
import { offersFor } from "./providers.js";

const DAYS = 30;

/** Whole dollars, since nobody plans a month in cents. */
const dollars = (microUsd: number) => `$${Math.round(microUsd / 1e6).toLocaleString("en")}`;

export function Planner({ request }: { request: VideoRequest }) {
  const words = useWords();
  const id = useId();
  const { quality = "720p", duration } = request as { quality?: "720p" | "1080p"; duration?: number };
  const [clipsPerDay, setClips] = useState(20);
  const [seconds, setSeconds] = useState<number>();
  const averageSeconds = seconds ?? (duration || 5);
  const plan = { clipsPerDay, averageSeconds, quality, days: DAYS };
  const month = budgetOf(plan);
  const offers = offersFor(request).map((offer) => ({
    ...offer,
    month: offer.microUsdPerSecond * averageSeconds * clipsPerDay * DAYS,
  }));
  const most = Math.max(...offers.map((offer) => offer.month), 1);
  const number = (name: string, label: string, value: number, most: number, set: (value: number) => void) => (
    <label for={`${id}-${name}`}>
      {label}
      <input
        id={`${id}-${name}`}
        type="number"
        min={1}
        max={most}
        value={value}
        onInput={({ currentTarget }) => currentTarget.value !== "" && set(Number(currentTarget.value))}
      />
    </label>
  );
  return (
    <>
      <div class="plan">
        {number("clips", words.clipsPerDay, clipsPerDay, 100_000, setClips)}
        {number("seconds", words.averageSeconds, averageSeconds, 15, setSeconds)}
        <p>
          <span class="edge">{words.perMonth}</span>
          <strong id="month">{month === undefined ? "—" : money(month)}</strong>
        </p>
      </div>
      {offers.length > 0 && (
        <figure>
          <figcaption class="edge">{words.monthBy}</figcaption>
          <ul class="chart">
            {offers.map((offer) => (
              <li key={`${offer.provider} ${offer.quality}`}>
                <span>
                  {offer.provider} {offer.quality}
                </span>
                <span class="bar" style={{ "--share": offer.month / most }} />
                <span>
                  {offer.approximate ? words.about : ""}
                  {dollars(offer.month)}
                </span>
              </li>
            ))}
          </ul>
        </figure>
      )}
    </>
  );
}

function budgetOf(plan: Parameters<typeof estimateBudget>[0]): number | undefined {
  try {
    return estimateBudget(plan).microUsd;
  } catch {
    return undefined;
  }
}
