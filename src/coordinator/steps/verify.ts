import type { VerifyConfig } from "../../core/config.ts";
import { isAncestor, resolveCommit } from "../../git/refs.ts";
import { afterCulpritProbe, culpritVerdict, nextCulpritProbe, searchCulprit } from "../../landing/culprit-search.ts";
import { advanceVerified, VERIFIED_REF } from "../../landing/verified-main.ts";
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
  const found = passed ? undefined : await culpritOf(context, config.verify, held);
  if (found === "nobody") return;
  if (passed) await advanceVerifiedMain(context, commit);
  for (const session of passed ? held : held.filter((one) => one === found)) {
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
 * The landing with which verification begins to fail, where earlier commits can be tried (a command); else the newest,
 * because what is deployed can only be asked about as it is. Nobody: the failure was a flake, to be looked at again, or
 * fails on what passed before as well, which is for a person.
 */
async function culpritOf(context: RunContext, config: VerifyConfig, held: readonly Landed[]): Promise<Landed | "nobody" | undefined> {
  const [oldest] = held;
  if (config.kind !== "command" || oldest === undefined) return held.at(-1);
  const before = await resolveCommit(context.engine.cache, `${oldest.landedCommit}^1`);
  let search = searchCulprit(held.length);
  for (;;) {
    const verdict = culpritVerdict(search);
    if (verdict?.kind === "culprit") return held[verdict.place - 1];
    if (verdict?.kind === "everything-fails") context.live.needsPerson = "verification fails on what passed before as well";
    if (verdict !== undefined) return "nobody";
    const place = nextCulpritProbe(search);
    const commit = place === 0 ? before : held[place - 1]?.landedCommit;
    const outcome = commit === undefined ? "passed" : (await verifyCommit(context, config, commit)).outcome;
    if (context.live.mode === "stopping") return "nobody";
    search = afterCulpritProbe(search, place, outcome === "passed");
  }
}

/** People and agents branch from it; that it lags behind for once harms nobody. */
async function advanceVerifiedMain(context: RunContext, commit: string): Promise<void> {
  const { cache, site } = context.engine;
  context.live.verified = commit;
  const move = await advanceVerified(cache, site.remote, commit);
  if (move !== "apart") return;
  const text = `${VERIFIED_REF} is on another line than main and was left alone; delete it once you know why`;
  await record(context, {}, { kind: "note", level: "warning", text });
}
