import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { change, query } from "../src/database/query.ts";
import { createApp } from "../src/server/app.ts";
import { startApp } from "./support.ts";

const NEED = { clientId: 1, productId: 1, quantity: 5, priceCentsMax: 190_000, neededBy: "2026-01-31" };
const OFFER = { vendorId: 1, productId: 1, quantity: 9, priceCents: 170_000, availableOn: "2026-01-01" };

interface Page {
  readonly rows: readonly { readonly id: number }[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

describe("the API", () => {
  it("answers JSON for addresses it does not know", async () => {
    const { ask, signIn } = startApp();
    const cookie = await signIn("uma@terp.example");
    assert.equal((await ask("GET", "/api/nowhere", undefined, cookie)).status, 404);
    for (const path of ["/api/clients/99", "/api/events/99", "/api/orders/99"])
      assert.equal((await ask("GET", path, undefined, cookie)).status, 404, path);
  });
  it("says 400 and which field, for what makes no sense", async () => {
    const { ask, signIn } = startApp();
    const cookie = await signIn("uma@terp.example");
    const wrong: readonly (readonly [string, string, unknown, RegExp])[] = [
      ["POST", "/api/needs", { ...NEED, quantity: 0 }, /^quantity: /],
      ["POST", "/api/needs", { ...NEED, clientId: 99 }, /^clientId: /],
      ["POST", "/api/needs", { ...NEED, neededBy: "2026-02-30" }, /^neededBy: /],
      ["POST", "/api/supply", { ...OFFER, priceCents: 1.5 }, /^priceCents: /],
      ["POST", "/api/supply", { ...OFFER, productId: 99 }, /^productId: /],
      ["POST", "/api/matches", { needId: 1, supplyId: 1 }, /fit together/],
      ["PUT", "/api/dashboard", { activeLayout: "nonsense", widgets: [] }, /^activeLayout: /],
      [
        "PUT",
        "/api/dashboard",
        {
          activeLayout: "custom",
          widgets: [
            { id: "stock", visible: true },
            { id: "stock", visible: true },
          ],
        },
        /once/,
      ],
      ["GET", "/api/clients?page=0", undefined, /^page: /],
      ["GET", "/api/events?from=yesterday", undefined, /^from: /],
      ["GET", "/api/clients/abc", undefined, /^id: /],
      ["GET", "/api/orders?status=LOST", undefined, /^status: /],
      ["GET", "/api/ledger?month=2025-13", undefined, /^month: /],
    ];
    for (const [method, path, json, message] of wrong) {
      const { status, body } = await ask(method, path, json, cookie);
      assert.equal(status, 400, `${method} ${path}`);
      assert.match(body.error, message);
    }
  });
  it("answers 400, not 500, to a body that is no JSON", async () => {
    const { request, signIn } = startApp();
    const headers = { "content-type": "application/json", cookie: await signIn("uma@terp.example") };
    assert.equal((await request("/api/needs", { method: "POST", body: "{", headers })).status, 400);
  });
  it("keeps needs and supply, finds the pairs that fit, and accepts one once", async () => {
    const { ask, database, signIn } = startApp();
    const cookie = await signIn("vic@terp.example");
    assert.equal((await ask("POST", "/api/needs", NEED, cookie)).status, 201);
    assert.equal((await ask("POST", "/api/supply", OFFER, cookie)).status, 201);
    const found = await ask<{ rows: unknown[] }>("GET", "/api/matches", undefined, cookie);
    assert.deepEqual(found.body.rows, [
      {
        needId: 1,
        supplyId: 1,
        client: "Harbor",
        vendor: "Cedar Hollow",
        product: "Amber indoor",
        quantity: 5,
        priceCents: 170_000,
        score: 100,
        accepted: false,
      },
    ]);
    for (let again = 0; again < 2; again++)
      assert.equal((await ask("POST", "/api/matches", { needId: 1, supplyId: 1 }, cookie)).status, 201);
    assert.equal(query(database, "select id from match_records where status = 'ACCEPTED'").length, 1);
  });
  it("gives lists by the page of 50, the last one shorter, those after it empty", async () => {
    const { ask, database, signIn } = startApp();
    const cookie = await signIn("uma@terp.example");
    for (let id = 2; id <= 120; id++) {
      change(
        database,
        "insert into clients (id, name, tier, terms, since) values (?, ?, 'REGULAR', 'COD', '2024-01-01')",
        id,
        `Client ${id}`,
      );
    }
    const page = async (number: number) => (await ask<Page>("GET", `/api/clients?page=${number}`, undefined, cookie)).body;
    assert.deepEqual({ ...(await page(1)), rows: (await page(1)).rows.length }, { rows: 50, page: 1, pages: 3, total: 120 });
    assert.equal((await page(3)).rows.length, 20);
    assert.equal((await page(4)).rows.length, 0);
  });
  it("takes what people search for literally", async () => {
    const { ask, signIn } = startApp();
    const cookie = await signIn("uma@terp.example");
    const total = async (text: string) =>
      (await ask<Page>("GET", `/api/clients?search=${encodeURIComponent(text)}`, undefined, cookie)).body.total;
    assert.equal(await total("arbo"), 1);
    assert.equal(await total("%"), 0);
    assert.equal(await total("_"), 0);
    assert.equal(await total("' or 1=1 --"), 0);
  });
});

describe("every list", () => {
  it("is empty on an empty database", async () => {
    const { signIn, request, database } = startApp();
    const headers = { cookie: await signIn("uma@terp.example") };
    for (const table of ["products", "strains", "vendors", "clients"]) change(database, `delete from ${table}`);
    for (const path of LISTS) {
      const response = await request(path, { headers });
      assert.equal(response.status, 200, path);
      assert.deepEqual(((await response.json()) as Page).rows, [], path);
    }
    assert.equal((await request("/api/dashboard/widgets", { headers })).status, 200);
  });
  it("is not given to strangers, even without any user", async () => {
    const app = createApp(openDatabase(":memory:"));
    for (const path of LISTS) assert.equal((await app.request(path)).status, 401, path);
  });
});

const LISTS = [
  "/api/clients",
  "/api/needs",
  "/api/supply",
  "/api/matches",
  "/api/events",
  "/api/products",
  "/api/vendors",
  "/api/orders",
  "/api/invoices",
  "/api/inventory",
  "/api/ledger",
];
