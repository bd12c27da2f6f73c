// Who asks. Yours to replace by your own login: a session cookie, a JWT, Cloudflare Access. Here it is whoever has the token.

/** A user, or null to refuse. `feature`, where you answer one, is a line of its own in what was spent. */
export async function userOf(request: Request, env: Env): Promise<{ user: string; feature?: string } | null> {
  return (await isSame(bearerOf(request), env.USER_TOKEN)) ? { user: "me" } : null;
}

/** Who may see all jobs, reconcile them and pause the pipeline. */
export function isOperator(request: Request, env: Env): Promise<boolean> {
  return isSame(bearerOf(request), env.OPERATOR_TOKEN);
}

function bearerOf(request: Request): string {
  return /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
}

/** Takes the same time whatever is wrong: how long an answer takes tells nothing of the token. */
async function isSame(given: string, wanted: string | undefined): Promise<boolean> {
  if (!wanted) return false;
  const digest = (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return crypto.subtle.timingSafeEqual(await digest(given), await digest(wanted));
}
