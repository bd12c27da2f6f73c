// Installs Debian's packages where it may: as root on a system that has apt-get.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** How long another program's lock is waited for (a fresh machine updates itself for a while), and how often a failed download is tried. */
const LOCK_MS = 10 * 60_000;
const LOOK_MS = 5_000;
const ATTEMPTS = 3;

/** apt-get's own words, which LC_ALL=C keeps in English. */
const LOCKED =
  /Could not get lock|Unable to lock|Unable to acquire the dpkg frontend lock|is another process using it/i;

/** Whether packages can be installed here without asking anybody. */
export const canInstall = () =>
  process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

function aptGet(args) {
  return new Promise((resolve) => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
    const child = spawn("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=60", ...args], {
      env,
      stdio: ["ignore", "inherit", "pipe"],
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      errors += text;
    });
    child.on("error", (error) => resolve({ code: 1, errors: error.message }));
    child.on("close", (code) => resolve({ code, errors }));
  });
}

/** Runs apt-get until it succeeds: waits for a lock that another program holds, tries what failed otherwise again. */
async function patiently(args) {
  const until = Date.now() + LOCK_MS;
  let failures = 0;
  for (;;) {
    const { code, errors } = await aptGet(args);
    if (code === 0) return true;
    if (LOCKED.test(errors) && Date.now() < until) {
      console.log(`  another program holds apt's lock: looking again in ${LOOK_MS / 1000} s`);
    } else if (++failures < ATTEMPTS) {
      console.log(`  apt-get ${args[0]} failed (attempt ${failures} of ${ATTEMPTS}): trying again\n${errors.trim()}`);
    } else {
      console.error(errors.trim());
      return false;
    }
    await sleep(LOOK_MS);
  }
}

/** Installs packages; answers whether that worked. */
export async function aptInstall(packages) {
  if (!canInstall()) return false;
  console.log(`  installing ${packages.join(", ")} with apt-get`);
  await patiently(["update"]);
  return patiently(["install", "-y", "--no-install-recommends", ...packages]);
}
