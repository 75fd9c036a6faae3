import type { DatabaseSync } from "node:sqlite";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { ApiEnv, User } from "../api/context.ts";
import { queryOne } from "../database/query.ts";
import type { Sessions } from "./sessions.ts";

export const SESSION_COOKIE = "terp_session";

/** Lets signed-in people through and gives handlers `context.var.user`; 401 for everybody else. */
export function requireUser(database: DatabaseSync, sessions: Sessions) {
  return createMiddleware<ApiEnv>(async (context, next) => {
    const id = sessions.userOf(getCookie(context, SESSION_COOKIE));
    const user = id === undefined ? undefined : readUser(database, id);
    if (user === undefined) return context.json({ error: "expected somebody who is signed in; sign in first" }, 401);
    context.set("user", user);
    await next();
  });
}

/** A user as pages may see them; never the password's hash. */
export function readUser(database: DatabaseSync, id: number): User | undefined {
  const row = queryOne<User>(database, "select id, name, email, role from users where id = ?", id);
  return row === undefined ? undefined : { ...row };
}
