import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import { type Config, parseConfig } from "../core/config.ts";

/** One line above each section, in the order in which a person reads them. */
const COMMENTS: Readonly<Record<keyof Config, string>> = {
  version: "Signalbox configuration. Read from main, so an agent's edit changes nothing until it has landed.",
  remote: "The remote whose main is landed on.",
  main: "The branch that work lands on.",
  tasks: "Where tasks are described: folders of prompts, the roadmap, the session table.",
  records: "Files Signalbox keeps true as part of each landing.",
  gates: "Commands that must pass on the merged tree before anything lands.",
  acceptance: "Each task's own proof; `{task}` becomes the task's id.",
  landing: "Which changes are tested alone, and how many landed tasks are checked again with each.",
  protect: "Files an agent's change can never alter.",
  setup: "How a fresh workspace gets its dependencies.",
  generated: "Files a program writes: a conflict in one is resolved by writing it anew.",
  resolve: "A structured merge driver for conflicts nothing else resolves.",
  agents: "Programs that do the work, by name.",
  confinement: "auto uses bubblewrap where it is present; required refuses to run without it.",
  footprints: "Paths a task writes, where its prompt does not say.",
  dependsOn: "What a task waits for; replaces what its sources say.",
  verify: "How a landed commit is checked where it is deployed.",
  backup: "Runs before tasks that touch production.",
  prices: "US dollars per million tokens, by model or by an agent's name.",
  limits: "Limits on time, money, output and tries.",
};

/** Sections a new file shows even when they are as they would be without it. */
const ALWAYS: ReadonlySet<string> = new Set(["version", "main", "tasks", "gates"]);

/** `signalbox.yaml` for a configuration: only what differs from the defaults, each section under a comment. */
export function renderConfig(config: Config): string {
  const defaults = parseConfig({});
  const sections = (Object.keys(COMMENTS) as (keyof Config)[]).flatMap((key) => {
    const value = differing(config[key], defaults[key]);
    if (value === undefined && !ALWAYS.has(key)) return [];
    return [`# ${COMMENTS[key]}\n${stringify({ [key]: value ?? config[key] }, { lineWidth: 120 })}`];
  });
  return sections.join("\n");
}

/** The part of `value` that is not as `base`; undefined when there is none. */
function differing(value: unknown, base: unknown): unknown {
  if (isDeepStrictEqual(value, base)) return undefined;
  if (!isRecord(value) || !isRecord(base)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => {
      const rest = differing(part, base[key]);
      return rest === undefined ? [] : [[key, rest]];
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
