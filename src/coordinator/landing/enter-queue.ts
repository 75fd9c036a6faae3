import type { LandingChange } from "../../landing/queue/queue.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { heldByOthers } from "../live/lease-live.ts";
import type { RunContext } from "../run-context.ts";
import { observeMain } from "../steps/check-main.ts";
import { analyseChange } from "./analyse-change.ts";
import { isHeldBack } from "./hold-back.ts";
import { tell } from "./landing-book.ts";

/** A hosted remote sees a few requests a minute. */
const LOOK_EVERY_MS = 10_000;

/**
 * Brings the queue in step with the store and with main: what was submitted enters, what ended elsewhere leaves, and a main
 * that somebody else moved makes every result void.
 * @param isMainBusy a step that moves or judges main is under way: it tells the queue itself.
 */
export async function enterQueue(context: RunContext, isMainBusy: boolean): Promise<void> {
  const { landing } = context.live;
  const open = await landable(context);
  if (!isMainBusy) {
    if (open.length > 0) await lookAtMain(context, open);
    followMain(context);
    const ids = new Set(open.map(({ id }) => id));
    for (const id of landing.queue.entries.keys()) if (!ids.has(id)) tell(landing, { kind: "ended", change: id });
    for (const id of landing.holds.keys()) if (!ids.has(id)) landing.holds.delete(id);
  }
  for (const change of open) {
    // One under test may have left the queue while main was red; what is being pushed is the push's to tell of.
    const isOutside = change.state !== "pushing" && !landing.queue.entries.has(change.id);
    if (isOutside && !(await isHeldBack(context, change))) await enter(context, change, open);
  }
}

/** Others' pushes are seen before anything new is built, and now and then while much is under way. */
async function lookAtMain(context: RunContext, open: readonly ChangeRow[]): Promise<void> {
  const { landing } = context.live;
  const nowMs = context.engine.clock.monotonicMs();
  const isNew = landing.queue.runs.size === 0 && open.some(({ id }) => !landing.queue.entries.has(id));
  if (!isNew && nowMs < landing.nextLookMs) return;
  landing.nextLookMs = nowMs + LOOK_EVERY_MS;
  await observeMain(context);
}

function followMain({ live }: RunContext): void {
  const { landing, main } = live;
  if (landing.mains.get(landing.queue.main) !== main.commit) {
    tell(landing, { kind: "main-moved" });
    landing.mains.set(landing.queue.main, main.commit);
  }
  if (landing.queue.doubted !== "main") return;
  if (!landing.isMainDoubted) {
    landing.isMainDoubted = true;
    live.main = { ...main, health: "unknown" };
  } else if (main.health !== "unknown") {
    landing.isMainDoubted = false;
    tell(landing, { kind: "main-passes" });
  }
}

/** On a red main only what may mend it lands. */
async function landable({ engine, live }: RunContext): Promise<readonly ChangeRow[]> {
  const open = await engine.store.changes({ states: ["queued", "testing", "pushing"] });
  return live.main.health === "red" ? open.filter(({ kind }) => kind === "repair" || kind === "revert") : open;
}

/** Takes a change in: behind those of sessions that held what it wrote, before those that wrote what its session held. */
async function enter(context: RunContext, row: ChangeRow, open: readonly ChangeRow[]): Promise<void> {
  const { landing } = context.live;
  const others = open.filter(({ id }) => landing.queue.entries.has(id));
  const [ahead, waiting] = [await holdersOf(context, row), [] as string[]];
  for (const other of others) {
    const isHolder = row.session !== null && (await holdersOf(context, other)).has(row.session);
    // Where each held what the other wrote, whoever handed in first stays first.
    if (isHolder && !(other.session !== null && ahead.has(other.session))) waiting.push(other.id);
  }
  const orders = waiting.flatMap((id) => landing.queue.entries.get(id)?.submittedMs ?? []);
  const rank = row.kind === "revert" ? 0 : row.kind === "repair" ? 1 : 2;
  const analysed = await analyseChange(context, row);
  const change: LandingChange = {
    id: row.id,
    rank,
    barrier: rank < 2 || analysed.isBarrier,
    submittedMs: Math.min(row.submittedAtMs, ...orders.map((order) => order - 0.5)),
  };
  const neighbours = new Set([...analysed.neighbours, ...waiting]);
  const isOrdered = ({ id, session }: ChangeRow) => neighbours.has(id) || (session !== null && ahead.has(session));
  const conflictsWith = others.filter(isOrdered).map(({ id }) => id);
  tell(landing, { kind: "submitted", change, conflictsWith });
}

/** The sessions that held what this change wrote outside its lease. Its work is over, so that is read once. */
async function holdersOf(context: RunContext, { id, session }: ChangeRow): Promise<ReadonlySet<string>> {
  const { holders } = context.live.landing;
  const known = holders.get(id);
  if (known !== undefined) return known;
  const row = session === null ? undefined : await context.engine.store.session(session);
  const found = new Set(row === undefined ? [] : (await heldByOthers(context, row)).values());
  holders.set(id, found);
  return found;
}
