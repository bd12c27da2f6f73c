/** Stacked bars, one a day. What they show stands in a table beside them, for whoever does not see them. */
import { dollars, h, svg } from "./dom.js";

const [HEIGHT, LEFT, BOTTOM, TOP] = [220, 56, 24, 8];
/** Names beyond these are one. */
const COLOURS = 6;
const OTHERS = "others";

/** What was spent on a day, by name. */
export interface Day {
  day: string;
  spent: Map<string, number>;
}

export function chartOf(days: readonly Day[], caption: string): HTMLElement {
  const names = namesOf(days);
  const most = Math.max(...days.map(({ spent }) => total(spent)), 0);
  if (most === 0) return h("p", {}, "Nothing was spent in these days.");
  const top = roundUp(most);
  // As wide as there is room, so that letters stay as large as they are.
  const width = Math.min(1080, Math.max(280, document.documentElement.clientWidth - 56));
  const wide = (width - LEFT) / days.length;
  const y = (microUsd: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - microUsd / top);
  const lines = [0, 0.5, 1].map((part) =>
    svg(
      "g",
      { class: "grid" },
      svg("line", { x1: LEFT, x2: width, y1: y(top * part), y2: y(top * part) }),
      svg("text", { x: LEFT - 6, y: y(top * part) + 4, "text-anchor": "end" }, dollars(top * part)),
    ),
  );
  const bars = days.map(({ day, spent }, index) => {
    let below = 0;
    const parts = names.map((name, colour) => {
      const amount = amountOf(spent, name, names);
      const [from, to] = [y(below), y(below + amount)];
      below += amount;
      if (amount === 0) return null;
      const place = { x: LEFT + index * wide + wide * 0.15, width: wide * 0.7, y: to, height: Math.max(1, from - to) };
      return svg("rect", { ...place, class: `c${colour}` }, svg("title", {}, `${day}, ${name}: ${dollars(amount)}`));
    });
    // Not every day, where they would run into each other.
    const step = Math.ceil(44 / wide);
    const label = (days.length - 1 - index) % step === 0;
    const place = { x: LEFT + (index + 0.5) * wide, y: HEIGHT - 6, "text-anchor": "middle" };
    return svg("g", {}, ...parts, label && svg("text", place, day.slice(5)));
  });
  const image = svg(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": caption },
    ...lines,
    ...bars,
  );
  const legend = names.map((name, colour) => h("li", { class: `c${colour}` }, name));
  return h(
    "figure",
    {},
    h("figcaption", {}, caption),
    image,
    h("ul", { class: "legend" }, ...legend),
    dataOf(days, names),
  );
}

function dataOf(days: readonly Day[], names: readonly string[]): HTMLElement {
  const head = h("tr", {}, ...["Day", ...names].map((name) => h("th", { scope: "col" }, name)));
  const rows = days
    .filter(({ spent }) => spent.size > 0)
    .map(({ day, spent }) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, day),
        ...names.map((name) => h("td", {}, dollars(amountOf(spent, name, names)))),
      ),
    );
  const table = h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows));
  return h(
    "details",
    {},
    h("summary", {}, "As a table"),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Spent by day" }, table),
  );
}

const total = (spent: Map<string, number>) => [...spent.values()].reduce((all, each) => all + each, 0);

/** Those that cost most, the largest first; the rest as one. */
function namesOf(days: readonly Day[]): string[] {
  const all = new Map<string, number>();
  for (const { spent } of days) for (const [name, amount] of spent) all.set(name, (all.get(name) ?? 0) + amount);
  const sorted = [...all].sort(([, a], [, b]) => b - a).map(([name]) => name);
  return sorted.length <= COLOURS ? sorted : [...sorted.slice(0, COLOURS - 1), OTHERS];
}

function amountOf(spent: Map<string, number>, name: string, names: readonly string[]): number {
  if (name !== OTHERS || spent.has(OTHERS)) return spent.get(name) ?? 0;
  return [...spent].filter(([each]) => !names.includes(each)).reduce((all, [, amount]) => all + amount, 0);
}

/** To 1, 2 or 5 of a power of ten. */
function roundUp(microUsd: number): number {
  const power = 10 ** Math.floor(Math.log10(microUsd));
  return ([1, 2, 5, 10].find((step) => step * power >= microUsd) ?? 10) * power;
}
