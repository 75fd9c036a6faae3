import { stat } from "node:fs/promises";
import { basename, isAbsolute } from "node:path";
import type { AgentDriver, AgentRequest } from "../core/agent.ts";
import type { AgentConfig } from "../core/config.ts";
import type { DriverOptions } from "./driver-options.ts";
import { lineConversation } from "./line-conversation.ts";
import type { OutputParser } from "./output-parser.ts";
import { claudeParser } from "./parse-claude.ts";
import { codexParser } from "./parse-codex.ts";
import { parseText } from "./parse-text.ts";
import { startProgram } from "./start-program.ts";
import { askingSettings } from "./write-gate/claude-settings.ts";
import { openWriteGate } from "./write-gate/write-gate.ts";

export type CommandConfig = Extract<AgentConfig, { driver: "command" }>;

/** What differs between the kinds of program we understand. */
interface Dialect {
  readonly parser: (workspace: string, nowMs: () => number) => OutputParser;
  /** The arguments that go on with an earlier session; null where the program cannot. */
  readonly resume: ((argv: readonly string[], agentSession: string) => readonly string[]) | null;
  readonly parts: boolean;
}

const PROMPT = "{prompt}";

const DIALECTS: Readonly<Record<CommandConfig["output"], Dialect>> = {
  text: { parser: () => parseText, resume: null, parts: true },
  "claude-stream-json": {
    parser: claudeParser,
    resume: (argv, agentSession) => [...argv, "--resume", agentSession],
    parts: false,
  },
  "codex-json": {
    parser: codexParser,
    // A subcommand of `codex exec`, after its options and before the prompt; `-` reads the prompt from standard input.
    resume: (argv, agentSession) => {
      const options = argv.filter((argument) => argument !== PROMPT);
      return [...options, "resume", agentSession, argv.includes(PROMPT) ? PROMPT : "-"];
    },
    parts: false,
  },
};

/**
 * Any program as an agent. The prompt is given on standard input, which is then closed, or where an argument is exactly
 * `{prompt}`; then standard input is empty, unless the configuration says `parts: true`: it stays open for the answers
 * to the parts the program submits.
 */
export function commandDriver(name: string, config: CommandConfig, options: DriverOptions): AgentDriver {
  const dialect = DIALECTS[config.output];
  return {
    name,
    capabilities: { resume: dialect.resume !== null, parts: dialect.parts, confinement: options.sandbox.confined },
    async start(wanted) {
      const goesOn = dialect.resume !== null && isUsable(wanted.agentSession);
      const request = goesOn ? { ...wanted, prompt: wanted.followUp ?? wanted.prompt } : wanted;
      const gate = asksBeforeWrites(config) ? await openWriteGate(request) : null;
      const template = [...templateFor(config, dialect, request), ...(gate === null ? [] : ["--settings", askingSettings(gate.hook)])];
      const promptInArgv = template.includes(PROMPT);
      const run = await startProgram(
        {
          agent: name,
          argv: template.map((argument) => (argument === PROMPT ? asArgument(request.prompt) : argument)),
          converse: lineConversation({
            input: promptInArgv ? "" : request.prompt,
            answers: promptInArgv && dialect.parts && config.parts === true,
            parser: dialect.parser(request.workspace, options.clock.now),
          }),
          passThrough: config.env,
          reportsUsage: config.output !== "text",

          readable: [...(await filesNamed(config.run)), ...(gate?.readable ?? [])],
        },
        request,
        options,
      );
      void run.finished.then(() => gate?.close());
      return run;
    },
  };
}

/** Claude itself is; a program that only speaks as it does may not know the option. With settings of its own it keeps them. */
function asksBeforeWrites({ askBeforeWrites, output, run }: CommandConfig): boolean {
  if (output !== "claude-stream-json" || run.includes("--settings")) return false;
  return askBeforeWrites ?? basename(run[0] ?? "") === "claude";
}

function templateFor(config: CommandConfig, dialect: Dialect, request: AgentRequest): readonly string[] {
  const { agentSession } = request;
  if (dialect.resume === null || !isUsable(agentSession)) return config.run;
  return dialect.resume(config.run, agentSession);
}

/** The id came from the agent: one that begins with a dash would be an option. */
function isUsable(agentSession: string | null): agentSession is string {
  return agentSession !== null && !agentSession.startsWith("-");
}

/** Files the owner's configuration names, such as the script an interpreter runs; never what a prompt names. */
async function filesNamed(argv: readonly string[]): Promise<readonly string[]> {
  const isFile = await Promise.all(argv.map(async (path) => isAbsolute(path) && ((await stat(path).catch(() => null))?.isFile() ?? false)));
  return argv.filter((_, index) => isFile[index]);
}

/** A prompt is untrusted text: one that begins with a dash must not become an option of the agent. */
function asArgument(prompt: string): string {
  return prompt.startsWith("-") ? ` ${prompt}` : prompt;
}
