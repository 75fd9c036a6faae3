import { seededRandom } from "../../src/core/seeded-random.ts";
import type { Task } from "../../src/core/task.ts";
import type { KnownHistory } from "../../src/footprint/predict.ts";
import type { HistoryCommit, PathChange } from "../../src/git/history.ts";

/** A commit on top of another that changes paths; those behind `+` are made, behind `-` deleted. */
export function commit(number: number, subject: string, paths: readonly string[], more: Partial<HistoryCommit> = {}): HistoryCommit {
  const oid = (of: number) => of.toString(16).padStart(4, "0").repeat(10);
  const changes = paths.map((path): PathChange => {
    if (path.startsWith("+")) return { kind: "added", path: path.slice(1) };
    return path.startsWith("-") ? { kind: "deleted", path: path.slice(1) } : { kind: "modified", path };
  });
  const atMs = 1_700_000_000_000 + number * 60_000;
  const parents = number === 0 ? [] : [oid(number - 1)];
  return { oid: oid(number), parents, authoredAtMs: atMs, committedAtMs: atMs, author: "A", subject, body: "", changes, ...more };
}

export function past(commits: readonly HistoryCommit[]): KnownHistory {
  return { commits, shallow: false, mergesOnly: false };
}

/** A task of a title and a text, with nothing declared. */
export function asked(title: string, text = "", declared: Task["declared"] = { write: [], forbid: [] }) {
  const nothing = { priority: null, status: "todo", effort: null, acceptance: null, promptFile: null, production: false } as const;
  return { task: { id: "T-1", title, ...nothing, dependsOn: [], conflictsWith: [], declared, sources: [] } satisfies Task, text };
}

const AREAS = ["parser", "lexer", "router", "session", "invoice", "search", "mailer", "cache", "upload", "report"] as const;
const ASPECTS = ["errors", "limits", "names", "dates", "order", "output"] as const;
const VERBS = ["fix", "improve", "rework", "simplify", "extend"] as const;

/** Every file of a generated history: one per area and aspect, and one that all areas share. */
export const GENERATED_FILES: readonly string[] = [
  ...AREAS.flatMap((area) => ASPECTS.map((aspect) => `src/${area}/${area}-${aspect}.ts`)),
  "src/registry.ts",
];

/**
 * A history in which subjects tell of the files, mostly: a commit names its area always, its aspect mostly, and changes that
 * aspect's file, often a second one of the area, now and then the registry.
 */
export function generatedHistory(count: number, seed: number): readonly HistoryCommit[] {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random.fraction() * items.length)] as T;
  const commits = [
    commit(
      0,
      "Start",
      GENERATED_FILES.map((path) => `+${path}`),
      { author: "B" },
    ),
  ];
  for (let number = 1; number <= count; number++) {
    const [area, aspect, verb, other] = [pick(AREAS), pick(ASPECTS), pick(VERBS), pick(ASPECTS)];
    const said = random.fraction() < 0.7 ? aspect : "things";
    const paths = new Set([`src/${area}/${area}-${aspect}.ts`]);
    if (random.fraction() < 0.4) paths.add(`src/${area}/${area}-${other}.ts`);
    if (random.fraction() < 0.2) paths.add("src/registry.ts");
    const letters = number.toString(26).replaceAll(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)] ?? "");
    commits.push(commit(number, `${verb} ${said} of the ${area} ${letters}`, [...paths]));
  }
  return commits;
}
