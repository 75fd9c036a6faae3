import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import type { ApiEnv } from "../api/context.ts";
import { body } from "../api/validate.ts";
import { queryOne } from "../database/query.ts";
import { isPassword } from "./password.ts";
import { readUser, SESSION_COOKIE } from "./require-user.ts";
import type { Sessions } from "./sessions.ts";

const CREDENTIALS = z.object({ email: z.string().trim().toLowerCase().min(1).max(200), password: z.string().min(1).max(200) });

/** Signing in and out. A wrong password and an unknown address get the same answer. */
export function signInApi(database: DatabaseSync, sessions: Sessions) {
  return new Hono<ApiEnv>()
    .post("/sign-in", body(CREDENTIALS), async (context) => {
      const { email, password } = context.req.valid("json");
      const user = queryOne<{ id: number; password_hash: string }>(database, "select id, password_hash from users where email = ?", email);
      if (!(await isPassword(password, user?.password_hash)) || user === undefined) {
        return context.json({ error: "this address and password do not belong together" }, 401);
      }
      setCookie(context, SESSION_COOKIE, sessions.begin(user.id), { httpOnly: true, sameSite: "Strict", path: "/" });
      return context.json({ user: readUser(database, user.id) }, 200);
    })
    .post("/sign-out", (context) => {
      sessions.end(getCookie(context, SESSION_COOKIE));
      deleteCookie(context, SESSION_COOKIE, { path: "/" });
      return context.json({ user: null }, 200);
    })
    .get("/session", (context) => {
      const id = sessions.userOf(getCookie(context, SESSION_COOKIE));
      return context.json({ user: id === undefined ? null : (readUser(database, id) ?? null) }, 200);
    });
}
