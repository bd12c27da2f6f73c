/** One cookie is a session. */
export const session = async (request: Request, _env: Env): Promise<{ user: string } | null> =>
  request.headers.get("cookie") === "session=1" ? { user: "ada" } : null;
