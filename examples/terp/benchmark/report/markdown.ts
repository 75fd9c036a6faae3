import type { Comparison } from "./comparison.ts";
import { findingsOf } from "./findings.ts";
import { figureOf, ROWS } from "./rows.ts";

const METHOD = `Every variant starts from the same commit, in which one test fails, and lets the same scripted agents do the same nine
tasks, with the same thinking times and the same disasters. Real git, real processes, one variant after the other. The remote itself
records each push. Afterwards every state main had is checked out and its gates and acceptance checks are run again: no count is a
variant's own word, but for the times at which agents worked and the conflicts git met. docs/benchmark.md of Signalbox says how each thing is
counted, and what the figures cannot say.`;

/** Written beside the page. */
export const PICTURE = "benchmark-figures.svg";

/** The comparison as a page of Markdown: the table, how it was measured, and every count named. */
export function markdownOf({ variants, setting }: Comparison): string {
  return [
    "# Nine tasks, several ways to work",
    "",
    ...tableOf({ variants, setting }),
    "",
    `![Main over time, and the same table](${PICTURE})`,
    "",
    METHOD,
    "",
    settingLines({ variants, setting }).join(" "),
    "",
    ...variants.flatMap(({ title, runs }) =>
      runs.flatMap((run, index) => ["", `## ${title}, seed ${setting.seeds[index]}`, "", ...list(findingsOf(run))]),
    ),
    "",
  ].join("\n");
}

export function tableOf({ variants, setting }: Comparison): readonly string[] {
  const rows = [
    [setting.seeds.length > 1 ? `median of ${setting.seeds.length} runs (least to most)` : "", ...variants.map(({ title }) => title)],
    ...ROWS.map((row) => [row.name, ...variants.map(({ runs }) => figureOf(row, runs))]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)];
}

/** How it was measured: what was played, and where. */
export function settingLines({ setting }: Comparison): readonly [string, string] {
  const { agents, seeds, fast, machine, loads } = setting;
  const played = `${agents} agents; seed ${seeds.join(", ")}; ${fast ? "a tenth of the thinking" : "full thinking times"}.`;
  return [played, `${machine}; load before each play: ${loads.map((one) => one.toFixed(1)).join(", ")}.`];
}

function list(findings: readonly string[]): readonly string[] {
  return findings.length === 0 ? ["Nothing to tell."] : findings.map((finding) => `- ${finding}`);
}
