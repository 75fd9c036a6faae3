import type { Command, CommanderError } from "commander";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { COMMANDS } from "./commands.ts";
import { type CommandContext, reportFault } from "./output.ts";

/** Says what commander did not like in one line, "expected X, got `y`; next: …"; asked for nothing, it shows the help. */
export function reportUsage(context: CommandContext, program: Command, argv: readonly string[], error: CommanderError): number {
  if (error.code === "commander.help" && !context.json) {
    context.print(program.helpInformation().trimEnd());
    return EXIT.usage;
  }
  const spec = COMMANDS.find(({ name }) => argv.includes(name));
  const expected =
    spec === undefined ? "a command" : `\`signalbox ${spec.name}${spec.args === undefined ? "" : ` ${spec.args}`} [options]\``;
  const suggestion = /\(Did you mean (.+?)\?\)/.exec(error.message)?.[1];
  const help = `signalbox ${spec === undefined ? "" : `${spec.name} `}--help`;
  const hint = suggestion === undefined ? help : `did you mean ${suggestion}? ${help} tells more`;
  return reportFault(
    context,
    spec?.name ?? "usage",
    new SignalboxError("bad-input", `expected ${expected}, got ${offence(error)}`, { hint }),
  );
}

function offence({ code, message }: CommanderError): string {
  const word = /'([^']*)'/.exec(message)?.[1] ?? "";
  switch (code) {
    case "commander.help":
      return "none";
    case "commander.unknownCommand":
    case "commander.unknownOption":
      return `\`${word}\``;
    case "commander.missingArgument":
      return `no \`${word}\``;
    case "commander.optionMissingArgument":
      return `\`${word}\` without a value`;
    case "commander.excessArguments":
      return `more: \`${/ but got \d+: (.*)\.$/.exec(message)?.[1] ?? message}\``;
    default:
      return message.replace(/^error: /, "");
  }
}
