import type { Clock } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { migrate } from "./migrate.ts";
import { answerQuestion } from "./operations/answer-question.ts";
import { findChange, findChanges } from "./operations/find-changes.ts";
import { findSession, findSessions } from "./operations/find-sessions.ts";
import { findGateResult, saveGateResult } from "./operations/gate-results.ts";
import { readValue, setValue } from "./operations/kept-values.ts";
import { extendLease, findLeases, narrowLease } from "./operations/leases.ts";
import { moveChange } from "./operations/move-change.ts";
import { moveSession, patchSession } from "./operations/move-session.ts";
import { openSession } from "./operations/open-session.ts";
import { closeAttempt, journalAttempt, openAttempts } from "./operations/push-attempts.ts";
import { readEvents } from "./operations/read-events.ts";
import { findResolutions, forgetResolutions, rememberResolutions } from "./operations/resolutions.ts";
import { endRun, latestRun, latestRunWithWork, openRun } from "./operations/runs.ts";
import { submitChange } from "./operations/submit-change.ts";
import { readTaskOverrides, setTaskOverride } from "./operations/task-overrides.ts";
import { countTests, findTestRecords, recordTests } from "./operations/test-records.ts";
import { openSqlite } from "./sqlite.ts";
import type { Store } from "./store.ts";
import { type Write, Writer } from "./writer.ts";

/**
 * Opens the store in `file`, making or migrating it as needed. The caller holds the coordinator lock.
 * @throws SignalboxError when the file cannot be used: not writable, not intact, full disk, or of a newer version.
 */
export async function openStore(file: string, { clock }: { readonly clock: Clock }): Promise<Store> {
  return await storeOver(await openSqlite(file), clock);
}

/** The store over any engine, which it migrates first and closes with itself, or at once when that fails. */
export async function storeOver(engine: Engine, clock: Clock): Promise<Store> {
  try {
    await migrate(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
  const { db } = engine;
  const writer = new Writer(engine, clock);
  const admit = <T>(work: (write: Write) => Promise<T>) => writer.write("flushed", work);
  return {
    append: (scope, body) => writer.write(body.kind === "agent" ? "buffered" : "flushed", (write) => write.record(scope, body)),
    events: (query) => readEvents(db, query),
    subscribe: (listener) => writer.subscribe(listener),
    openRun: (run) => admit((write) => openRun(write, run)),
    endRun: (id, outcome, reason) => admit((write) => endRun(write, id, outcome, reason)),
    latestRun: () => latestRun(db),
    latestRunWithWork: () => latestRunWithWork(db),
    openSession: (session) => admit((write) => openSession(write, session)),
    moveSession: (id, from, to, reason, patch) => admit((write) => moveSession(write, id, from, to, reason, patch)),
    patchSession: (id, patch) => admit((write) => patchSession(write, id, patch)),
    answerQuestion: (session, answer) => admit((write) => answerQuestion(write, session, answer)),
    session: (id) => findSession(db, id),
    sessions: (query = {}) => findSessions(db, query),
    extendLease: (session, paths) => admit((write) => extendLease(write, session, paths)),
    narrowLease: (session, paths, because) => admit((write) => narrowLease(write, session, paths, because)),
    leases: () => findLeases(db),
    submitChange: (change, files) => admit((write) => submitChange(write, change, files)),
    moveChange: (id, from, to, body) => admit((write) => moveChange(write, id, from, to, body)),
    change: (id) => findChange(db, id),
    changes: (query = {}) => findChanges(db, query),
    journalAttempt: (attempt) => admit((write) => journalAttempt(write, attempt)),
    openAttempts: () => openAttempts(db),
    closeAttempt: (id, outcome) => admit((write) => closeAttempt(write, id, outcome)),
    gateResult: (key) => findGateResult(db, key),
    saveGateResult: (result) => admit((write) => saveGateResult(write, result)),
    recordTests: (gate, seen) => writer.write("buffered", (write) => recordTests(write, gate, seen)),
    testRecords: (ids) => findTestRecords(db, ids),
    countTests: (gate) => countTests(db, gate),
    rememberResolutions: (resolutions) => admit((write) => rememberResolutions(write, resolutions)),
    rememberedResolutions: (keys) => findResolutions(db, keys),
    forgetResolutions: (which) => admit((write) => forgetResolutions(write, which)),
    setTaskOverride: (task, override, scope) => admit((write) => setTaskOverride(write, task, override, scope)),
    taskOverrides: () => readTaskOverrides(db),
    setValue: (key, json) => admit((write) => setValue(write, key, json)),
    value: (key) => readValue(db, key),
    integrity: () => engine.integrity(),
    async close() {
      await writer.idle();
      await engine.close();
    },
  };
}
