import { realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AgentDriver } from "../../core/agent.ts";
import type { AgentConfig } from "../../core/config.ts";
import { finishedRun } from "../agent-process.ts";
import type { DriverOptions } from "../driver-options.ts";
import { findProgram } from "../find-program.ts";
import { installCommand, KNOWN_AGENTS } from "../known-agents.ts";
import { startProgram } from "../start-program.ts";
import { acpConversation } from "./acp-conversation.ts";
import { ACP_PRESETS } from "./presets.ts";
import { BRIDGE_PATHS } from "./tool-bridge.ts";

export type AcpConfig = Extract<AgentConfig, { driver: "acp" }>;

const VERSION: string = createRequire(import.meta.url)("../../../package.json").version;
/** Eight cold starts on two cores took 42 s. */
const START_MS = 120_000;

/**
 * An agent that speaks the Agent Client Protocol on its standard input and output: a known one by its name, or any by
 * its command. It asks before it edits, and the session's lease answers.
 * @param startMs how long it may take to be ready for its prompt.
 */
export function acpDriver(name: string, config: AcpConfig, options: DriverOptions, startMs = START_MS): AgentDriver {
  const preset = config.agent === undefined ? undefined : ACP_PRESETS[config.agent];
  const argv = acpArgv(config);
  return {
    name,
    // Whether this agent can resume is asked of it each time it starts; where it cannot, it goes on in the same workspace.
    capabilities: { resume: true, parts: false, confinement: options.sandbox.confined, tools: true },
    async start(request) {
      const path = process.env["PATH"] ?? "";
      const known = KNOWN_AGENTS.find(({ program }) => program === argv[0]);
      if (known !== undefined && (await findProgram(known.program, path, request.workspace)) === undefined) {
        const detail = `expected \`${known.program}\` on PATH, got nothing: ${installCommand(known)}`;
        return finishedRun(request, { reason: "spawn-failed", detail });
      }
      const programs = await programsFor(preset?.programs ?? {}, path);
      return startProgram(
        {
          agent: name,
          argv,
          settings: { ...preset?.settings(options.sandbox.confined), ...programs },
          converse: acpConversation({ version: VERSION, authenticate: preset?.authenticate ?? [], startMs }),
          passThrough: config.env,
          reportsUsage: true,
          readable: [...Object.values(programs), ...(request.toolServer === undefined ? [] : BRIDGE_PATHS)],
        },
        request,
        options,
      );
    },
  };
}

/** The command an agent is started with. */
export function acpArgv({ agent, run }: Pick<AcpConfig, "agent" | "run">): readonly string[] {
  return run ?? (agent === undefined ? [] : ACP_PRESETS[agent].argv);
}

async function programsFor(wanted: Readonly<Record<string, string>>, path: string): Promise<Readonly<Record<string, string>>> {
  const found = await Promise.all(
    Object.entries(wanted).map(async ([variable, program]) => {
      const at = await findProgram(program, path, "/");
      return at === undefined ? [] : [[variable, await realpath(at)] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}
