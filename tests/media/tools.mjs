// ffmpeg, ffprobe and ImageMagick: they make the files, and ffprobe says what is right.
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { aptInstall } from "../../scripts/lib/apt.mjs";

const exec = promisify(execFile);

const works = (program, args) => spawnSync(program, args, { stdio: "ignore" }).status === 0;
/** Under another name in version 7; on Windows "convert" is a tool for disks. */
const findMagick = () =>
  [["magick"], ["/usr/bin/convert"], ["convert"]]
    .map(([name]) => name)
    .find((name) => works(name, ["-list", "format"]));

function find() {
  const found = { ffmpeg: works("ffmpeg", ["-version"]) && works("ffprobe", ["-version"]), magick: findMagick() };
  return found.ffmpeg && found.magick ? found : undefined;
}

async function findOrInstall() {
  const found = find();
  if (found) return found;
  await aptInstall(["ffmpeg", "imagemagick"]);
  return find();
}

const tools = await findOrInstall();

/** For node:test's `skip`: why the files cannot be made, or false. */
export const skip = tools
  ? false
  : "SKIPPED: these tests need ffmpeg, ffprobe and ImageMagick; install them and run again";
if (skip) console.error(`✗ ${skip}`);

const QUIET = ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"];

export const ffmpeg = (...args) => exec("ffmpeg", [...QUIET, ...args], { maxBuffer: 1 << 28, encoding: "buffer" });
export const magick = (...args) => exec(tools.magick, args);

/** Width, height and rotation of what is shown, and the length in seconds, as ffprobe sees them. */
export async function ffprobe(file) {
  const { stdout } = await exec("ffprobe", [
    ...["-v", "error", "-print_format", "json", "-show_format", "-show_streams", file],
  ]);
  const { format, streams } = JSON.parse(stdout);
  const video = streams.find((stream) => stream.codec_type === "video" && !stream.disposition?.attached_pic);
  const turned = video?.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  // ffprobe counts against the clock.
  const rotation = (360 - turned) % 360;
  const [width, height] = rotation % 180 === 0 ? [video?.width, video?.height] : [video?.height, video?.width];
  return { width, height, rotation, seconds: Number(format.duration) };
}

/** The length of an MP3 by counting its frames, of 1152 samples each. */
export async function count(file) {
  const entries = ["-count_packets", "-show_entries", "stream=nb_read_packets,sample_rate"];
  const { stdout } = await exec("ffprobe", ["-v", "error", "-print_format", "json", ...entries, file]);
  const [{ nb_read_packets: packets, sample_rate: rate }] = JSON.parse(stdout).streams;
  return { seconds: (packets * 1152) / rate };
}
