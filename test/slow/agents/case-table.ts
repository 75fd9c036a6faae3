import { type ByWorker, CASES, type Case } from "./cases.ts";

/** The cases as docs/agents.md shows them: what a program does, how its turns end, and which do otherwise. */
export function caseTable(): string {
  return ["| the agent … | its turns end | otherwise |", "|---|---|---|", ...CASES.map(lineOf)].join("\n");
}

function lineOf({ promise, ends, main, cannot = {} }: Case): string {
  const anew = exceptions(main).map(
    ([title, files]) => `${title}: ${Object.values(files).some(Array.isArray) ? "may begin" : "begins"} anew`,
  );
  const other = exceptions(ends).map(([title, reasons]) => `${title}: ${reasons.join(", ")}`);
  const not = Object.keys(cannot).map((title) => `${title}: not tried`);
  return `| ${promise} | ${ends.otherwise.join(", ")} | ${[...other, ...anew, ...not].join("; ")} |`;
}

function exceptions<T>(by: ByWorker<T>): readonly (readonly [title: string, value: T])[] {
  return Object.entries(by).filter(([title]) => title !== "otherwise");
}
