import type { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../src/database/open.ts";
import { change } from "../src/database/query.ts";
import { type AppOptions, createApp } from "../src/server/app.ts";

/** Of every user below. */
export const PASSWORD = "terp-demo";
const HASH = "7465727064656d6f7465727064656d6f:af1b1fd4a9b6ae5c47788a293501f3f4dd1b56b51400163e71ab899a74a17f8c";

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface Fixture {
  readonly database: DatabaseSync;
  /** Asks as nobody. */
  request(path: string, options?: RequestInit): Promise<Response>;
  /** Asks with a cookie, if there is one, and parses the JSON of the answer. */
  ask<Body = { error: string }>(method: string, path: string, json?: unknown, cookie?: string): Promise<Answer<Body>>;
  /** The cookie of a user who has just signed in. */
  signIn(email: string): Promise<string>;
}

/** The application over a fresh database in memory, with two users, a client, a vendor and a product. */
export function startApp(options: AppOptions = {}): Fixture {
  const database = openDatabase(":memory:");
  for (const [name, role] of [
    ["Uma", "ADMIN"],
    ["Vic", "SALES"],
  ] as const) {
    change(
      database,
      "insert into users (name, email, role, password_hash) values (?, ?, ?, ?)",
      ...[name, `${name.toLowerCase()}@terp.example`, role, HASH],
    );
  }
  change(database, "insert into clients (id, name, tier, terms, since) values (1, 'Harbor', 'WHALE', 'COD', '2024-01-01')");
  change(database, "insert into vendors (id, name, terms) values (1, 'Cedar Hollow', 'COD')");
  change(database, "insert into strains (id, name, family) values (1, 'Amber', 'HYBRID')");
  change(
    database,
    "insert into products (id, strain_id, name, category, grade, price_cents) values (1, 1, 'Amber indoor', 'FLOWER', 'INDOOR', 180000)",
  );
  const app = createApp(database, options);
  const request = async (path: string, init: RequestInit = {}) => app.request(path, init);
  const ask = async <Body>(method: string, path: string, json?: unknown, cookie = ""): Promise<Answer<Body>> => {
    const headers = { cookie, ...(json !== undefined && { "content-type": "application/json" }) };
    const response = await request(path, { method, headers, ...(json !== undefined && { body: JSON.stringify(json) }) });
    return { status: response.status, body: (await response.json()) as Body };
  };
  return {
    database,
    request,
    ask,
    async signIn(email) {
      const body = JSON.stringify({ email, password: PASSWORD });
      const response = await request("/api/sign-in", { method: "POST", body, headers: { "content-type": "application/json" } });
      return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    },
  };
}
