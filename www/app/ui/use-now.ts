/** The clock, for what changes with it alone. */
import { useEffect, useState } from "preact/hooks";

/** Now, again every so many milliseconds while it runs; 0: with every picture. */
export function useNow(runs: boolean, everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!runs) return;
    setNow(Date.now());
    if (everyMs > 0) {
      const timer = setInterval(() => setNow(Date.now()), everyMs);
      return () => clearInterval(timer);
    }
    let picture = requestAnimationFrame(function draw() {
      setNow(Date.now());
      picture = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(picture);
  }, [runs, everyMs]);
  return now;
}

export const wantsStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
