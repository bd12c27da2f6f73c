// docs/pictures/: what goes into each mode and what comes out, and the states of a task; each for light and for dark.
import { mkdirSync, writeFileSync } from "node:fs";
import { at } from "../steps.mjs";

const THEMES = {
  light: {
    paper: "#fbfcfc",
    well: "#eef2f2",
    ink: "#14191b",
    soft: "#4b575c",
    line: "#7b888d",
    film: "#121517",

    sun: "#ffb629",
  },
  dark: {
    paper: "#15181a",
    well: "#22272a",
    ink: "#eeece5",
    soft: "#b4bcbf",
    line: "#727d82",
    film: "#060708",

    sun: "#ffb629",
  },
};

/** A row of a mode: what it is drawn as, its field, and what is said of it. A dashed one may be left out. */
const MODES = {
  "text-to-video": [
    ["words", "prompt", "what should happen"],
    ["sound", "audio_urls", "one sound, if you like", "may"],
  ],
  "image-to-video": [
    ["image", "image_start", "the first frame"],
    ["image", "image_end", "the last frame, if you like", "may"],
    ["video", "video_urls", "or a clip to continue", "may"],
  ],
  "reference-video": [
    ["image", "image_urls", "Image 1, Image 2, …"],
    ["video", "video_urls", "Video 1, …: five in all", "may"],
    ["sound", "voice_bindings", "a voice for each, if you like", "may"],
    ["image", "image_start", "a first frame, if you like", "may"],
  ],
  "video-edit": [
    ["video", "video_urls", "the clip, 2 to 10 s"],
    ["words", "prompt", "what should be different"],
    ["image", "image_urls", "up to 4 pictures, if you like", "may"],
  ],
};

const ICONS = {
  words: ({ ink }) => `<path d="M10 16h28M10 24h28M10 32h18" stroke="${ink}" stroke-width="3" stroke-linecap="round"/>`,
  image: ({ ink, sun }) =>
    `<rect x="8" y="10" width="32" height="28" rx="3" fill="none" stroke="${ink}" stroke-width="2.5"/><circle cx="17" cy="19" r="3.5" fill="${sun}"/><path d="M10 35l10-10 7 7 5-5 7 8" fill="none" stroke="${ink}" stroke-width="2.5" stroke-linejoin="round"/>`,
  video: ({ ink, sun }) =>
    `<rect x="8" y="10" width="32" height="28" rx="3" fill="none" stroke="${ink}" stroke-width="2.5"/><path d="M20 17l12 7-12 7z" fill="${sun}" stroke="${ink}" stroke-width="1.5"/>`,
  sound: ({ ink }) =>
    `<path d="M10 24h3M17 17v14M24 11v26M31 17v14M38 24h1" stroke="${ink}" stroke-width="3" stroke-linecap="round"/>`,
};

const text = (x, y, words, { fill, size = 14, weight = 400, mono = false, anchor = "start" }) =>
  `<text x="${x}" y="${y}" fill="${fill}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" font-family="${mono ? "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace" : "system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',sans-serif"}">${words}</text>`;

const svg = (width, height, { paper }, body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="12" fill="${paper}"/>${body}</svg>\n`;

const arrow = (from, to, y, { line }) =>
  `<path d="M${from} ${y}H${to - 2}M${to - 10} ${y - 6}l8 6-8 6" fill="none" stroke="${line}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/>`;

/** A frame of film with a triangle to play it. */
function film(x, y, { film: black, sun }) {
  const holes = Array.from({ length: 6 }, (_, index) => x + 7 + index * 20);
  const row = (top) =>
    holes.map((left) => `<rect x="${left}" y="${top}" width="9" height="6" rx="2" fill="#a5aeb1"/>`).join("");
  return `<rect x="${x}" y="${y}" width="124" height="92" rx="6" fill="${black}"/>${row(y + 5)}${row(y + 81)}<rect x="${x + 7}" y="${y + 17}" width="110" height="58" fill="#2c3236"/><path d="M${x + 50} ${y + 29}l28 17-28 17z" fill="${sun}"/>`;
}

const ROW = 68;

function mode(rows, colours) {
  const { well, ink, soft, line } = colours;
  const height = Math.max(rows.length * ROW + 20, 132);
  const top = (height - rows.length * ROW + 8) / 2;
  const cards = rows.map(([icon, field, about, kind], index) => {
    const y = top + index * ROW;
    const dash = kind ? ' stroke-dasharray="5 4"' : "";
    return `<rect x="12" y="${y}" width="250" height="60" rx="8" fill="${well}" stroke="${line}"${dash}/><g transform="translate(16 ${y + 6})">${ICONS[icon](colours)}</g>${text(70, y + 26, field, { fill: ink, weight: 600, mono: true })}${text(70, y + 46, about, { fill: soft, size: 13 })}`;
  });
  return svg(
    446,
    height,
    colours,
    `${cards.join("")}${arrow(270, 304, height / 2, colours)}${film(310, height / 2 - 46, colours)}`,
  );
}

function states(colours) {
  const { well, ink, soft, line } = colours;
  const box = (x, y, name, about) =>
    `<rect x="${x}" y="${y}" width="118" height="56" rx="8" fill="${well}" stroke="${line}"/>${text(x + 59, y + 24, name, { fill: ink, weight: 600, mono: true, anchor: "middle" })}${text(x + 59, y + 43, about, { fill: soft, size: 12, anchor: "middle" })}`;
  const bend = (y) =>
    `<path d="M286 110H302V${y}H320M312 ${y - 6}l8 6-8 6" fill="none" stroke="${line}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/>`;
  return svg(
    456,
    220,
    colours,
    [
      box(12, 82, "pending", "accepted, waits"),
      arrow(134, 164, 110, colours),
      box(166, 82, "processing", "is being made"),
      ...[42, 110, 178].map(bend),
      box(326, 14, "completed", "the video, billed"),
      box(326, 82, "failed", "not billed"),
      box(326, 150, "cancelled", "not billed"),
    ].join(""),
  );
}

export function writePictures() {
  const folder = at("docs", "pictures");
  mkdirSync(folder, { recursive: true });
  for (const [theme, colours] of Object.entries(THEMES)) {
    for (const [name, rows] of Object.entries(MODES))
      writeFileSync(`${folder}/${name}-${theme}.svg`, mode(rows, colours));
    writeFileSync(`${folder}/states-${theme}.svg`, states(colours));
  }
  return `${Object.keys(MODES).length + 1} pictures`;
}
