/**
 * Submits that are refused count like those that are not: reading and checking one is work too. They are counted where all
 * isolates count; that somebody sends nothing else is remembered here, so that the next one is not even read.
 */
import { ledger } from "../limits/ledger.js";
import { userName } from "../limits/reservation.js";
import { Refused, retryAfter } from "./answer.js";
import { countSubmit } from "./counters.js";
import type { Settings } from "./settings.js";

const MINUTE = 60_000;

/** @throws Refused where this user's refused submits of this minute have used up a rate already */
export async function refuseUnread(settings: Settings, user: string, now: number): Promise<void> {
  const charge = refusedInMinute(settings, user, now);
  if (!charge) return;
  const full = await settings.local.add([{ ...charge, amount: 0, most: charge.most - 1 }]);
  if (!full) return;
  const message = `more than ${charge.most} submits, refused ones too`;
  throw new Refused(429, {
    code: "rate_limit_exceeded",
    message,
    type: "rate_limit_error",
    headers: retryAfter(charge.expiresAt - now),
  });
}

/** Counts one. @throws Refused where it was one too many */
export async function countRefusal(settings: Settings, user: string, now: number): Promise<void> {
  const charge = refusedInMinute(settings, user, now);
  if (!charge) return;
  await settings.local.add([{ ...charge, most: Number.MAX_SAFE_INTEGER }]);
  await countSubmit(settings, user, now);
}

function refusedInMinute({ rate, service }: Settings, user: string, now: number) {
  const most = Math.min(
    ...Object.values({ ...rate, requestsPerMinute: undefined }).filter((each) => each !== undefined),
  );
  if (most === Number.POSITIVE_INFINITY) return undefined;
  const minute = Math.floor(now / MINUTE);
  return {
    key: `${service}/refused/${minute}/${ledger().user_tag(userName(user))}`,
    amount: 1,
    most,
    expiresAt: (minute + 1) * MINUTE,
  };
}
