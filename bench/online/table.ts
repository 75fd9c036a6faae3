import type { Outcome } from "./play.ts";

type Measured = Pick<Outcome, "weighted" | "makespan"> & Partial<Outcome>;

interface Row {
  readonly weighted: number[];
  readonly makespan: number[];
  readonly overShortest: number[];
  readonly collisions: number[];
  readonly reworkHours: number[];
}

/** Regrets of every policy over the paired runs, in percent. */
export class Table {
  readonly #rows = new Map<string, Row>();
  cpuMs = 0;

  /** Counts the processor time of a piece of work. */
  timed<T>(work: () => T): T {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    this.cpuMs += (user + system) / 1000;
    return result;
  }

  add(name: string, outcome: Measured, best: { readonly weighted: number; readonly makespan: number; readonly shortest: number }): void {
    const row = this.#rows.get(name) ?? { weighted: [], makespan: [], overShortest: [], collisions: [], reworkHours: [] };
    this.#rows.set(name, row);
    row.weighted.push(100 * (outcome.weighted / best.weighted - 1));
    row.makespan.push(100 * (outcome.makespan / best.makespan - 1));
    row.overShortest.push(100 * (outcome.makespan / best.shortest - 1));
    if (outcome.collisions !== undefined) row.collisions.push(outcome.collisions);
    if (outcome.reworkHours !== undefined) row.reworkHours.push(outcome.reworkHours);
  }

  *lines(): Iterable<string> {
    yield `${"regret in %".padEnd(32)}${["weighted completion", "makespan", "over shortest"].map((head) => head.padStart(20)).join("")}  collisions, rework h`;
    for (const [name, row] of this.#rows) {
      const regrets = [row.weighted, row.makespan, row.overShortest].map((each) => estimate(each).padStart(20)).join("");
      const collisions = row.collisions.length === 0 ? "" : `  ${mean(row.collisions).toFixed(1)}, ${mean(row.reworkHours).toFixed(1)}`;
      yield `${name.padEnd(32)}${regrets}${collisions}`;
    }
  }

  /** How much more regret `a` has than `b` in the same runs. */
  difference(a: string, b: string): string {
    const [one, other] = [this.#rows.get(a), this.#rows.get(b)];
    if (one === undefined || other === undefined) throw new Error(`expected rows, got none of \`${a}\`, \`${b}\``);
    const paired = (key: "weighted" | "makespan") => estimate(one[key].map((value, run) => value - (other[key][run] ?? 0)));
    return `${a} less ${b}, paired: weighted completion ${paired("weighted")} points, makespan ${paired("makespan")} points`;
  }
}

function estimate(values: readonly number[]): string {
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
  return `${middle.toFixed(1)} ± ${(1.96 * Math.sqrt(variance / values.length)).toFixed(1)}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
