import type { VerifyConfig } from "../../core/config.ts";
import { isAncestor } from "../../git/refs.ts";
import { type Verification, verifyLanding } from "../../landing/verify-landing.ts";
import type { SessionRow } from "../../store/rows.ts";
import { gateContextOf } from "../gates.ts";
import { type RunContext, record } from "../run-context.ts";
import { closeWorkspace } from "./end-session.ts";
import { queueRevert } from "./queue-revert.ts";

/** A landed session whose commit is known. */
type Landed = SessionRow & { readonly landedCommit: string };

/**
 * Verifies what has landed (DESIGN §7, post-land), as people see it: main as it is now. One pass verifies every landing it
 * holds. A failure is somebody's: that landing is reverted, and the others are looked at again once the revert is on
 * main, so that nobody is blamed for what came before.
 */
export async function verify(context: RunContext): Promise<void> {
  const { engine, live } = context;
  const { config } = engine.site;
  const landed = await landedSessions(context);
  for (const session of landed) await closeWorkspace(context, session.id);
  if (config.verify === null) {
    for (const session of landed) await engine.store.moveSession(session.id, "landed", "verified", "no verification is configured");
    return;
  }
  const { commit } = live.main;
  const held = await heldBy(context, landed, commit);
  const result = await verifyCommit(context, config.verify, commit);
  // Stopped by a person: not known, so the next run looks again.
  if (live.mode === "stopping") return;
  const passed = result.outcome === "passed";
  const detail = result.detail.trim() || `${config.verify.kind} ${result.outcome}`;
  const culprit = passed ? undefined : await culpritOf(context, config.verify, held);
  for (const session of passed ? held : held.filter((one) => one === culprit)) {
    const where = { task: session.task, session: session.id };
    await record(context, where, { kind: "verify", commit, passed, detail, ms: Math.round(result.ms) });
    if (passed) await engine.store.moveSession(session.id, "landed", "verified", detail);
    else
      live.needsPerson =
        (await queueRevert(context, session, session.landedCommit, `verification ${result.outcome}: ${detail}`)) ?? live.needsPerson;
  }
}

async function landedSessions({ engine }: RunContext): Promise<Landed[]> {
  const sessions = await engine.store.sessions({ states: ["landed"] });
  return sessions.filter((session): session is Landed => session.landedCommit !== null);
}

/** The sessions whose landing `commit` holds, in landing order. */
async function heldBy({ engine }: RunContext, landed: readonly Landed[], commit: string): Promise<readonly Landed[]> {
  const order = (await engine.store.changes({ states: ["landed"] })).map((change) => change.session);
  const held: Landed[] = [];
  for (const session of landed) if (await isAncestor(engine.cache, session.landedCommit, commit)) held.push(session);
  return held.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

function verifyCommit(context: RunContext, config: VerifyConfig, commit: string): Promise<Verification> {
  const { clock } = context.engine;
  return verifyLanding(config, commit, {
    clock,
    gates: gateContextOf(context),
    environment: process.env,
    signal: context.live.stopNow.signal,
  });
}

/**
 * The first landing with which verification fails, where earlier commits can be tried (a command); else the newest,
 * because what is deployed can only be asked about as it is.
 */
async function culpritOf(context: RunContext, config: VerifyConfig, held: readonly Landed[]): Promise<Landed | undefined> {
  if (config.kind !== "command") return held.at(-1);
  for (const session of held.slice(0, -1)) {
    if ((await verifyCommit(context, config, session.landedCommit)).outcome === "failed") return session;
  }
  return held.at(-1);
}
