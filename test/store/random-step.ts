import { CHANGE_MACHINE, type ChangeState } from "../../src/core/change.ts";
import type { EventBody } from "../../src/core/event.ts";
import { SESSION_MACHINE } from "../../src/core/session.ts";
import type { NewSession } from "../../src/store/rows.ts";
import type { Store } from "../../src/store/store.ts";

/** Chooses a whole number in [0, below). */
export type Pick = (below: number) => number;

const TASKS = ["A-1", "A-2", "B-1", "B-2", "C-1"];
const PATHS = ["src/a.ts", "src/b.ts", "src", "docs/*.md", "docs/x.md", "test", "**", "package.json"];

/** Does one random thing to the store, as a coordinator might. `serial` makes ids of new rows. */
export async function randomStep(store: Store, pick: Pick, serial: string): Promise<void> {
  const steps = [openSession, moveSession, moveSession, extendLease, narrowLease, submitChange, moveChange, moveChange, note, drop, rerun];
  const step = steps[pick(steps.length)] ?? note;
  await step(store, pick, serial);
}

export function newSession(id: string, task: string, paths: readonly string[]): NewSession {
  return {
    ...{ id, run: "run-1", task, agent: "scripted", slot: 0, epoch: 1, confined: true, paths },
    ...{ claimRef: `refs/signalbox/claims/${task}`, claimOid: "c".repeat(40), base: "b".repeat(40) },
  };
}

async function openSession(store: Store, pick: Pick, serial: string): Promise<void> {
  const paths = [oneOf(PATHS, pick), oneOf(PATHS, pick)];
  await store.openSession(newSession(`S-${serial}`, oneOf(TASKS, pick), paths));
}

async function moveSession(store: Store, pick: Pick): Promise<void> {
  const sessions = await store.sessions();
  if (sessions.length === 0) return;
  const { id, state, attempt } = oneOf(sessions, pick);
  const next = SESSION_MACHINE[state];
  if (next.length === 0) return;
  await store.moveSession(id, state, oneOf(next, pick), "chance", { attempt: attempt + 1 });
}

async function extendLease(store: Store, pick: Pick): Promise<void> {
  const sessions = await store.sessions();
  if (sessions.length > 0) await store.extendLease(oneOf(sessions, pick).id, [oneOf(PATHS, pick)]);
}

async function narrowLease(store: Store, pick: Pick): Promise<void> {
  const sessions = await store.sessions();
  if (sessions.length > 0) await store.narrowLease(oneOf(sessions, pick).id, [oneOf(PATHS, pick), oneOf(PATHS, pick)], "chance");
}

async function submitChange(store: Store, pick: Pick, serial: string): Promise<void> {
  const sessions = await store.sessions();
  if (sessions.length === 0) return;
  const session = oneOf(sessions, pick);
  const change = { kind: "task", task: session.task, session: session.id, epoch: 1, base: "b", head: "h", subject: "s" } as const;
  // Now and then an id that is taken: submitting is idempotent.
  const id = `${session.id}.${pick(3) === 0 ? "1" : serial}`;
  await store.submitChange({ ...change, id, state: "queued", submittedAtMs: 1 }, ["src/a.ts"]);
}

async function moveChange(store: Store, pick: Pick): Promise<void> {
  const changes = await store.changes();
  if (changes.length === 0) return;
  const { id, state } = oneOf(changes, pick);
  const next = CHANGE_MACHINE[state];
  if (next.length === 0) return;
  const to = oneOf<ChangeState>(next, pick);
  await store.moveChange(id, state, to, lastEvent(id, to));
}

/** The event a terminal state must come with. */
export function lastEvent(change: string, to: ChangeState): EventBody | undefined {
  const reason = { code: "conflict", message: "both changed it", evidence: "<<<<", files: ["src/a.ts"] } as const;
  switch (to) {
    case "landed":
      return { kind: "change-landed", change, changeKind: "task", commit: "d".repeat(40), tree: "t", bookkeepingOnly: false };
    case "returned":
      return { kind: "change-returned", change, reason };
    case "rejected":
      return { kind: "change-rejected", change, reason };
    case "withdrawn":
      return { kind: "change-withdrawn", change, reason: "aborted" };
    default:
      return undefined;
  }
}

async function note(store: Store): Promise<void> {
  await store.append({ run: "run-1", task: null, session: null }, { kind: "note", level: "info", text: "tick" });
}

async function drop(store: Store, pick: Pick): Promise<void> {
  await store.setTaskOverride(oneOf(TASKS, pick), { kind: pick(2) === 0 ? "dropped" : "reopened", reason: "a person said so" });
}

async function rerun(store: Store, _: Pick, serial: string): Promise<void> {
  const latest = await store.latestRun();
  if (latest?.endedAtMs === null) await store.endRun(latest.id, "stopped", "asked to");
  else await store.openRun({ id: `R-${serial}`, agents: 4, primary: null, tasks: TASKS, options: {} });
}

function oneOf<T>(choices: readonly T[], pick: Pick): T {
  const chosen = choices[pick(choices.length)];
  if (chosen === undefined) throw new Error("expected something to choose from");
  return chosen;
}
