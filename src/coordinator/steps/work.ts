import { join } from "node:path";
import type { AgentDriver, AgentEvent, AgentRequest, AgentRun } from "../../core/agent.ts";
import type { SessionRow } from "../../store/rows.ts";
import { removeAgentLocks } from "../../workspaces/agent-locks.ts";
import { createWorkspace } from "../../workspaces/create-workspace.ts";
import { openWorkspace } from "../../workspaces/open-workspace.ts";
import type { Workspace } from "../../workspaces/workspace.ts";
import { agentRecorder } from "../agent-recorder.ts";
import { budgetQuestion, usedUp } from "../budget.ts";
import { mayWrite } from "../live/may-write.ts";
import { watchSession } from "../live/watch-session.ts";
import { park } from "../questions.ts";
import { type RunContext, record } from "../run-context.ts";
import { promptsOf } from "../session-prompt.ts";
import { turnNotes } from "../turn-notes.ts";
import { usageMeter } from "../usage-meter.ts";
import { endSession } from "./end-session.ts";
import { endTurn } from "./end-turn.ts";
import { reportEscapes, watchOutside } from "./escapes.ts";
import { guardAgent } from "./guard-agent.ts";
import { rememberLeft, tellNeighbours, tellWhatChanged } from "./neighbours.ts";
import { workspaceRequest } from "./prepare.ts";
import { submitPart } from "./submit.ts";

const MEGABYTE = 1024 * 1024;
const MINUTE_MS = 60_000;
/** Output after which an agent is ended, as a multiple of what is kept. */
const OUTPUT_END_FACTOR = 8;

/**
 * Stands for an agent that is being started: whoever aborts the session meanwhile leaves its end to this step, which
 * would otherwise start the agent in a session, and a workspace, that are gone.
 */
const NOT_STARTED: Pick<AgentRun, "cancel"> = { cancel: async () => undefined };

/**
 * Runs the session's agent to its end and submits what it left in the workspace. How the agent says it ended decides
 * only whether it goes on, and when; whether the work is good is for the gates (promise 5).
 */
export async function work(context: RunContext, session: SessionRow): Promise<void> {
  const { engine, live } = context;
  const driver = context.driverOf(session.task, session.agent);
  if (driver === null) return endSession(context, session.id, "failed", "no agent is configured");
  // Its agent asked, and the coordinator died before it could wait for the answer.
  if (session.question !== null && session.answer === null) return park(context, session, session.question);
  const over = usedUp(context.budgets.task, live.ledger.ofRound(session.id), live.times.ofRound(session.id));
  if (over !== undefined) return park(context, session, budgetQuestion(over));
  live.agents.set(session.id, NOT_STARTED);
  const attempt = session.attempt + 1;
  await engine.store.patchSession(session.id, { attempt });
  const workspace =
    (await openWorkspace(workspaceRequest(context, session))) ?? (await createWorkspace(workspaceRequest(context, session)));
  await tellWhatChanged(context, session, workspace);
  await removeAgentLocks(workspace);
  const before = await watchOutside(context);
  const { outward, ...turn } = await runAgent(context, session, { driver, workspace, attempt });
  await reportEscapes(context, session, { workspace, before, outward });
  await tellNeighbours(context, session, outward);
  const abortReason = live.aborting.get(session.id);
  if (abortReason !== undefined) {
    live.aborting.delete(session.id);
    return endSession(context, session.id, "aborted", abortReason);
  }
  if (live.mode === "stopping") return;
  await rememberLeft(context, session, workspace);
  await endTurn(context, session, { workspace, ...turn });
}

interface Attempt {
  readonly driver: AgentDriver;
  readonly workspace: Workspace;
  readonly attempt: number;
}

/** Starts the agent, watches what it touches, and waits for its end. @returns also what it announced that leads out of its box. */
async function runAgent(context: RunContext, session: SessionRow, { driver, workspace, attempt }: Attempt) {
  const { engine, live } = context;
  const where = { task: session.task, session: session.id };
  const recorder = agentRecorder(context, session, workspace.tree);
  const notes = turnNotes();
  const watch = watchSession(context, session, workspace);
  const guard = guardAgent(context, session);
  const metered = usageMeter(await engine.store.events({ session: session.id, kinds: ["agent"] }));
  const onEvent = (told: AgentEvent) => {
    const event = metered(told);
    recorder.onEvent(event);
    guard.onEvent(event);
    watch.onEvent(event);
    notes.onEvent(event);
  };
  const onPart = (subject: string) => submitPart(context, session.id, workspace, subject);
  const asks: AgentRequest["mayWrite"] = (paths) => {
    guard.onAsked();
    return mayWrite(context, session.id, workspace, paths);
  };
  const tools = live.toolUsers.give({ session: session.id, tell: onEvent, submitPart: onPart }, engine.random);
  try {
    await record(context, where, {
      kind: "agent-started",
      attempt,
      confined: engine.sandbox.confined,
      network: driver.capabilities.network ?? "open",
    });
    const startedMs = engine.clock.monotonicMs();
    const agent = await driver.start({
      ...(await agentRequest(context, session, { driver, workspace, attempt, onEvent, onPart, mayWrite: asks })),
      onMetered: guard.onMetered,
      ...tools.request,
    });
    live.agents.set(session.id, agent);
    // A person stopped the run while the agent was being started, when there was nothing to cancel yet.
    if (live.mode === "stopping" || live.aborting.has(session.id)) void agent.cancel(0);
    guard.watch(agent);
    const finish = await agent.finished;
    live.agents.delete(session.id);
    const { reason, detail, stalled, overBudget } = guard.endOf(finish);
    await record(context, where, { kind: "agent-ended", attempt, reason, detail, ms: Math.round(engine.clock.monotonicMs() - startedMs) });
    return {
      finish: { ...finish, detail },
      outward: recorder.outward(),
      limit: notes.limit(),
      isSilent: notes.isSilent(),
      stalled,
      overBudget,
    };
  } finally {
    await guard.stop();
    tools.end();
    await watch.stop();
  }
}

async function agentRequest(
  context: RunContext,
  session: SessionRow,
  { driver, workspace, attempt, ...answers }: Attempt & Pick<AgentRequest, "onEvent" | "onPart" | "mayWrite">,
): Promise<AgentRequest> {
  const { engine, live } = context;
  const { limits } = engine.site.config;
  const outputBytesMax = limits.outputMegabytes * MEGABYTE;
  return {
    session: session.id,
    task: session.task,
    ...(await promptsOf(context, session, driver.capabilities.tools === true && live.toolUsers.url !== null)),
    workspace: workspace.tree,
    home: workspace.home,
    temp: workspace.temp,
    transcriptFile: join(engine.site.state.transcripts, `${session.id}.jsonl`),
    agentSession: session.agentSession,
    attempt,
    limits: { timeoutMs: limits.agentMinutes * MINUTE_MS, outputBytesMax, outputBytesEnd: outputBytesMax * OUTPUT_END_FACTOR },
    ...answers,
  };
}
