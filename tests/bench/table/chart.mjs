// The table at a glance: three rows of bars as one SVG, which follows the light or dark of who looks.
const WIDTH = 760;
const LEFT = 250;
const BAR = 16;
const STEP = 24;
const FONT = "13px system-ui, -apple-system, 'Segoe UI', sans-serif";

const STYLE = `text { font: ${FONT}; fill: #1f2328 } .head { font-weight: 600 } .note { fill: #59636e } rect { fill: #8c959f }
.ours { fill: #0969da } .paper { fill: #ffffff }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .note { fill: #9198a1 } rect { fill: #6e7681 } .ours { fill: #4493f8 } .paper { fill: #0d1117 } }`;

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const text = (x, y, words, kind = "") =>
  `<text x="${x}" y="${y}"${kind && ` class="${kind}"`}>${escaped(words)}</text>`;

/** Bars of one kind, the longest as wide as there is room; answers the lines and where they end. */
function panel({ title, note, bars, unit, digits }, top) {
  const most = Math.max(...bars.map(({ value }) => value));
  const room = WIDTH - LEFT - 110;
  const lines = [text(16, top, title, "head"), text(LEFT, top, note, "note")];
  for (const [index, { name, value }] of bars.entries()) {
    const y = top + 14 + index * STEP;
    const width = Math.max(1, (value / most) * room).toFixed(1);
    const ours = name.startsWith("wanreel");
    lines.push(
      text(16, y + 13, name, ours ? "head" : ""),
      `<rect x="${LEFT}" y="${y}" width="${width}" height="${BAR}" rx="2"${ours ? ' class="ours"' : ""}/>`,
      text(LEFT + Number(width) + 8, y + 13, `${value.toFixed(digits)} ${unit}`.trim()),
    );
  }
  return { lines, end: top + 14 + bars.length * STEP + 28 };
}

const barsOf = (figures, value) =>
  Object.entries(figures)
    .map(([name, each]) => ({ name, value: value(each) }))
    .sort((a, b) => a.value - b.value);

function panels({ bytes, verdict, pace }) {
  const libraries = Object.fromEntries(Object.entries(bytes ?? {}).filter(([name]) => !/alone$|loop$/.test(name)));
  const [runtime, figures] = Object.entries(verdict ?? {})[0] ?? [];
  return [
    bytes && {
      title: "A minimal program",
      note: "kB that a page loads until it shows its video, brotli; less is better",
      bars: barsOf(libraries, ({ brotli }) => brotli / 1000),
      ...{ unit: "kB", digits: 0 },
    },
    verdict && {
      title: "Verdict and body",
      note: `µs, typical request, ${runtime}; the others know shapes and bounds`,
      bars: barsOf(figures.typical, (value) => value),
      ...{ unit: "µs", digits: 1 },
    },
    pace && {
      title: "Looks until a task has ended",
      note: "300 tasks of 40 s to 5 minutes, on average",
      bars: barsOf(pace, ({ polls }) => polls),
      ...{ unit: "", digits: 0 },
    },
  ].filter(Boolean);
}

/** The SVG of what was measured. */
export function chart(measured) {
  const lines = [];
  let top = 30;
  for (const each of panels(measured)) {
    const { lines: more, end } = panel(each, top);
    lines.push(...more);
    top = end;
  }
  const height = top - 14;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    "<title>wanreel beside what one would use instead</title>",
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}" rx="6"/>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
