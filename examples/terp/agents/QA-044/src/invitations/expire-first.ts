import type { DatabaseSync } from "node:sqlite";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../api/context.ts";
import { instantOf } from "./instant.ts";
import { expireDue } from "./move-invitation.ts";

/** Before anybody looks at an invitation, those whose time has run out are EXPIRED. */
export function expireFirst(database: DatabaseSync, now: () => Date) {
  return createMiddleware<ApiEnv>(async (_context, next) => {
    expireDue(database, instantOf(now()));
    await next();
  });
}
