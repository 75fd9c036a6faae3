import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Hono } from "hono";
import { openDatabase } from "../src/database/open.ts";
import { change } from "../src/database/query.ts";
import { createApp } from "../src/server.ts";

export const ROOT = join(import.meta.dirname, "..");

/** The application on a fresh database with two users, two clients and one event, and short ways to ask it. */
export function startApp() {
  const database: DatabaseSync = openDatabase(":memory:");
  change(
    database,
    "insert into users (id, name, email, role) values (1, 'Uma', 'uma@terp.example', 'ADMIN'), (2, 'Vic', 'vic@terp.example', 'SALES')",
  );
  change(
    database,
    "insert into clients (id, name, tier, terms, since) values (1, 'Harbor', 'WHALE', 'COD', '2024-01-01'), (2, 'Mesa', 'REGULAR', 'COD', '2024-01-01')",
  );
  change(
    database,
    "insert into calendar_events (id, organizer_id, title, event_type, starts_at, status) values (1, 1, 'Tasting', 'MEETING', '2026-02-03T09:00', 'SCHEDULED')",
  );
  const app: Hono = createApp(database);
  const json = async (method: string, path: string, body?: unknown) => {
    const headers = { "content-type": "application/json" };
    const response = await app.request(path, body === undefined ? { method } : { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as never };
  };
  return {
    app,
    database,
    page: async (path: string) => (await app.request(path)).text(),
    post: async (path: string, fields: Record<string, string> = {}) =>
      (await app.request(path, { method: "POST", body: new URLSearchParams(fields) })).status,
    json,
  };
}

/** Every value of an attribute on a page, in order. */
export function attribute(page: string, name: string): string[] {
  return [...page.matchAll(new RegExp(`\\b${name}="([^"]*)"`, "g"))].map((match) => match[1] ?? "");
}

/** Runs a program of the repository with Node. */
export function runNode(...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const result = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { cwd: ROOT, encoding: "utf8" });
  return { code: result.status, output: result.stdout + result.stderr };
}
