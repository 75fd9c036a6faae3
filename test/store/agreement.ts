import { CHANGE_MACHINE } from "../../src/core/change.ts";
import type { StoredEvent } from "../../src/core/event.ts";
import { isTerminal } from "../../src/core/machine.ts";
import { firstOverlap } from "../../src/core/paths.ts";
import { HOLDING_STATES } from "../../src/core/session.ts";
import type { Store } from "../../src/store/store.ts";

/**
 * Replays the history and compares it with the tables, then checks what must hold of the tables by themselves.
 * @returns one line per difference; empty when events and current state agree.
 */
export async function disagreements(store: Store): Promise<string[]> {
  const replayed = replay(await store.events({}));
  return [
    ...replayed.faults,
    ...(await runFaults(store, replayed)),
    ...(await sessionFaults(store, replayed)),
    ...(await changeFaults(store, replayed)),
    ...(await overrideFaults(store, replayed)),
  ];
}

interface Replayed {
  readonly faults: string[];
  readonly openRuns: Set<string>;
  readonly sessions: Map<string, string>;
  readonly granted: Map<string, string[]>;
  readonly changes: Map<string, string>;
  readonly overrides: Map<string, string>;
}

const CHANGE_STATE_AFTER: Readonly<Record<string, string>> = {
  "change-landed": "landed",
  "change-returned": "returned",
  "change-rejected": "rejected",
  "change-withdrawn": "withdrawn",
};

function replay(events: readonly StoredEvent[]): Replayed {
  const state: Replayed = {
    faults: [],
    openRuns: new Set(),
    sessions: new Map(),
    granted: new Map(),
    changes: new Map(),
    overrides: new Map(),
  };
  events.forEach((event, index) => {
    if (event.seq !== index + 1) state.faults.push(`event ${index + 1} has number ${event.seq}`);
    apply(state, event);
  });
  return state;
}

function apply(state: Replayed, { seq, run, task, session, body }: StoredEvent): void {
  switch (body.kind) {
    case "run-started":
      state.openRuns.add(run ?? "");
      break;
    case "run-ended":
      state.openRuns.delete(run ?? "");
      break;
    case "session-opened":
      state.sessions.set(session ?? "", "claimed");
      break;
    case "session-moved":
      if (state.sessions.get(session ?? "") !== body.from) state.faults.push(`event ${seq} moves ${session} from ${body.from}`);
      state.sessions.set(session ?? "", body.to);
      break;
    case "lease-extended":
      if (body.granted) state.granted.set(session ?? "", [...(state.granted.get(session ?? "") ?? []), ...body.paths]);
      break;
    case "lease-narrowed":
      state.granted.set(
        session ?? "",
        (state.granted.get(session ?? "") ?? []).filter((path) => !body.dropped.includes(path)),
      );
      break;
    case "change-submitted":
      if (state.changes.has(body.change)) state.faults.push(`event ${seq} submits ${body.change} again`);
      state.changes.set(body.change, "open");
      break;
    case "change-landed":
    case "change-returned":
    case "change-rejected":
    case "change-withdrawn":
      if (state.changes.get(body.change) !== "open") state.faults.push(`event ${seq} ends ${body.change} again`);
      state.changes.set(body.change, CHANGE_STATE_AFTER[body.kind] ?? "");
      break;
    case "task-dropped":
      state.overrides.set(task ?? "", "dropped");
      break;
    case "task-reopened":
      state.overrides.set(task ?? "", "reopened");
      break;
  }
}

async function runFaults(store: Store, { openRuns }: Replayed): Promise<string[]> {
  const latest = await store.latestRun();
  if (latest === undefined || openRuns.has(latest.id) === (latest.endedAtMs === null)) return [];
  return [`run ${latest.id} is ${latest.endedAtMs === null ? "open" : "ended"} in its row only`];
}

async function sessionFaults(store: Store, { sessions, granted }: Replayed): Promise<string[]> {
  const rows = await store.sessions();
  const faults = rows
    .filter((row) => sessions.get(row.id) !== row.state)
    .map((row) => `session ${row.id}: row ${row.state}, history ${sessions.get(row.id)}`);
  if (rows.length !== sessions.size) faults.push(`${rows.length} session rows, ${sessions.size} in the history`);
  for (const row of rows) {
    for (const path of granted.get(row.id) ?? []) if (!row.paths.includes(path)) faults.push(`${row.id} lost its lease of ${path}`);
  }
  const holders = rows.filter((row) => (HOLDING_STATES as readonly string[]).includes(row.state));
  holders.forEach((a, index) => {
    for (const b of holders.slice(index + 1)) {
      if (a.task === b.task) faults.push(`${a.id} and ${b.id} both hold task ${a.task}`);
      if (firstOverlap(a.paths, b.paths) !== undefined) faults.push(`${a.id} and ${b.id} hold overlapping paths`);
    }
  });
  return faults;
}

async function changeFaults(store: Store, { changes }: Replayed): Promise<string[]> {
  const rows = await store.changes();
  const faults = rows
    .filter((row) => changes.get(row.id) !== (isTerminal(CHANGE_MACHINE, row.state) ? row.state : "open"))
    .map((row) => `change ${row.id}: row ${row.state}, history ${changes.get(row.id)}`);
  for (const row of rows) {
    if ((row.state === "landed") !== (row.commit !== null)) faults.push(`change ${row.id} is ${row.state} with commit ${row.commit}`);
  }
  if (rows.length !== changes.size) faults.push(`${rows.length} change rows, ${changes.size} in the history`);
  return faults;
}

async function overrideFaults(store: Store, { overrides }: Replayed): Promise<string[]> {
  const rows = await store.taskOverrides();
  const faults = [...rows]
    .filter(([task, row]) => overrides.get(task) !== row.kind)
    .map(([task, row]) => `override of ${task}: row ${row.kind}, history ${overrides.get(task)}`);
  if (rows.size !== overrides.size) faults.push(`${rows.size} overrides, ${overrides.size} in the history`);
  return faults;
}
