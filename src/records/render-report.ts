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

/** Columns as wide as their widest text; the last is left ragged, empty columns are left out. */
function aligned({ columns, rows }: ReportSection): string[] {
  const used = columns.map((_, index) => rows.some((row) => (row[index] ?? "") !== ""));
  const lines = [columns, ...rows].map((row) => row.filter((_, index) => used[index]));
  const widths = (lines[0] ?? []).map((_, index) => Math.max(...lines.map((line) => [...(line[index] ?? "")].length)));
  return lines.map((line) =>
    line
      .map((text, index) => text + " ".repeat(Math.max(0, (widths[index] ?? 0) - [...text].length)))
      .join("  ")
      .trimEnd(),
  );
}
