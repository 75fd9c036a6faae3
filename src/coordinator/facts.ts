import { readFileAt } from "../git/objects.ts";
import type { TreeEdit } from "../git/trees.ts";
import { candidateRecords } from "../records/candidate-records.ts";
import { assumeLanded, FACT_KINDS, recordFacts } from "../records/record-facts.ts";
import { recordKind } from "../records/record-paths.ts";
import type { ChangeRow } from "../store/rows.ts";
import { type RunContext, record } from "./run-context.ts";

/**
 * The records as a candidate's tip must carry them: what agents did to record files merged by entry, then everything
 * rendered from the history as it will be once these changes have landed.
 * @param below changes of the chain under these: they land before, and what they did to record files is in `tree`.
 */
export async function recordEdits(
  context: RunContext,
  tree: string,
  changes: readonly ChangeRow[],
  below: readonly ChangeRow[] = [],
): Promise<readonly TreeEdit[]> {
  const { engine, tasks } = context;
  const { cache, store } = engine;
  const config = engine.site.config.records;
  if (!config.enabled) return [];
  const landing = [...below, ...changes].flatMap((change) =>
    change.session !== null && (change.kind === "task" || change.kind === "repair") ? [change.session] : [],
  );
  const facts = assumeLanded(
    recordFacts(await store.events({ kinds: FACT_KINDS }), (id) => tasks.get(id)?.title),
    landing,
    engine.clock.now(),
  );
  const { edits, notes } = await candidateRecords({
    tip: (path) => readFileAt(cache, tree, path),
    changes: changes.map((change) => ({
      paths: change.kind === "revert" ? [] : change.files.filter((path) => recordKind(config, path) !== undefined),
      base: (path) => readFileAt(cache, change.base, path),
      agent: (path) => readFileAt(cache, change.head, path),
    })),
    config,
    facts,
  });
  for (const [index, change] of changes.entries()) {
    for (const note of notes[index] ?? []) {
      if (note.kept) continue;
      await record(
        context,
        { task: change.task, session: change.session },
        { kind: "edit-dropped", path: note.path, reason: note.message },
      );
    }
  }
  return edits;
}
