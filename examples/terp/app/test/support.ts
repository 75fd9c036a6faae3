import type { DatabaseSync } from "node:sqlite";
import type { Hono } from "hono";
import { openDatabase } from "../src/database/open.ts";
import { change } from "../src/database/query.ts";
import { createApp } from "../src/server.ts";

export interface Fixture {
  readonly app: Hono;
  readonly database: DatabaseSync;
  /** The text of a page; fails unless it answers 200. */
  page(path: string): Promise<string>;
  /** Sends a form and returns the status of the answer. */
  post(path: string, fields?: Readonly<Record<string, string>>): Promise<number>;
}

/** The application over a fresh database in memory, with two users. */
export function startApp(): Fixture {
  const database = openDatabase(":memory:");
  change(
    database,
    "insert into users (id, name, email, role) values (1, 'Uma', 'uma@terp.example', 'ADMIN'), (2, 'Vic', 'vic@terp.example', 'SALES')",
  );
  const app = createApp(database);
  return {
    app,
    database,
    async page(path) {
      const response = await app.request(path);
      if (response.status !== 200) throw new Error(`expected ${path} to answer 200, got ${response.status}`);
      return response.text();
    },
    async post(path, fields = {}) {
      const response = await app.request(path, { method: "POST", body: new URLSearchParams({ ...fields }) });
      return response.status;
    },
  };
}

/** Every value of an attribute on a page, in order: `attribute(page, "data-widget")`. */
export function attribute(page: string, name: string): readonly string[] {
  return [...page.matchAll(new RegExp(`\\b${name}="([^"]*)"`, "g"))].map((match) => match[1] ?? "");
}
