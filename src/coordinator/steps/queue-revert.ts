import { buildRevert } from "../../landing/build-revert.ts";
import { recordPaths } from "../../records/record-paths.ts";
import type { SessionRow } from "../../store/rows.ts";
import { dependentsOf } from "../dependents.ts";
import { type RunContext, record } from "../run-context.ts";

const HOUR_MS = 3_600_000;

/**
 * Queues the revert of a landed session as an ordinary change with priority. It goes through the same gates.
 * @returns why it cannot be queued (the hourly limit, later work on top), or undefined when it is.
 */
export async function queueRevert(context: RunContext, session: SessionRow, commit: string, reason: string): Promise<string | undefined> {
  const { engine, live } = context;
  const since = engine.clock.now() - HOUR_MS;
  const recent = (await engine.store.changes({ states: ["landed", "queued", "testing"] })).filter(
    (change) => change.kind === "revert" && change.submittedAtMs > since,
  );
  if (recent.some((change) => change.session === session.id && change.state !== "landed")) return undefined;
  if (recent.length >= engine.site.config.limits.revertsPerHour) {
    return `more than ${engine.site.config.limits.revertsPerHour} reverts in an hour; ${session.task} would be the next (${reason})`;
  }
  const revert = await buildRevert(engine.cache, live.main.commit, commit, engine.clock.now(), recordPaths(engine.site.config.records));
  if (revert.kind !== "revert") {
    return `${session.task} cannot be reverted by itself: ${revert.kind === "nothing" ? "main holds nothing of it" : `later work touches ${revert.files.join(", ")}`}`;
  }
  await engine.store.submitChange(
    {
      id: `revert-${engine.random.hex(4)}`,
      kind: "revert",
      task: session.task,
      session: session.id,
      epoch: null,
      base: live.main.commit,
      head: revert.head,
      subject: `Revert ${session.task}: ${reason}`,
      state: "queued",
      submittedAtMs: engine.clock.now(),
    },
    revert.files,
  );
  const left = await dependentsOf(context, session);
  if (left.length > 0) {
    const named = left.map(({ task, because }) => `${task} (${because})`).join(", ");
    const text = `the revert of ${session.task} leaves on main: ${named}; the gates decide whether they stand without it`;
    await record(context, { task: session.task, session: session.id }, { kind: "note", level: "warning", text });
  }
  context.wake();
  return undefined;
}
