import { abortTask, answerQuestion, dropTask, landBranch, retryTask, rollbackTask } from "../coordinator/commands.ts";
import type { Coordinator } from "../coordinator/coordinator.ts";
import { whyWaiting } from "../coordinator/decide.ts";
import { orderedChanges } from "../coordinator/landing/ordered-changes.ts";
import { record } from "../coordinator/run-context.ts";
import type { Outcome } from "../core/claim.ts";
import { flaggedChanges } from "../records/flagged-changes.ts";
import { latestProgress } from "../records/latest-progress.ts";
import { networksOf } from "../records/networks.ts";
import { makeReport } from "../records/report.ts";
import { sessionUsage } from "../records/session-usage.ts";
import type { CommandAccepted, CoordinatorApi, CoordinatorCommand, Status } from "./coordinator-api.ts";

/** How long agents may take to end when a person stops the run. */
const STOP_GRACE_MS = 3_000;

/** Later tasks wait for these. */
const WAITING_MAX = 50;

/** What a running coordinator answers, for the HTTP API and for commands in the same process. */
export function coordinatorHandlers(coordinator: Coordinator): CoordinatorApi {
  const { engine, run, tasks, live } = coordinator.context;
  const { store, clock } = engine;
  const titles = new Map([...tasks].map(([id, task]) => [id, task.title]));
  const report = async () => makeReport(await store.events({ run }), clock.now(), titles);
  return {
    report,
    async status(): Promise<Status> {
      const queue = await store.changes({ states: ["queued", "testing", "pushing"] });
      const sessions = await store.sessions({ run });
      return {
        mode: live.mode,
        main: live.main,
        needsPerson: live.needsPerson,
        run: (await store.latestRun()) ?? null,
        sessions,
        queue,
        flagged: flaggedChanges(await store.events({ kinds: ["change-flagged"] }), queue),
        ordered: orderedChanges(live.landing),
        waiting: whyWaiting(await coordinator.snapshot(), WAITING_MAX, (a, b) => live.outlook?.graph.conflict(a, b)?.because),
        networks: networksOf(await store.events({ run, kinds: ["agent-started"] })),
        progress: latestProgress(await store.events({ run, kinds: ["progress"] }), sessions),
        usage: sessionUsage(await store.events({ run, kinds: ["agent"] })),
        metrics: (await report()).metrics,
      };
    },
    logs: (session, afterSeq) => store.events({ session, afterSeq }),
    command: (command) => obey(coordinator, command),
    events: (query) => store.events(query),
    subscribe: (listener) => store.subscribe(listener),
  };
}

/** Does what a person asks; see `CoordinatorApi.command`. */
async function obey(coordinator: Coordinator, command: CoordinatorCommand): Promise<Outcome<CommandAccepted>> {
  const { context } = coordinator;
  switch (command.name) {
    case "abort":
      return abortTask(context, command.task, command.reason);
    case "answer":
      return answerQuestion(context, command.session, command.reply);
    case "retry":
      return retryTask(context, command.task);
    case "drop":
      return dropTask(context, command.task, command.reason);
    case "rollback":
      return rollbackTask(context, command.task, command.reason);
    case "land":
      return landBranch(context, command.branch, command.repository);
    case "progress": {
      const { task, session, message, percent } = command;
      await record(context, { task, session }, { kind: "progress", message, percent });
      return { ok: true, value: { message: "recorded", change: null } };
    }
    case "drain":
      await coordinator.stop("draining", 0);
      return { ok: true, value: { message: "nothing new is started; what runs may finish", change: null } };
    case "stop":
      await coordinator.stop("stopping", STOP_GRACE_MS);
      return { ok: true, value: { message: "stopped; workspaces are kept for the next run", change: null } };
  }
}
