import type { Context } from "hono";

/** Who is asking. A proxy in front of the application signs people in and sends `x-user-id`; alone it is user 1. */
export function currentUser(context: Context): number {
  const id = Number(context.req.header("x-user-id") ?? "1");
  return Number.isSafeInteger(id) && id > 0 ? id : 1;
}
