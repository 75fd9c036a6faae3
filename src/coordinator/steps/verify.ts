import { buildRevert } from "../../landing/build-revert.ts";
import { verifyLanding } from "../../landing/verify-landing.ts";
import { recordPaths } from "../../records/record-paths.ts";
import type { SessionRow } from "../../store/rows.ts";
import { gateContextOf } from "../gates.ts";
import { type RunContext, record } from "../run-context.ts";
import { closeWorkspace } from "./end-session.ts";

const HOUR_MS = 3_600_000;

/** Verifies a landed session's commit after landing; a failure queues the revert (DESIGN §7, post-land). */
export async function verify(context: RunContext, session: SessionRow): Promise<void> {
  const { engine } = context;
  const { config } = engine.site;
  const commit = session.landedCommit;
  await closeWorkspace(context, session.id);
  if (config.verify === null || commit === null) {
    await engine.store.moveSession(session.id, "landed", "verified", "no verification is configured");
    return;
  }
  const where = { task: session.task, session: session.id };
  const result = await verifyLanding(config.verify, commit, {
    clock: engine.clock,
    gates: gateContextOf(context),
    environment: process.env,
    signal: context.live.stopNow.signal,
  });
  // Stopped by a person: not known, so it is verified again by the next run.
  if (context.live.mode === "stopping") return;
  const passed = result.outcome === "passed";
  await record(context, where, { kind: "verify", commit, passed, detail: result.detail, ms: Math.round(result.ms) });
  if (passed) await engine.store.moveSession(session.id, "landed", "verified", result.detail);
  else await queueRevert(context, session, commit, `verification ${result.outcome}: ${result.detail}`);
}

/**
 * Queues the revert of a landed session as an ordinary change with priority. It goes through the same gates.
 * Above the hourly limit everything stops and a person is asked.
 */
export async function queueRevert(context: RunContext, session: SessionRow, commit: string, reason: string): Promise<void> {
  const { engine, live } = context;
  const since = engine.clock.now() - HOUR_MS;
  const recent = (await engine.store.changes({ states: ["landed", "queued", "testing"] })).filter(
    (change) => change.kind === "revert" && change.submittedAtMs > since,
  );
  if (recent.some((change) => change.session === session.id && change.state !== "landed")) return;
  if (recent.length >= engine.site.config.limits.revertsPerHour) {
    live.needsPerson = `more than ${engine.site.config.limits.revertsPerHour} reverts in an hour; ${session.task} would be the next (${reason})`;
    return;
  }
  const revert = await buildRevert(engine.cache, live.main.commit, commit, engine.clock.now(), recordPaths(engine.site.config.records));
  if (revert.kind !== "revert") {
    live.needsPerson = `${session.task} cannot be reverted by itself: ${revert.kind === "nothing" ? "main holds nothing of it" : `later work touches ${revert.files.join(", ")}`}`;
    return;
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
  context.wake();
}
