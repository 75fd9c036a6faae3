import type { Unowned } from "./findings.ts";
import { splitLines } from "./lines.ts";
import type { RecordedSession, SessionFile } from "./record-files.ts";
import { readSessionTable } from "./session-entries.ts";

/** A claim as last observed on the remote. `alive`: it, or its host, was renewed within its time. */
export interface ClaimFact {
  readonly task: string;
  readonly session: string | null;
  readonly holder: string;
  readonly alive: boolean;
}

/** Sessions the records say are going on: live entries of the session table and files in `sessions/active`. */
export function liveSessions(tableFile: string, table: string | undefined, files: readonly SessionFile[]): RecordedSession[] {
  const entries = table === undefined ? [] : readSessionTable(splitLines(table)).entries;
  const listed = entries
    .filter(({ section }) => section === "live")
    .flatMap(({ sessions, tasks, agent, first }) =>
      (sessions.length > 0 ? sessions : [null]).map((session) => ({ session, tasks, agent, file: tableFile, line: first + 1 })),
    );
  return [...listed, ...files.filter(({ folder }) => folder === "active")];
}

/** Sessions that cannot be going on: every task of theirs is finished, or their own file says that they ended. */
export function endedSessions(
  live: readonly RecordedSession[],
  files: readonly SessionFile[],
  isFinished: (task: string) => boolean,
): Unowned[] {
  const ended = new Map(files.flatMap(({ session, folder }) => (session === null || folder === "active" ? [] : [[session, folder]])));
  return live.flatMap((recorded): Unowned[] => {
    const folder = recorded.session === null ? undefined : ended.get(recorded.session);
    const finished = recorded.tasks.length > 0 && recorded.tasks.every(isFinished);
    if (folder === undefined && !finished) return [];
    const why = finished ? `${recorded.tasks.join(", ")} is finished` : `its file is in ${folder}`;
    return [finding("session-of-finished-task", recorded, `${nameOf(recorded)} is recorded as going on, but ${why}`)];
  });
}

/** One session listed twice in one place, and two sessions that go on for one task. */
export function duplicateSessions(live: readonly RecordedSession[]): Unowned[] {
  const [places, firstOf] = [new Set<string>(), new Map<string, RecordedSession>()];
  return live.flatMap((recorded): Unowned[] => {
    const { session, tasks, file } = recorded;
    const place = `${session ?? tasks.join(" ")} ${file}`;
    if (places.has(place)) return [finding("duplicate-session", recorded, `${nameOf(recorded)} is listed twice`)];
    places.add(place);
    const rival = tasks.map((task) => firstOf.get(task)).find((other) => other !== undefined && other.session !== session);
    for (const task of tasks) if (!firstOf.has(task)) firstOf.set(task, recorded);
    if (rival === undefined) return [];
    const message = `${nameOf(recorded)} and ${nameOf(rival)} (${rival.file}:${rival.line}) are both recorded as going on for one task`;
    return [finding("duplicate-session", recorded, message)];
  });
}

/** Sessions recorded as going on whose claim nobody renews. */
export function abandonedSessions(live: readonly RecordedSession[], claims: readonly ClaimFact[]): Unowned[] {
  const alive = claims.filter((claim) => claim.alive);
  const renewed = ({ session, tasks }: RecordedSession) =>
    alive.some((claim) => (claim.session === null || session === null ? tasks.includes(claim.task) : claim.session === session));
  return live
    .filter((recorded) => !renewed(recorded))
    .map((recorded) =>
      finding("session-not-renewed", recorded, `${nameOf(recorded)} is recorded as going on, but nobody renews its claim`),
    );
}

function finding(code: Unowned["code"], { session, tasks, agent, file, line }: RecordedSession, message: string): Unowned {
  return { code, task: tasks[0] ?? null, session, agent, message, file, line };
}

function nameOf({ session, tasks }: RecordedSession): string {
  return session ?? `the session of ${tasks.join(", ")}`;
}
