import { join } from "node:path";
import type { AgentDriver, AgentEvent, AgentRequest, AgentRun } from "../../core/agent.ts";
import type { SessionRow } from "../../store/rows.ts";
import { removeAgentLocks } from "../../workspaces/agent-locks.ts";
import { createWorkspace } from "../../workspaces/create-workspace.ts";
import { openWorkspace } from "../../workspaces/open-workspace.ts";
import type { Workspace } from "../../workspaces/workspace.ts";
import { agentRecorder } from "../agent-recorder.ts";
import { describeCommand } from "../gates.ts";
import { mayWrite } from "../live/may-write.ts";
import { watchSession } from "../live/watch-session.ts";
import { promptFor } from "../prompt.ts";
import { park } from "../questions.ts";
import { type RunContext, record } from "../run-context.ts";
import { turnNotes } from "../turn-notes.ts";
import { endSession } from "./end-session.ts";
import { endTurn } from "./end-turn.ts";
import { reportEscapes, watchOutside } from "./escapes.ts";
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
  live.agents.set(session.id, NOT_STARTED);
  const attempt = session.attempt + 1;
  await engine.store.patchSession(session.id, { attempt });
  const workspace =
    (await openWorkspace(workspaceRequest(context, session))) ?? (await createWorkspace(workspaceRequest(context, session)));
  await removeAgentLocks(workspace);
  const before = await watchOutside(context);
  const { finish, outward, limit } = await runAgent(context, session, { driver, workspace, attempt });
  await reportEscapes(context, session, { workspace, before, outward });
  const abortReason = live.aborting.get(session.id);
  if (abortReason !== undefined) {
    live.aborting.delete(session.id);
    return endSession(context, session.id, "aborted", abortReason);
  }
  if (live.mode === "stopping") return;
  await endTurn(context, session, { workspace, finish, limit });
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
  const onEvent = (event: AgentEvent) => {
    recorder.onEvent(event);
    watch.onEvent(event);
    notes.onEvent(event);
  };
  const onPart = (subject: string) => submitPart(context, session.id, workspace, subject);
  const tools = live.toolUsers.give({ session: session.id, tell: onEvent, submitPart: onPart }, engine.random);
  try {
    await record(context, where, { kind: "agent-started", attempt, confined: engine.sandbox.confined });
    const startedMs = engine.clock.monotonicMs();
    const agent = await driver.start({
      ...(await agentRequest(context, session, { driver, workspace, attempt, onEvent, onPart })),
      ...tools.request,
    });
    live.agents.set(session.id, agent);
    // A person stopped the run while the agent was being started, when there was nothing to cancel yet.
    if (live.mode === "stopping" || live.aborting.has(session.id)) void agent.cancel(0);
    const finish = await agent.finished;
    live.agents.delete(session.id);
    await record(context, where, { kind: "agent-ended", attempt, ...finish, ms: Math.round(engine.clock.monotonicMs() - startedMs) });
    return { finish, outward: recorder.outward(), limit: notes.limit() };
  } finally {
    tools.end();
    await watch.stop();
  }
}

async function agentRequest(
  context: RunContext,
  session: SessionRow,
  { driver, workspace, attempt, onEvent, onPart }: Attempt & Pick<AgentRequest, "onEvent" | "onPart">,
): Promise<AgentRequest> {
  const { limits } = context.engine.site.config;
  const outputBytesMax = limits.outputMegabytes * MEGABYTE;
  return {
    session: session.id,
    task: session.task,
    prompt: await promptOf(context, session, driver),
    workspace: workspace.tree,
    home: workspace.home,
    temp: workspace.temp,
    transcriptFile: join(context.engine.site.state.transcripts, `${session.id}.jsonl`),
    agentSession: session.agentSession,
    attempt,
    limits: { timeoutMs: limits.agentMinutes * MINUTE_MS, outputBytesMax, outputBytesEnd: outputBytesMax * OUTPUT_END_FACTOR },
    onEvent,
    onPart,
    mayWrite: (paths) => mayWrite(context, session.id, workspace.tree, paths),
  };
}

async function promptOf(context: RunContext, session: SessionRow, driver: AgentDriver): Promise<string> {
  const { config } = context.engine.site;
  const task = context.tasks.get(session.task);
  if (task === undefined) return `${session.task}\n`;
  const last = (await context.engine.store.changes({ session: session.id })).at(-1);
  const acceptance = await context.acceptance(task);
  return promptFor({
    task,
    session: session.id,
    text: await context.promptText(task),
    paths: session.paths,
    gates: config.gates.map((gate) => describeCommand(gate.run)),
    acceptance: acceptance === null ? null : describeCommand(acceptance),
    protectedPaths: config.protect,
    returned: last?.state === "returned" ? last.returned : null,
    exchange: session.question === null || session.answer === null ? null : { question: session.question, answer: session.answer },
    resumed: driver.capabilities.resume && session.agentSession !== null,
  });
}
