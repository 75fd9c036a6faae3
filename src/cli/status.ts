import { openSite, type Site } from "../coordinator/site.ts";
import { EXIT } from "../core/errors.ts";
import { HOLDING_STATES, type SessionState } from "../core/session.ts";
import { spentWords } from "../core/usage.ts";
import { connectCoordinator } from "../server/connect-coordinator.ts";
import type { Status } from "../server/coordinator-api.ts";
import { systemClock } from "../system/clock.ts";
import { progressText } from "./event-line.ts";
import type { RawOptions } from "./options.ts";
import { type CommandContext, printJson, table } from "./output.ts";
import { runHistory } from "./run-history.ts";

const WATCH_MS = 1_000;
const QUESTION_SHOWN_MAX = 600;
const WAITING_SHOWN_MAX = 10;
const HOLDING: readonly SessionState[] = HOLDING_STATES;

/** `signalbox status`: what is going on now, from the running coordinator or from what the last one left. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const site = await openSite(context.cwd);
  for (;;) {
    const { status, running } = await statusOf(site);
    if (context.json)
      printJson(context, "status", {
        running,
        run: status.run,
        sessions: status.sessions,
        queue: status.queue,
        flagged: status.flagged,
        ordered: status.ordered,
        networks: status.networks,
        waiting: status.waiting,
        progress: status.progress,
        usage: status.usage,
        metrics: status.metrics,
      });
    else printStatus(context, status, running);
    if (options["watch"] !== true || context.json || !running) return EXIT.done;
    await systemClock.sleep(WATCH_MS);
  }
}

async function statusOf(site: Site): Promise<{ readonly status: Status; readonly running: boolean }> {
  const client = await connectCoordinator(site.state.coordinatorFile);
  if (client !== undefined) return { status: await client.status(), running: true };
  // Only now: a running coordinator answers without the store's libraries.
  const { withStore } = await import("./read-store.ts");
  const status = await withStore(site, async (store): Promise<Status> => {
    const latest = await store.latestRunWithWork();
    const history = latest === undefined ? [] : await runHistory(store, latest.id);
    const { makeReport } = await import("../records/report.ts");
    const { sessionUsage } = await import("../records/session-usage.ts");
    const { flaggedChanges } = await import("../records/flagged-changes.ts");
    const { latestProgress } = await import("../records/latest-progress.ts");
    const sessions = latest === undefined ? [] : await store.sessions({ run: latest.id });
    const said = latest === undefined ? [] : await store.events({ run: latest.id, kinds: ["progress"] });
    const { networksOf } = await import("../records/networks.ts");
    const started = latest === undefined ? [] : await store.events({ run: latest.id, kinds: ["agent-started"] });
    const queue = await store.changes({ states: ["queued", "testing", "pushing"] });
    return {
      mode: "stopping",
      main: { commit: "", health: "unknown", failingGate: null, detail: "" },
      needsPerson: null,
      run: latest ?? null,
      sessions,
      queue,
      flagged: flaggedChanges(await store.events({ kinds: ["change-flagged"] }), queue),
      ordered: [],
      networks: networksOf(started),
      waiting: [],
      progress: latestProgress(said, sessions),
      usage: sessionUsage(history),
      metrics: latest === undefined ? null : makeReport(history, systemClock.now()).metrics,
    };
  });
  return { status, running: false };
}

/** What a session waits for that a person should know, or can end. The question is an agent's: no control characters. */
function waitingLine({ task, state, question, answer, deadlineMs }: Status["sessions"][number]): readonly string[] {
  if (state === "rate-limited" && deadlineMs !== null)
    return [`${task} waits for its rate limit until ${new Date(deadlineMs).toISOString()}`];
  if (state !== "waiting-input") return [];
  if (answer !== null) return [`${task} is answered; signalbox run goes on with it`];
  const asked = (question ?? "")
    .replace(/\s+/g, " ")
    .replace(/\p{Cc}/gu, "")
    .slice(0, QUESTION_SHOWN_MAX);
  return [`${task} asks: ${asked}; next: signalbox answer ${task} TEXT, or --retry, or --drop`];
}

function printStatus(context: CommandContext, status: Status, running: boolean): void {
  const { run: latest, sessions, queue, waiting, main } = status;
  if (latest === null) {
    context.print("no run yet; next: signalbox plan, then signalbox run");
    return;
  }
  const ended =
    latest.outcome === null ? "was interrupted; signalbox run goes on with it" : `ended: ${latest.outcome} (${latest.reason ?? ""})`;
  context.print(running ? `${latest.id} is running (${status.mode}); main is ${main.health}` : `${latest.id} ${ended}`);
  if (status.needsPerson !== null) context.print(`a person is needed: ${status.needsPerson}`);
  const networks = new Map(status.networks.map(({ session, network }) => [session, `, network ${network}`]));
  const rows = sessions.map((session) => [
    session.task,
    session.state,
    session.slot < 0 ? session.agent : `agent ${session.slot + 1}`,
    `${session.confined ? "confined" : "unconfined"}${networks.get(session.id) ?? ""}`,
    session.id,
  ]);
  if (rows.length > 0) context.print(table([["TASK", "STATE", "AGENT", "BOX", "SESSION"], ...rows]));
  for (const { task, state, note } of sessions) if (note !== null && HOLDING.includes(state)) context.print(`${task} ${note}`);
  for (const said of status.progress) context.print(`${said.task ?? said.session} says: ${progressText(said)}`);
  for (const line of sessions.flatMap(waitingLine)) context.print(line);
  const taskOf = new Map(sessions.map(({ id, task }) => [id, task]));
  for (const spent of status.usage) context.print(`${taskOf.get(spent.session) ?? spent.session} used ${spentWords(spent)}`);
  if (queue.length > 0) context.print(`on their way to main: ${queue.map((change) => `${change.id} (${change.state})`).join(", ")}`);
  for (const { change, weakens } of status.flagged) context.print(`tested alone: ${change} ${weakens.join(", ")}`);
  for (const { change, behind, because } of status.ordered) context.print(`${change} lands behind ${behind}: ${because}`);
  for (const { reason } of waiting.slice(0, WAITING_SHOWN_MAX)) context.print(`waiting: ${reason}`);
  if (waiting.length > WAITING_SHOWN_MAX) context.print(`and ${waiting.length - WAITING_SHOWN_MAX} more wait; --json lists them`);
}
