import type { Kysely } from "kysely";
import { readGateResult } from "../read-rows.ts";
import type { GateKey, GateResult } from "../rows.ts";
import type { Tables } from "../tables.ts";
import type { Write } from "../writer.ts";

/** What a gate said about exactly this tree in exactly this environment, if it ran. */
export async function findGateResult(db: Kysely<Tables>, key: GateKey): Promise<GateResult | undefined> {
  const row = await db
    .selectFrom("gateResult")
    .selectAll()
    .where("tree", "=", key.tree)
    .where("gate", "=", key.gate)
    .where("environment", "=", key.environment)
    .executeTakeFirst();
  return row && readGateResult(row);
}

/** Keeps a gate's result; a later result of the same gate on the same tree replaces it. */
export async function saveGateResult({ db, nowMs }: Write, result: GateResult): Promise<void> {
  const { tree, gate, environment, passed, ms, detail, outputFile } = result;
  const said = { passed: passed ? 1 : 0, ms: Math.round(ms), detail, outputFile, atMs: nowMs };
  await db
    .insertInto("gateResult")
    .values({ tree, gate, environment, ...said })
    .onConflict((conflict) => conflict.columns(["tree", "gate", "environment"]).doUpdateSet(said))
    .execute();
}
