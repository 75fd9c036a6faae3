import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { allRules } from "../../../examples/terp/agents/DATA-001/src/validate/all-rules.ts";
import type { Rule } from "../../../examples/terp/agents/DATA-001/src/validate/rule.ts";
import { validate } from "../../../examples/terp/agents/DATA-001/src/validate/validate.ts";
import { makeTerp } from "../../support/terp-workspace.ts";
import { COVERAGE_MUTATIONS } from "./validator-mutations/coverage.ts";
import { INVITATION_MUTATIONS } from "./validator-mutations/invitations.ts";
import { LINK_MUTATIONS } from "./validator-mutations/links.ts";
import { MONEY_MUTATIONS } from "./validator-mutations/money.ts";
import type { Mutation, Mutations } from "./validator-mutations/mutation.ts";
import { STATE_MUTATIONS } from "./validator-mutations/states.ts";
import { TIME_MUTATIONS } from "./validator-mutations/times.ts";
import { TRADE_MUTATIONS } from "./validator-mutations/trade.ts";

const MUTATIONS: Mutations = {
  ...COVERAGE_MUTATIONS,
  ...LINK_MUTATIONS,
  ...STATE_MUTATIONS,
  ...TIME_MUTATIONS,
  ...TRADE_MUTATIONS,
  ...MONEY_MUTATIONS,
  ...INVITATION_MUTATIONS,
};

/** A count that no mutation is written for is wrong when most of what it counts is gone, or one row where it is exact. */
function mutationOf({ id, counts, monthsMin }: Rule): Mutation | undefined {
  const written = MUTATIONS[id];
  if (written !== undefined || !id.startsWith("volume-")) return written;
  const [table, condition = "true"] = counts.split(" where ");
  const gone = monthsMin === undefined ? `rowid = (select max(rowid) from ${counts})` : "rowid % 25 <> 0";
  return { sql: `delete from ${table} where ${condition} and ${gone}` };
}

const folder = mkdtempSync(join(tmpdir(), "signalbox-validator-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const SCALES = { whole: "1", small: "0.25" } as const;

let seeding: Promise<Readonly<Record<keyof typeof SCALES, string>>> | undefined;

/** The files of a whole and of a small business, with the tables of QA-044; made by the first test that looks at them. */
function seeded() {
  seeding ??= seed();
  return seeding;
}

async function seed() {
  const terp = await makeTerp({ repaired: true });
  for (const task of ["QA-044", "DATA-001"]) await terp.solve(task);
  const files = { whole: join(folder, "whole.db"), small: join(folder, "small.db") };
  for (const size of ["whole", "small"] as const) {
    const ran = await terp.run([process.execPath, "scripts/seed.ts", "--database", files[size], "--scale", SCALES[size]]);
    expect(ran.code, ran.output).toBe(0);
  }
  return files;
}

/** Without checks and foreign keys, so that only the validator stands in the way of nonsense. */
function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  database.exec("pragma ignore_check_constraints = on");
  return database;
}

function brokenRules(database: DatabaseSync, rules: readonly Rule[]): readonly string[] {
  return validate(database, rules)
    .outcomes.filter(({ verdict }) => verdict === "broken")
    .map(({ rule }) => rule.id);
}

describe("the validator of the seeded business", () => {
  it("finds nothing, skips nothing and looks at rows for every rule", async () => {
    const database = open((await seeded()).whole);
    const { outcomes } = validate(database);
    expect(outcomes.filter(({ verdict }) => verdict !== "holds").map(({ rule, first, why }) => ({ rule: rule.id, first, why }))).toEqual(
      [],
    );
    expect(outcomes.filter(({ rows }) => rows === 0).map(({ rule }) => rule.id)).toEqual([]);
  });

  it("has a mutation for every rule, and none for others", async () => {
    const database = open((await seeded()).whole);
    const rules = allRules(database);
    expect(rules.filter((rule) => mutationOf(rule) === undefined).map(({ id }) => id)).toEqual([]);
    const ids = new Set(rules.map(({ id }) => id));
    expect(Object.keys(MUTATIONS).filter((id) => !ids.has(id))).toEqual([]);
  });

  it("catches each count and share that is off", async () => {
    const database = open((await seeded()).whole);
    const missed = allRules(database).filter(
      (rule) => rule.kind === "coverage" && brokenBy(database, mutationOf(rule), [rule]).join() !== rule.id,
    );
    expect(missed.map(({ id }) => id)).toEqual([]);
  });

  it("catches each other rule that one row breaks, and no rule that is not broken", async () => {
    const database = open((await seeded()).small);
    const rules = allRules(database);
    const surprises = rules.flatMap((rule) => {
      if (rule.kind === "coverage") return [];
      const mutation = mutationOf(rule);
      const broken = brokenBy(database, mutation, rules);
      return [...(mutation?.also ?? []), rule.id].sort().join() === [...broken].sort().join() ? [] : [{ rule: rule.id, broken }];
    });
    expect(surprises).toEqual([]);
  });
});

/** Which of the rules are broken after the mutation, which is taken back. */
function brokenBy(database: DatabaseSync, mutation: Mutation | undefined, rules: readonly Rule[]): readonly string[] {
  if (mutation === undefined) return [];
  database.exec("begin");
  try {
    database.exec(mutation.sql);
    return brokenRules(database, rules);
  } finally {
    database.exec("rollback");
  }
}

describe("the validator on a tree with new tables", () => {
  it("says which tables are empty when QA-044 lands on DATA-001 without a generator", async () => {
    const terp = await makeTerp({ repaired: true });
    for (const task of ["DATA-001", "QA-044"]) await terp.solve(task);
    await rm(join(terp.tree, "src/invitations/seed.ts"));
    const file = join(terp.root, "merged.db");
    const seeding = await terp.run([process.execPath, "scripts/seed.ts", "--database", file, "--months", "1"]);
    expect(seeding.code, seeding.output).toBe(0);
    const { code, output } = await terp.run([process.execPath, "scripts/validate-data.ts", "--database", file]);
    expect(code).toBe(1);
    expect(output.match(/calendar_\S+: no rows/g)).toEqual([
      "calendar_event_invitations: no rows",
      "calendar_invitation_history: no rows",
      "calendar_invitation_settings: no rows",
    ]);
  });
});
