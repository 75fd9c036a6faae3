import type { AgentRequest, AgentRun } from "../core/agent.ts";
import { messageOf } from "../core/errors.ts";
import { agentEnvironment } from "./agent-environment.ts";
import { finishedRun, runAgentProcess } from "./agent-process.ts";
import type { StartConversation } from "./conversation.ts";
import type { DriverOptions } from "./driver-options.ts";
import { findProgram } from "./find-program.ts";
import { sweepProcesses } from "./process-tree.ts";

export interface ProgramToStart {
  /** The agent's name in the configuration. */
  readonly agent: string;
  readonly argv: readonly string[];
  readonly converse: StartConversation;
  /** Set in its environment where the configuration passes nothing of the name through. No secrets. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Names of environment variables passed through. */
  readonly passThrough: readonly string[];
  /** Paths the program itself needs to read. */
  readonly readable: readonly string[];
}

/**
 * Finds, confines and starts an agent's program. What goes wrong is an ending of the run, never an exception.
 * A session has one agent at a time: what an earlier attempt left running, under a coordinator that was killed, is ended.
 */
export async function startProgram(start: ProgramToStart, request: AgentRequest, options: DriverOptions): Promise<AgentRun> {
  const { env, secrets } = agentEnvironment(start.agent, start.passThrough, request);
  const [name = "", ...args] = start.argv;
  const program = await findProgram(name, env["PATH"] ?? "", request.workspace);
  if (program === undefined) {
    return finishedRun(request, { reason: "spawn-failed", detail: `expected a program, got nothing on PATH named \`${name}\`` });
  }
  await sweepProcesses(request.session, options.clock);
  try {
    const wrapped = await options.sandbox.wrap({
      argv: [program, ...args],
      cwd: request.workspace,
      home: request.home,
      temp: request.temp,
      writable: [],
      readable: [...options.readable, ...start.readable],
      hidden: options.hidden,
      env: { ...start.settings, ...env },
    });
    const { converse } = start;
    const unsaid = request.toolServer === undefined ? secrets : [...secrets, request.toolServer.token];
    return runAgentProcess({ converse, request, program: wrapped, secrets: unsaid, token: request.session, clock: options.clock });
  } catch (error) {
    return finishedRun(request, { reason: "spawn-failed", detail: messageOf(error) });
  }
}
