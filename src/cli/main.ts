import { Command, CommanderError, Option } from "commander";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { COMMANDS, type CommandSpec } from "./commands.ts";
import { type CommandContext, reportFault } from "./output.ts";

/**
 * The command line. @returns the exit code (DESIGN §11): 0 done, 1 work failed or findings, 2 bad usage, 3 refused,
 * 70 our bug. Never throws.
 */
export async function main(argv: readonly string[], overrides: Partial<CommandContext> = {}): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = new Command("signalbox")
    .description("Runs many AI coding agents in parallel on one git repository and lands their work directly on main.")
    .option("-C, --directory <path>", "start in this directory", ".")
    .configureHelp({ sortSubcommands: false })
    .exitOverride();
  const contextOf = (json: boolean): CommandContext => ({
    cwd: overrides.cwd ?? String(program.opts()["directory"]),
    json,
    print: overrides.print ?? ((text) => process.stdout.write(`${text}\n`)),
    note: overrides.note ?? ((text) => process.stderr.write(`${text}\n`)),
  });
  for (const spec of COMMANDS) {
    addCommand(program, spec, async (args, options) => {
      const context = contextOf(options["json"] === true);
      try {
        const command = await spec.load();
        exitCode = await command.run(context, args, options);
      } catch (error) {
        exitCode = reportFault(context, spec.name, error);
      }
    });
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    return reportUsage(contextOf(argv.includes("--json")), argv, error);
  }
}

function addCommand(
  program: Command,
  spec: CommandSpec,
  act: (args: readonly string[], options: Record<string, unknown>) => Promise<void>,
): void {
  const command = program
    .command(`${spec.name}${spec.args === undefined ? "" : ` ${spec.args}`}`)
    .description(spec.summary)
    .exitOverride();
  command.configureOutput({ writeErr: () => undefined });
  for (const [flags, description, fallback] of spec.options ?? []) command.addOption(new Option(flags, description).default(fallback));
  command.option("--json", "print one JSON object");
  command.action(async (...all: unknown[]) => {
    const args = command.processedArgs.flat().filter((arg): arg is string => typeof arg === "string");
    void all;
    await act(args, command.opts());
  });
}

function reportUsage(context: CommandContext, argv: readonly string[], error: CommanderError): number {
  const name = argv.find((arg) => !arg.startsWith("-")) ?? "";
  const known = COMMANDS.some((spec) => spec.name === name);
  if (argv.length === 0 || error.code === "commander.help") return EXIT.usage;
  const got = error.message.replace(/^error: /, "");
  const fault = new SignalboxError(
    "bad-input",
    known ? `expected ${usageOf(name)}, got a problem: ${got}` : `expected a command, got \`${name}\``,
    {
      hint: `signalbox ${known ? `${name} ` : ""}--help`,
    },
  );
  return reportFault(context, known ? name : "usage", fault);
}

function usageOf(name: string): string {
  const spec = COMMANDS.find((one) => one.name === name);
  return `\`signalbox ${name}${spec?.args === undefined ? "" : ` ${spec.args}`} [options]\``;
}
