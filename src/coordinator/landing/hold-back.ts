import { patternsOverlap } from "../../core/paths.ts";
import { HOLDING_STATES, phaseOf, type SessionState } from "../../core/session.ts";
import { type Hold, type Holder, holdOf } from "../../landing/queue/held-back.ts";
import type { ChangeRow, SessionRow } from "../../store/rows.ts";
import { heldByOthers } from "../live/lease-live.ts";
import { type RunContext, record } from "../run-context.ts";

const MINUTE_MS = 60_000;
const AT_WORK: readonly SessionState[] = ["claimed", "preparing", "working"];

/**
 * Whether a change stays out of the queue because somebody still works on what it wrote. What is decided is told once, as an
 * event, and one that may go is not held again: else a holder that comes back to work could stop it at the gates.
 */
export async function isHeldBack(context: RunContext, row: ChangeRow): Promise<boolean> {
  const { holds } = context.live.landing;
  const before = holds.get(row.id);
  if (before?.holder === null) return false;
  const hold = await holdNow(context, row);
  holds.set(row.id, hold);
  if (hold.holder === null) {
    if (hold.because !== null) await record(context, row, { kind: "change-freed", change: row.id, because: hold.because });
    return false;
  }
  const { session, path } = hold.holder;
  if (before?.holder.session !== session) await record(context, row, { kind: "change-held", change: row.id, holder: session, path });
  return true;
}

async function holdNow(context: RunContext, { session, submittedAtMs }: ChangeRow): Promise<Hold> {
  const { clock, site } = context.engine;
  const holders = session === null ? [] : await holdersOf(context, session);
  if (session === null || holders.length === 0) return { holder: null, because: null };
  const behind = await allBehind(context, session, holders);
  return holdOf(
    { session, holders, waitedMs: clock.now() - submittedAtMs },
    (one) => behind.get(one) ?? [],
    site.config.limits.holderMinutes * MINUTE_MS,
  );
}

/** Who held what the session wrote, as they stand now. */
async function holdersOf(context: RunContext, id: string): Promise<readonly Holder[]> {
  const { store } = context.engine;
  const session = await store.session(id);
  if (session === undefined) return [];
  const found = [...(await heldByOthers(context, session))];
  return Promise.all(found.map(async ([path, other]) => ({ session: other, path, isOver: whyOver(await store.session(other), path) })));
}

function whyOver(holder: SessionRow | undefined, path: string): string | null {
  if (holder === undefined || !(HOLDING_STATES as readonly SessionState[]).includes(holder.state)) return "its holder is done";
  if (phaseOf(holder.state) === "Testing") return `${holder.id} has handed in too`;
  if (!AT_WORK.includes(holder.state)) return `${holder.id} is ${holder.state}`;
  if (holder.returns > 0) return `a change of ${holder.id} came back`;
  return holder.paths.some((held) => patternsOverlap(held, path)) ? null : `${holder.id} has given ${path} back`;
}

/** Who is behind whom, as far as it can be reached from these holders. */
async function allBehind(
  context: RunContext,
  session: string,
  holders: readonly Holder[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const behind = new Map([[session, holders.map((holder) => holder.session)]]);
  const reached = new Set(holders.map((holder) => holder.session));
  for (const id of reached) {
    const next = (await holdersOf(context, id)).map((holder) => holder.session);
    behind.set(id, next);
    for (const other of next) if (!behind.has(other)) reached.add(other);
  }
  return behind;
}
