import type { TreeEdit } from "../git/trees.ts";
import { type EditNote, mergeAgentEdits } from "./merge-agent-edits.ts";
import type { RecordFacts } from "./record-facts.ts";
import type { RecordsConfig } from "./record-paths.ts";
import { type ReadFile, renderRecords } from "./render-records.ts";

/** A change in a candidate, as far as the records care. */
export interface RecordChange {
  /** Record paths it touches. */
  readonly paths: readonly string[];
  readonly base: ReadFile;
  readonly agent: ReadFile;
}

/**
 * Everything the tip of a candidate needs: the agents' edits of records merged in landing order, then the records
 * rendered over them. Notes are per change, in the same order.
 */
export async function candidateRecords(input: {
  readonly tip: ReadFile;
  readonly changes: readonly RecordChange[];
  readonly config: RecordsConfig;
  readonly facts: RecordFacts;
}): Promise<{ readonly edits: readonly TreeEdit[]; readonly notes: readonly (readonly EditNote[])[] }> {
  const { config, facts } = input;
  const edits = new Map<string, TreeEdit>();
  const files: ReadFile = async (path) => {
    const content = edits.get(path)?.content;
    return typeof content === "string" ? content : content === null ? undefined : input.tip(path);
  };
  const notes: (readonly EditNote[])[] = [];
  for (const { paths, base, agent } of input.changes) {
    const merged = await mergeAgentEdits({ config, paths, base, main: files, agent });
    for (const edit of merged.edits) edits.set(edit.path, edit);
    notes.push(merged.notes);
  }
  for (const edit of await renderRecords({ files, config, facts })) edits.set(edit.path, edit);
  return { edits: [...edits.values()], notes };
}
