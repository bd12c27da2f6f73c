// Who asks. Yours to replace by your own login: a session cookie, a JWT, Cloudflare Access. Here it is whoever has the token,
// as in "Authorization: Bearer …", or as the password that a browser asks for.

/** A user, or null to refuse. `feature`, where you answer one, is a line of its own in what was spent. */
export async function userOf(request: Request, env: Env): Promise<{ user: string; feature?: string } | null> {
  return (await isSame(tokenOf(request), env.USER_TOKEN)) ? { user: "me" } : null;
}

/** Who may see all jobs at /operator, reconcile them and pause the pipeline. What is answered to others makes a browser ask. */
export async function isOperator(request: Request, env: Env): Promise<boolean | Response> {
  if (await isSame(tokenOf(request), env.OPERATOR_TOKEN)) return true;
  const headers = { "www-authenticate": 'Basic realm="operators", charset="UTF-8"' };
  return Response.json(
    { error: { code: "operators_only", message: "only an operator may do this" } },
    { status: 401, headers },
  );
}

function tokenOf(request: Request): string {
  const [, scheme = "", value = ""] = /^(Bearer|Basic) (\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (scheme.toLowerCase() !== "basic") return value;
  try {
    return atob(value).replace(/^[^:]*:/, "");
  } catch {
    return "";
  }
}

/** Takes the same time whatever is wrong: how long an answer takes tells nothing of the token. */
async function isSame(given: string, wanted: string | undefined): Promise<boolean> {
  if (!wanted) return false;
  const digest = (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return crypto.subtle.timingSafeEqual(await digest(given), await digest(wanted));
}
