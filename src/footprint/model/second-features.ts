import type { HistoryIndex } from "../history/history-index.ts";
import type { Neighbour } from "../history/retrieve.ts";

/** What the likeliest files say about the others. */
export const SECOND_FEATURES = ["logit", "rank", "together", "togetherTop", "alike", "mate", "folderMates", "certain", "expected"] as const;

const SEEDS = 12;
const COMMITS_MAX = 40;

/** Candidates the seeds bring with them, in addition to those already there. */
export interface Together {
  readonly sum: ReadonlyMap<number, number>;
  readonly top: ReadonlyMap<number, { readonly seed: number; readonly share: number }>;
  readonly alike: ReadonlyMap<number, number>;
}

export interface Seed {
  readonly file: number;
  readonly probability: number;
}

/**
 * Co-change with decay: of a seed's last commits, the share that also changed the other file, the newest counting most; and
 * the same with the commits that resemble the text counting more.
 */
export function together(index: HistoryIndex, seeds: readonly Seed[], neighbours: readonly Neighbour[]): Together {
  const { files, starts, commitsOf } = index;
  const similarity = new Map(neighbours.map((near) => [near.commit, near.similarity]));
  const sum = new Map<number, number>();
  const top = new Map<number, { seed: number; share: number }>();
  const alike = new Map<number, number>();
  for (const { file: seed, probability } of seeds.slice(0, SEEDS)) {
    const list = commitsOf[seed];
    if (list === undefined) continue;
    const shares = new Map<number, { plain: number; alike: number }>();
    let total = 1;
    let totalAlike = 0.3;
    for (let at = list.length - 1; at >= Math.max(0, list.length - COMMITS_MAX); at--) {
      const commit = list.values[at] ?? 0;
      const start = starts.values[commit] ?? 0;
      const end = starts.values[commit + 1] ?? 0;
      const weight = 0.95 ** (list.length - 1 - at);
      const near = weight * (similarity.get(commit) ?? 0.02);
      total += weight;
      totalAlike += near;
      const damped = 1 / Math.sqrt(Math.max(1, (end - start) / 4));
      for (let k = start; k < end; k++) {
        const other = files.values[k] ?? 0;
        if (other === seed) continue;
        const share = shares.get(other) ?? { plain: 0, alike: 0 };
        share.plain += weight * damped;
        share.alike += near * damped;
        shares.set(other, share);
      }
    }
    for (const [other, share] of shares) {
      const plain = (probability * share.plain) / total;
      sum.set(other, (sum.get(other) ?? 0) + plain);
      if (plain > (top.get(other)?.share ?? 0)) top.set(other, { seed, share: plain });
      alike.set(other, (alike.get(other) ?? 0) + (probability * share.alike) / totalAlike);
    }
  }
  return { sum, top, alike };
}

/** What makes `x.ts` and `x.test.ts`, `x.go` and `x_test.go`, `test_x.py` and `x.py` mates. */
export function mateKey(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name
    .replace(/\.[^.]+$/, "")
    .replace(/^test_|[._-](?:test|tests|spec|e2e)$|_test$|Tests?$/g, "")
    .toLowerCase();
}

const COMMON_NAMES: ReadonlySet<string> = new Set([
  "index",
  "mod",
  "main",
  "readme",
  "lib",
  "types",
  "utils",
  "__init__",
  "build",
  "package",
  "config",
]);

/** Rows in the order of `candidates`. */
export function secondFeatures(
  index: HistoryIndex,
  candidates: readonly number[],
  first: readonly number[],
  links: Together,
): Float64Array {
  const width = SECOND_FEATURES.length;
  const rows = new Float64Array(candidates.length * width);
  const probabilities = first.map((logit) => 1 / (1 + Math.exp(-logit)));
  const folders = new Map<string, number>();
  const mates = new Map<string, { readonly file: number; readonly probability: number }[]>();
  for (const [row, file] of candidates.entries()) {
    const path = index.paths[file] ?? "";
    const probability = probabilities[row] ?? 0;
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    folders.set(folder, (folders.get(folder) ?? 0) + Math.log1p(-Math.min(0.999, probability)));
    const key = mateKey(path);
    if (!COMMON_NAMES.has(key)) mates.set(key, [...(mates.get(key) ?? []), { file, probability }]);
  }
  const order = candidates
    .map((_, row) => row)
    .sort((a, b) => (first[b] ?? 0) - (first[a] ?? 0) || (candidates[a] ?? 0) - (candidates[b] ?? 0));
  const rankOf = new Map(order.map((row, rank) => [row, rank]));
  const expected = probabilities.reduce((sum, probability) => sum + probability, 0);
  const certain = Math.max(0, ...probabilities);
  for (const [row, file] of candidates.entries()) {
    const path = index.paths[file] ?? "";
    const probability = probabilities[row] ?? 0;
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const others = (folders.get(folder) ?? 0) - Math.log1p(-Math.min(0.999, probability));
    const mate = Math.max(0, ...(mates.get(mateKey(path)) ?? []).filter((one) => one.file !== file).map((one) => one.probability));
    rows.set(
      [
        first[row] ?? 0,
        1 / (1 + (rankOf.get(row) ?? 0)),
        Math.log1p(3 * (links.sum.get(file) ?? 0)),
        links.top.get(file)?.share ?? 0,
        Math.log1p(3 * (links.alike.get(file) ?? 0)),
        mate,
        1 - Math.exp(others),
        certain,
        Math.log1p(expected),
      ],
      row * width,
    );
  }
  return rows;
}
