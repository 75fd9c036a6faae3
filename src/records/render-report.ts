import type { Report } from "./report.ts";
import { type ReportSection, reportHeadline, reportSections } from "./report-lines.ts";
import { tableLine } from "./table.ts";

export interface TextOptions {
  /** Terminal colours; default false. */
  readonly color?: boolean;
}

/** The report for a terminal: aligned columns, no codes unless asked for. */
export function renderReportText(report: Report, { color = false }: TextOptions = {}): string {
  const strong = (text: string) => (color ? `\u001b[1m${text}\u001b[0m` : text);
  const faint = (text: string) => (color ? `\u001b[2m${text}\u001b[0m` : text);
  const sections = reportSections(report).map((section) => {
    const [head = "", ...rows] = aligned(section).map((line) => `  ${line}`);
    return [strong(section.heading), faint(head), ...rows].join("\n");
  });
  return `${[strong(reportHeadline(report)), ...sections].join("\n\n")}\n`;
}

/** The report as a Markdown document. */
export function renderReportMarkdown(report: Report): string {
  const sections = reportSections(report).map(({ heading, columns, rows }) =>
    [
      `## ${heading}`,
      "",
      tableLine(columns),
      tableLine(columns.map(() => "---")),
      ...rows.map((row) => tableLine(row.map((text) => text.replaceAll("<", "&lt;")))),
    ].join("\n"),
  );
  return `${[`# ${reportHeadline(report)}`, ...sections].join("\n\n")}\n`;
}

/** Columns as wide as their widest text, empty columns left out; the last goes where the section says. */
function aligned({ columns, rows, last }: ReportSection): string[] {
  const inline = last === "beside" ? columns.length : columns.length - 1;
  const used = columns.map((_, index) => index < inline && rows.some((row) => (row[index] ?? "") !== ""));
  const lines = [columns, ...rows].map((row) => row.filter((_, index) => used[index]));
  const widths = (lines[0] ?? []).map((_, index) => Math.max(...lines.map((line) => lengthOf(line[index]))));
  return lines.flatMap((line, index) => {
    const text = line.map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - lengthOf(cell))));
    const below = last === "below" && index > 0 ? [`  → ${rows[index - 1]?.at(-1) ?? ""}`] : [];
    return [text.join("  ").trimEnd(), ...below];
  });
}

function lengthOf(text = ""): number {
  return [...text].length;
}
