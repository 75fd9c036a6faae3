import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Context, Hono } from "hono";
import type { ApiEnv } from "../api/context.ts";
import { isKnownPath } from "../routes.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};
const NOT_BUILT = "The pages are not built. `npm start` builds them, and so does `npm run build`.";

/**
 * The built pages. What Vite made is named by its content and may be kept for ever; every other address is answered with
 * `index.html`, with 200 when a page belongs to it and 404 otherwise.
 */
export function servePages(app: Hono<ApiEnv>, folder: string): void {
  const index = join(folder, "index.html");
  app.get("/assets/:file", (context) => {
    const file = context.req.param("file");
    // Only names that are in the folder: nothing a path could climb out with.
    const names = existsSync(join(folder, "assets")) ? readdirSync(join(folder, "assets")) : [];
    if (!names.includes(file)) return context.text("no such file", 404);
    return context.body(readFileSync(join(folder, "assets", file)), 200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "cache-control": "public, max-age=31536000, immutable",
    });
  });
  const page = (context: Context<ApiEnv>) => {
    if (!existsSync(index)) return context.text(NOT_BUILT, 503);
    return context.html(readFileSync(index, "utf8"), isKnownPath(context.req.path) ? 200 : 404, { "cache-control": "no-cache" });
  };
  app.get("*", page);
}
