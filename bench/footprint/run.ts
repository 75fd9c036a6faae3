/** `node bench/footprint/run.ts [--mirrors DIR] [--only OWNER/NAME,…] [--tasks 300]` */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { termsOf } from "../../src/footprint/history/commit-words.ts";
import { HistoryIndex } from "../../src/footprint/history/history-index.ts";
import { predictable } from "../../src/footprint/history/predictable.ts";
import { taskLike } from "../../src/footprint/history/task-like.ts";
import { priorModel } from "../../src/footprint/model/model.ts";
import { oddsOf, Rater, WIDTH } from "../../src/footprint/model/rate.ts";
import { lookupsIn, readTreeState } from "../../src/footprint/store/tree-state.ts";
import { type HeldOut, holdOut, MODELS, TEXTS } from "./held-out.ts";
import { type OpenedHistory, openHistory, SCORED_HISTORIES } from "./histories.ts";
import { PRIOR_HISTORIES } from "./prior-histories.ts";
import { BELIEF, RANKING, type Scores, scoresOf } from "./scores.ts";

const METHOD = `Method: the last 300 task-like commits of each history are held out (no merges, no bots, 1 to 12 existing files modified by hand: no
lock, generated or binary files; of subjects that differ in numbers, paths and versions only the first). Each is predicted from
the commits before it in landed order, by its subject alone and by subject and body; the truth is the files it modified.
"as used": the repository's own model is fitted again where the product does so, each time its history has grown by about an
eighth, on up to 700 task-like commits before that point; "learnt once" is fitted before the first held-out commit and never
again; "prior only" is the model of other repositories, uncalibrated here. What files say is taken from the tree before each commit; for
those the own model is learnt from, of files above 8 kB not every version is read, as in the product. What a text names outright, imports and new files, which the product adds,
play no part. The prior is fitted on the histories below, none of
them among the scored, and its trees' number and depth were chosen on seven of them with a prior of the others; the features and the options of the
own model are older than this benchmark, and on what they were chosen is not recorded.
Brier and ECE (ten bins of equal width) over all entries of 0.02 or more; pair AUC: the rating of tasks at most 25 commits apart
that a plan goes by (of all entries of 0.005 or more, which a footprint keeps, and of their words among those of all tasks held
out), against whether they share a file; kept@90: share of harmless pairs below the rating that catches 90 % of the true ones. Macro: mean over the histories. CPU: user and
system time of this process for one prediction from the whole history, mean over the last 300 subjects.`;
const MACRO = "macro";

const { values } = parseArgs({
  options: {
    mirrors: { type: "string", default: fileURLToPath(new URL("../../../.mirror", import.meta.url)) },
    only: { type: "string" },
    tasks: { type: "string", default: "300" },
  },
});
console.log(`${METHOD}\nNode ${process.version}.\n`);
console.log("The prior was fitted on (history, commit, task-like commits used):");
for (const { name, tip, tasks } of PRIOR_HISTORIES) console.log(`  ${name.padEnd(28)} ${tip.slice(0, 12)} ${String(tasks).padStart(4)}`);

const results = new Map<string, HeldOut>();
console.log("\nhistory                      tip          commits  before  held out  fits  CPU ms");
for (const name of values.only?.split(",") ?? SCORED_HISTORIES) {
  const history = await openHistory(values.mirrors, name);
  if (history === null) {
    console.log(`${name.padEnd(28)} absent: expected ${name.replace("/", "+")}/repo in ${values.mirrors}`);
    continue;
  }
  const { commits, tip } = history;
  const result = await holdOut(history, priorModel(), Number(values.tasks));
  results.set(name, result);
  const counts = [commits.length, result.before, result.tasks, result.fits].map((count, at) =>
    String(count).padStart([7, 6, 8, 4][at] ?? 0),
  );
  console.log(`${name.padEnd(28)} ${tip.slice(0, 12)} ${counts.join("  ")}  ${(await cpuOf(history)).toFixed(1).padStart(6)}`);
}
for (const text of TEXTS) report(text);

function report(text: (typeof TEXTS)[number]): void {
  if (results.size === 0) return;
  const measures = [...RANKING, ...BELIEF];
  const heading = (what: string) => console.log(`\n${what.padEnd(28)} ${measures.map((name) => name.padStart(9)).join(" ")}`);
  const print = (name: string, scores: Scores, isRanker: boolean) => {
    const cells = measures.map((key) => (isRanker && BELIEF.some((one) => one === key) ? "-" : scores[key].toFixed(3)).padStart(9));
    console.log(`${name.padEnd(28)} ${cells.join(" ")}`);
  };
  const scored = new Map(
    [...results].map(([name, { predictions }]) => [name, new Map([...predictions[text]].map(([by, of]) => [by, scoresOf(of)]))]),
  );
  const macro = (by: string) => meanOf([...scored.values()].flatMap((scores) => scores.get(by) ?? []));
  heading(`${text}, as used`);
  for (const [name, scores] of scored) {
    const used = scores.get("as used");
    if (used !== undefined) print(name, used, false);
  }
  print(MACRO, macro("as used"), false);
  heading(`${text}, ${MACRO}`);
  const rankers = [...(scored.values().next().value?.keys() ?? [])];
  for (const by of rankers) print(by, macro(by), !MODELS.some((one) => one === by));
}

function meanOf(scores: readonly Scores[]): Scores {
  const mean = (key: keyof Scores) => scores.reduce((sum, one) => sum + one[key], 0) / scores.length;
  const entries = [...RANKING, ...BELIEF].map((key) => [key, mean(key)] as const);
  return Object.fromEntries(entries) as Scores;
}

/** Milliseconds of processor time for one prediction. */
async function cpuOf({ git, tip, commits }: OpenedHistory): Promise<number> {
  const index = new HistoryIndex();
  for (const commit of commits) index.add(commit);
  const rater = new Rater(index, (file) => predictable(index.paths[file] ?? ""));
  const contents = lookupsIn(await readTreeState(git, tip)).contents();
  const model = priorModel();
  const last = taskLike(commits).slice(-300);
  const before = process.cpuUsage();
  for (const at of last) {
    const terms = termsOf(commits[at]?.subject ?? "", "");
    const { candidates, rows } = rater.rate({ terms, mentions: new Map() }, model, contents);
    for (const row of candidates.keys()) oddsOf(model, rows, row * WIDTH);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / last.length;
}
