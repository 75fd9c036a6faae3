import type { MiddlewareHandler } from "hono";
import { csrf } from "hono/csrf";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const sameOrigin = csrf();

/**
 * Writes are JSON, and browsers may send them from our own pages only. Form posts are what another site can send without
 * asking (hono/csrf refuses them); an `Origin` that is not ours is refused whatever the content.
 */
export const writesFromHere: MiddlewareHandler = async (context, next) => {
  if (SAFE_METHODS.has(context.req.method)) return next();
  const origin = context.req.header("origin");
  if (origin !== undefined && origin !== new URL(context.req.url).origin) {
    return context.json({ error: `expected a request from these pages, got one from ${origin}` }, 403);
  }
  const type = context.req.header("content-type");
  const isEmpty = type === undefined && Number(context.req.header("content-length") ?? "0") === 0;
  if (isEmpty) return next();
  if (!/^application\/json\b/i.test(type ?? ""))
    return context.json({ error: `expected application/json, got ${type ?? "no content type"}` }, 415);
  return sameOrigin(context, next);
};
