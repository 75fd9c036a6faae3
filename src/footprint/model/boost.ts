/*
 * Hot loops: typed arrays are read with `as number`, because rows, columns and bins are bounded by the shapes given.
 */

/** A decision tree of fixed depth, as three lists: the test of each inner node (breadth first) and the value of each leaf. */
export interface Tree {
  readonly depth: number;
  /** Feature of each inner node; -1 goes left always. */
  readonly features: readonly number[];
  /** A row goes right when its feature is at least this. */
  readonly thresholds: readonly number[];
  readonly leaves: readonly number[];
}

export interface BoostOptions {
  readonly trees: number;
  readonly depth: number;
  /** Share of each tree's step that is taken. */
  readonly rate: number;
  /** Added to each leaf's evidence, in rows at even odds times four: shrinks leaves that few rows reach. */
  readonly ridge: number;
  readonly evidenceMin: number;
}

const BINS = 32;
const DIGITS = 5;

/** What the trees add to a row's log odds. */
export function boosted(trees: readonly Tree[], row: Float64Array, start: number): number {
  let sum = 0;
  for (const { depth, features, thresholds, leaves } of trees) {
    let node = 0;
    for (let level = 0; level < depth; level++) {
      const feature = features[node] as number;
      node = 2 * node + 1 + (feature >= 0 && (row[start + feature] as number) >= (thresholds[node] as number) ? 1 : 0);
    }
    sum += leaves[node - (2 ** depth - 1)] as number;
  }
  return sum;
}

/**
 * Gradient boosting of small trees on the logistic loss with second-order leaves and quantile bins (Friedman 2001; the
 * regularised form of Chen and Guestrin 2016), starting from given log odds: deterministic, no sampling.
 * @param rows features, row after row; @param labels 0 or 1; @param start log odds each row begins with
 */
export function boost(rows: Float64Array, labels: Float64Array, start: Float64Array, width: number, options: BoostOptions): Tree[] {
  const count = labels.length;
  const { cuts, bins } = binned(rows, count, width);
  const odds = Float64Array.from(start);
  const slope = new Float64Array(count);
  const curve = new Float64Array(count);
  const leafOf = new Int32Array(count);
  const trees: Tree[] = [];
  for (let round = 0; round < options.trees; round++) {
    for (let row = 0; row < count; row++) {
      const probability = 1 / (1 + Math.exp(-(odds[row] as number)));
      slope[row] = (labels[row] as number) - probability;
      curve[row] = probability * (1 - probability);
    }
    const tree = grow({ bins, cuts, slope, curve, leafOf, count, width }, options);
    for (let row = 0; row < count; row++) odds[row] = (odds[row] as number) + (tree.leaves[leafOf[row] as number] as number);
    trees.push(tree);
  }
  return trees;
}

interface Growth {
  readonly bins: Uint8Array;
  readonly cuts: readonly Float64Array[];
  readonly slope: Float64Array;
  readonly curve: Float64Array;
  readonly leafOf: Int32Array;
  readonly count: number;
  readonly width: number;
}

function grow(growth: Growth, options: BoostOptions): Tree {
  const { bins, cuts, slope, curve, leafOf, count, width } = growth;
  const features: number[] = [];
  const thresholds: number[] = [];
  leafOf.fill(0);
  for (let level = 0; level < options.depth; level++) {
    const nodes = 2 ** level;
    const { slopes, curves } = histograms(growth, nodes);
    const splits = Array.from({ length: nodes }, (_, node) => bestSplit(slopes, curves, node * width * BINS, cuts, options));
    for (const { feature, bin } of splits) {
      features.push(feature);
      thresholds.push(feature < 0 ? 0 : (cuts[feature]?.[bin] ?? 0));
    }
    for (let row = 0; row < count; row++) {
      const node = leafOf[row] as number;
      const { feature, bin } = splits[node] as { feature: number; bin: number };
      leafOf[row] = 2 * node + (feature >= 0 && (bins[row * width + feature] as number) > bin ? 1 : 0);
    }
  }
  const top = new Float64Array(2 ** options.depth);
  const bottom = new Float64Array(2 ** options.depth).fill(options.ridge);
  for (let row = 0; row < count; row++) {
    const leaf = leafOf[row] as number;
    top[leaf] = (top[leaf] as number) + (slope[row] as number);
    bottom[leaf] = (bottom[leaf] as number) + (curve[row] as number);
  }
  const leaves = Array.from(top, (sum, leaf) => rounded((options.rate * sum) / (bottom[leaf] as number)));
  return { depth: options.depth, features, thresholds, leaves };
}

function histograms({ bins, slope, curve, leafOf, count, width }: Growth, nodes: number): { slopes: Float64Array; curves: Float64Array } {
  const slopes = new Float64Array(nodes * width * BINS);
  const curves = new Float64Array(nodes * width * BINS);
  for (let row = 0; row < count; row++) {
    const base = (leafOf[row] as number) * width * BINS;
    const down = slope[row] as number;
    const bend = curve[row] as number;
    for (let feature = 0; feature < width; feature++) {
      const cell = base + feature * BINS + (bins[row * width + feature] as number);
      slopes[cell] = (slopes[cell] as number) + down;
      curves[cell] = (curves[cell] as number) + bend;
    }
  }
  return { slopes, curves };
}

function bestSplit(
  slopes: Float64Array,
  curves: Float64Array,
  base: number,
  cuts: readonly Float64Array[],
  { ridge, evidenceMin }: BoostOptions,
): { readonly feature: number; readonly bin: number } {
  let allSlope = 0;
  let allCurve = 0;
  for (let bin = 0; bin < BINS; bin++) {
    allSlope += slopes[base + bin] as number;
    allCurve += curves[base + bin] as number;
  }
  let best = { gain: 1e-6, feature: -1, bin: 0 };
  for (const [feature, edges] of cuts.entries()) {
    let slope = 0;
    let curve = 0;
    for (let bin = 0; bin < edges.length; bin++) {
      slope += slopes[base + feature * BINS + bin] as number;
      curve += curves[base + feature * BINS + bin] as number;
      const rest = allCurve - curve;
      if (curve < evidenceMin || rest < evidenceMin) continue;
      const other = allSlope - slope;
      const gain = slope ** 2 / (curve + ridge) + other ** 2 / (rest + ridge) - allSlope ** 2 / (allCurve + ridge);
      if (gain > best.gain) best = { gain, feature, bin };
    }
  }
  return best;
}

/** Quantile bins of the values that are not zero, with zero on its own: most features say nothing of most files. */
function binned(rows: Float64Array, count: number, width: number): { cuts: Float64Array[]; bins: Uint8Array } {
  const cuts: Float64Array[] = [];
  const bins = new Uint8Array(count * width);
  const step = Math.max(1, Math.floor(count / 20_000));
  for (let feature = 0; feature < width; feature++) {
    const sample: number[] = [];
    for (let row = 0; row < count; row += step) sample.push(rows[row * width + feature] as number);
    const telling = sample.filter((value) => value !== 0);
    const source = (telling.length > BINS ? telling : sample).sort((a, b) => a - b);
    const edges = new Set(telling.length < sample.length ? [1e-9] : []);
    for (let bin = 1; bin < BINS - 1; bin++) edges.add(rounded(source[Math.floor((bin * source.length) / (BINS - 1))] ?? 0));
    const sorted = Float64Array.from([...edges].sort((a, b) => a - b).slice(0, BINS - 1));
    cuts.push(sorted);
    for (let row = 0; row < count; row++) bins[row * width + feature] = binOf(sorted, rows[row * width + feature] as number);
  }
  return { cuts, bins };
}

function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= (edges[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
