import { closeSubmission, listSubmissions, type Submission } from "../../claims/submissions.ts";
import type { Change } from "../../core/change.ts";
import { diffFiles } from "../../git/diff.ts";
import { readCommitMessage } from "../../git/objects.ts";
import { mergeBase } from "../../git/refs.ts";
import { fetchCache } from "../../workspaces/cache.ts";
import { type RunContext, record } from "../run-context.ts";

/** Last line of the message of a submitted commit that is only a part: the claim goes on. */
export const PART_MARK = "Signalbox-Part: yes";

/** A hosted remote sees a few requests a minute. */
const EVERY_MS = 10_000;

/**
 * Takes work that people and agents elsewhere handed in through the remote into the landing queue: a session of its
 * own, already submitted. Safe to do again: the session id is the claim's, the change's follows from it.
 */
export async function takeSubmissions(context: RunContext): Promise<void> {
  const { engine, live } = context;
  const nowMs = engine.clock.monotonicMs();
  if (nowMs < live.nextSubmissionsMs || live.mode === "stopping") return;
  live.nextSubmissionsMs = nowMs + EVERY_MS;
  for (const submission of await listSubmissions(engine.claims)) await take(context, submission);
}

async function take(context: RunContext, submission: Submission): Promise<void> {
  const { engine, live } = context;
  const { task, epoch, head, claim } = submission;
  const session = claim?.record.session ?? null;
  // Its claim has ended: the work stays on the remote for a person to look at, and must not land.
  if (claim === null || session === null) return;
  const { main } = await fetchCache(engine.cache, engine.site.remote, engine.site.config.main);
  const base = main === undefined ? undefined : await mergeBase(engine.cache, main, head);
  if (base === undefined) {
    await record(context, { task }, { kind: "note", level: "warning", text: `the submission for ${task} shares no history with main` });
    return;
  }
  const files = (await diffFiles(engine.cache, base, head)).map(({ path }) => path);
  if ((await engine.store.session(session)) === undefined) {
    const opened = await engine.store.openSession({
      id: session,
      run: context.run,
      task,
      agent: claim.record.holder,
      slot: -1,
      epoch,
      claimRef: claim.ref,
      claimOid: claim.oid,
      base,
      confined: false,
      // Its author worked without asking for paths; landing orders and judges it like any other.
      paths: [],
    });
    if (!opened.ok) return;
    await engine.store.moveSession(session, "claimed", "preparing", "worked on elsewhere");
    await engine.store.moveSession(session, "preparing", "working", "worked on elsewhere");
  }
  await engine.store.patchSession(session, { claimOid: claim.oid });
  const earlier = await engine.store.changes({ session });
  if (!earlier.some((change) => change.head === head)) {
    const isPart = (await readCommitMessage(engine.cache, head)).trimEnd().endsWith(PART_MARK);
    await moveBack(context, session);
    const change: Change = {
      id: `${session}.${earlier.length + 1}`,
      kind: isPart ? "part" : "task",
      task,
      session,
      epoch,
      base,
      head,
      subject: context.tasks.get(task)?.title ?? task,
      state: "queued",
      submittedAtMs: engine.clock.now(),
    };
    await engine.store.submitChange(change, files);
    if (!isPart) await engine.store.moveSession(session, "working", "submitted", `${files.length} files, handed in through the remote`);
  }
  await closeSubmission(engine.claims, submission);
  live.nextSubmissionsMs = 0;
}

/** A change that came back is handed in again: its session goes on. */
async function moveBack({ engine }: RunContext, session: string): Promise<void> {
  await engine.store.moveSession(session, "returned", "working", "handed in again");
}
