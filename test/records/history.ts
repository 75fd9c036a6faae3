import type { EventBody, StoredEvent } from "../../src/core/event.ts";
import type { SessionState } from "../../src/core/session.ts";

export const START_MS = Date.UTC(2025, 10, 14, 9);

/** Builds histories as the store would: growing `seq`, time moved by hand. */
export class History {
  readonly events: StoredEvent[] = [];
  nowMs = START_MS;
  run: string | null = "run-1";

  at(ms: number): this {
    this.nowMs = START_MS + ms;
    return this;
  }

  add(task: string | null, session: string | null, body: EventBody): this {
    this.events.push({ seq: this.events.length + 1, atMs: this.nowMs, run: this.run, task, session, body });
    return this;
  }

  start(tasks: readonly string[], agents = 2, resumed = false): this {
    return this.add(null, null, { kind: "run-started", agents, primary: null, tasks, resumed });
  }

  open(task: string, session = sessionOf(task)): this {
    return this.add(task, session, { kind: "session-opened", agent: "scripted", slot: 0, epoch: 1, base: "b".repeat(40), confined: true });
  }

  move(task: string, to: SessionState, reason = "", from: SessionState = "working", session = sessionOf(task)): this {
    return this.add(task, session, { kind: "session-moved", from, to, reason });
  }

  /** The landing of a task's final change, gates included. */
  land(task: string, commit = "c".repeat(40), tree = `tree-${task}`): this {
    const change = `${sessionOf(task)}.1`;
    this.add(null, null, {
      kind: "gate-run",
      gate: "unit",
      tree,
      passed: true,
      cached: false,
      ms: 1_000,
      changes: [change],
      infrastructure: false,
      detail: "",
    });
    this.add(task, sessionOf(task), { kind: "change-landed", change, changeKind: "task", commit, tree, bookkeepingOnly: false });
    return this.move(task, "landed", "", "candidate");
  }

  agent(task: string, ms: number, reason = "completed", attempt = 1): this {
    this.add(task, sessionOf(task), { kind: "agent-started", attempt, confined: true });
    this.nowMs += ms;
    return this.add(task, sessionOf(task), { kind: "agent-ended", attempt, reason, detail: "", ms });
  }
}

/** A session id of the guide's form, the same every time for a task. */
export function sessionOf(task: string): string {
  return `Session-20251114-${task}-${task.length.toString(16).padStart(4, "0")}a5e6`;
}
