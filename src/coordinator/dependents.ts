import type { SessionRow } from "../store/rows.ts";
import type { RunContext } from "./run-context.ts";

/** A later landing that a revert leaves on main, and why it may miss what is taken back. */
export interface Dependent {
  readonly task: string;
  readonly because: string;
}

/** Later landings that depend on this one, by what their owners say or by the files both wrote; in landing order. */
export async function dependentsOf({ engine, tasks }: RunContext, session: SessionRow): Promise<readonly Dependent[]> {
  const landed = await engine.store.changes({ states: ["landed"] });
  const mine = landed.filter((change) => change.session === session.id);
  const last = mine.at(-1);
  if (last === undefined) return [];
  const files = new Set(mine.flatMap((change) => change.files));
  const found = new Map<string, string>();
  for (const { task, files: theirs } of landed.slice(landed.indexOf(last) + 1)) {
    if (task === null || task === session.task || found.has(task)) continue;
    const shared = theirs.find((file) => files.has(file));
    if (tasks.get(task)?.dependsOn.includes(session.task) === true) found.set(task, `depends on ${session.task}`);
    else if (shared !== undefined) found.set(task, `wrote ${shared} as well`);
  }
  return [...found].map(([task, because]) => ({ task, because }));
}
