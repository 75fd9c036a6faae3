import { messageOf } from "../../core/errors.ts";
import { lookupsIn, moveTreeState, readTreeState } from "../../footprint/store/tree-state.ts";
import type { Lookups } from "../../footprint/tree/lookups.ts";
import { branchPoints } from "../../git/branch-points.ts";
import { readChanges } from "../../landing/conflicts/read-changes.ts";
import type { SubmittedChange } from "../../landing/conflicts/submitted-change.ts";
import { findTestWeakenings } from "../../landing/guards/find-test-weakenings.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { type RunContext, record } from "../run-context.ts";

/** What the queue asks of a change that comes in. */
export interface AnalysedChange {
  /** True when it conflicts with all others. */
  readonly isBarrier: boolean;
  /** The changes of the queue it must be ordered with, barriers aside: the queue knows those. */
  readonly neighbours: readonly string[];
}

/**
 * Reads a change and says which changes of the queue it conflicts with. Where it cannot be read, which is said, only its
 * paths count: what that misses is found on the merged tree.
 */
export async function analyseChange(context: RunContext, row: ChangeRow): Promise<AnalysedChange> {
  const { conflicts } = context.live.landing;
  const change = await readChange(context, row).catch(async (error: unknown) => {
    const text = `change ${row.id} is ordered by its paths alone: ${messageOf(error, 200)}`;
    await record(context, { task: row.task, session: row.session }, { kind: "note", level: "warning", text });
    return byPaths(row);
  });
  conflicts.addChange(change);
  const neighbours = conflicts.neighbours(row.id).filter((other) => conflicts.between(row.id, other)?.rule !== "barrier");
  return { isBarrier: conflicts.barrier(row.id) !== undefined, neighbours };
}

async function readChange(context: RunContext, row: ChangeRow): Promise<SubmittedChange> {
  const { cache } = context.engine;
  const point = (await branchPoints(cache, context.live.main.commit, [row.head])).get(row.head);
  if (point?.kind !== "ahead") return byPaths(row);
  const flags = await weakenedTests(context, row, point.base);
  const [change] = await readChanges(cache, await mainsTree(context), [{ id: row.id, base: point.base, head: row.head, flags }]);
  return change ?? byPaths(row);
}

function byPaths({ id, files }: ChangeRow): SubmittedChange {
  return { id, files: files.map((path) => ({ path, mode: "modified" })), exports: [], imports: [], flags: [] };
}

/** Main's files with what they define and import; read once and moved on with main. */
export async function mainsTree({ engine: { cache }, live: { landing, main } }: RunContext): Promise<Lookups> {
  landing.tree =
    landing.tree === undefined ? await readTreeState(cache, main.commit) : await moveTreeState(cache, landing.tree, main.commit);
  return lookupsIn(landing.tree);
}

/**
 * How the change weakens tests. It is told once, as an event: a change that is looked at again after a restart says what it
 * said. A revert takes back what it takes back, tests included.
 */
async function weakenedTests(context: RunContext, { id, kind, head, task, session }: ChangeRow, base: string): Promise<readonly string[]> {
  const { cache, store } = context.engine;
  if (kind === "revert" || kind === "records") return [];
  const weakenings = await findTestWeakenings(cache, base, head);
  const told = weakenings.length > 0 ? await store.events({ kinds: ["change-flagged"] }) : [];
  const isTold = told.some(({ body }) => body.kind === "change-flagged" && body.change === id);
  if (weakenings.length > 0 && !isTold) await record(context, { task, session }, { kind: "change-flagged", change: id, weakenings });
  return weakenings.map(({ what }) => what);
}
