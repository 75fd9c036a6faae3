import type { Evaluation } from "../evaluate/evaluate.ts";

/** Every count of a run, named: what, whose, by which push. */
export function findingsOf(run: Evaluation): readonly string[] {
  const minutes = (ms: number) => `${(ms / 60_000).toFixed(1)} min`;
  const who = (by: readonly string[]) => by.join(", ") || "a push that names no task";
  return [
    ...run.lost.map(({ kind, of, by, commit, paths }) => {
      const where = paths
        .map(({ path, lines }) => (lines.length === 0 ? path : `${path} (${lines.length === 1 ? "a line" : `${lines.length} lines`})`))
        .join(", ");
      return `lost update: ${WHAT[kind]} ${of}, by ${who(by)} at ${short(commit)}: ${where}`;
    }),
    ...run.broken.map(({ by, commit, gate, fromMs, untilMs, pushes }) => {
      const how = by.length === 0 && commit === run.start ? "at the start" : `by ${who(by)} at ${short(commit)}`;
      return `main broken ${how}: ${gate} failed for ${minutes(untilMs - fromMs)}, ${pushes} pushes onto it`;
    }),
    ...run.falsely.map(({ task, commit, becameTrue }) => {
      return `false completion: ${task} called done at ${short(commit)}${becameTrue ? ", true at the end" : ""}`;
    }),
    ...run.falseAtEnd.map((task) => `false at the end: ${task} is called done, its acceptance fails`),
    ...run.duplicated.map(({ task, kind, sessions, commit }) => {
      if (kind === "again") return `worked on twice: ${task}, in ${sessions.length} sessions`;
      return `worked on twice: ${task} at ${short(commit ?? "")}, when main already had what it was to bring`;
    }),
    ...run.met.work.map(({ task, files }) => `textual conflict: ${task} in ${files.join(", ")}`),
    ...run.tasks.filter((task) => !run.done.includes(task)).map((task) => `not done: ${task}`),
  ];
}

const WHAT = { lines: "lines of", session: "the session entry", completion: "the completion of" } as const;

function short(commit: string): string {
  return commit.slice(0, 10);
}
