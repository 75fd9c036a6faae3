import { createRequire } from "node:module";
import { Command, CommanderError, Option } from "commander";
import { EXIT } from "../core/errors.ts";
import { COMMANDS, type CommandSpec } from "./commands.ts";
import { type CommandContext, reportFault } from "./output.ts";
import { reportUsage } from "./usage.ts";

const VERSION: string = createRequire(import.meta.url)("../../package.json").version;

/**
 * The command line. @returns the exit code (DESIGN §11): 0 done, 1 work failed or findings, 2 bad usage, 3 refused,
 * 70 our bug. Never throws.
 */
export async function main(argv: readonly string[], overrides: Partial<CommandContext> = {}): Promise<number> {
  let exitCode: number = EXIT.done;
  const print = overrides.print ?? ((text) => process.stdout.write(`${text}\n`));
  const program = new Command("signalbox")
    .description("Runs many AI coding agents in parallel on one git repository and lands their work directly on main.")
    .version(VERSION, "-V, --version")
    .option("-C, --directory <path>", "start in this directory", ".")
    .option("--json", "print one JSON object")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => print(text.trimEnd()), writeErr: () => undefined })
    .exitOverride();
  const contextOf = (json: boolean): CommandContext => ({
    cwd: overrides.cwd ?? String(program.opts()["directory"]),
    json,
    print,
    note: json ? () => undefined : (overrides.note ?? ((text) => process.stderr.write(`${text}\n`))),
  });
  for (const spec of COMMANDS) {
    addCommand(program, spec, async (args, options) => {
      const context = contextOf(program.opts()["json"] === true);
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
    return reportUsage(contextOf(argv.includes("--json")), program, argv, error);
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
    .copyInheritedSettings(program);
  for (const [flags, description, fallback] of spec.options ?? []) command.addOption(new Option(flags, description).default(fallback));
  command.action(async () => {
    const args = command.processedArgs.flat().filter((arg): arg is string => typeof arg === "string");
    await act(args, command.opts());
  });
}
