import type { AgentRequest, AgentRun } from "../core/agent.ts";
import { messageOf } from "../core/errors.ts";
import { agentEnvironment } from "./agent-environment.ts";
import { finishedRun, runAgentProcess } from "./agent-process.ts";
import type { StartConversation } from "./conversation.ts";
import type { DriverOptions } from "./driver-options.ts";
import { findProgram } from "./find-program.ts";
import { sweepProcesses } from "./process-tree.ts";
import { type AgentNetwork, openNetwork } from "./proxy/agent-network.ts";

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
  /** True: it says what it used. Default false: what passes through our gateway is metered. */
  readonly reportsUsage?: boolean;
}

/**
 * Finds, confines and starts an agent's program. What goes wrong is an ending of the run, never an exception.
 * A session has one agent at a time: what an earlier attempt left running, under a coordinator that was killed, is ended.
 */
export async function startProgram(start: ProgramToStart, request: AgentRequest, options: DriverOptions): Promise<AgentRun> {
  const { sandbox, network: plan } = options;
  let network: AgentNetwork;
  try {
    network = await openNetwork(plan, request, {
      confined: sandbox.confined,
      reportsUsage: start.reportsUsage ?? false,
      nowMs: options.clock.now,
    });
  } catch (error) {
    return finishedRun(request, { reason: "spawn-failed", detail: messageOf(error) });
  }
  const run = await startInNetwork(start, network, options);
  void run.finished.then(() => network.close());
  return run;
}

async function startInNetwork(start: ProgramToStart, network: AgentNetwork, options: DriverOptions): Promise<AgentRun> {
  const { request, gateway, settings, withheld } = network;
  const passThrough = start.passThrough.filter((name) => !withheld.includes(name));
  const { env, secrets } = agentEnvironment(start.agent, passThrough, request);
  const [name = "", ...args] = start.argv.map((argument) =>
    argument.replaceAll("{modelUrl}", settings["SIGNALBOX_MODEL_URL"] ?? "{modelUrl}"),
  );
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
      offline: network.offline,
      ...(gateway === undefined ? {} : { gateway }),
      env: { ...start.settings, ...env, ...settings },
    });
    const { converse } = start;
    const unsaid = [...secrets, ...network.secrets, ...(request.toolServer === undefined ? [] : [request.toolServer.token])];
    return runAgentProcess({ converse, request, program: wrapped, secrets: unsaid, token: request.session, clock: options.clock });
  } catch (error) {
    return finishedRun(request, { reason: "spawn-failed", detail: messageOf(error) });
  }
}
