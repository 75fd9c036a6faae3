import type { Built, Fault, MergeAnswer, Steps, Trunk } from "../trunk.ts";

/** A change that real git could not merge: onto main, or onto these changes before it on top of main. */
export interface MetConflict {
  readonly index: number;
  /** Changes below it on the chain; empty where main itself was enough. */
  readonly onto: readonly number[];
  /** So many changes had landed. */
  readonly landed: number;
}

interface Version {
  readonly commit: string;
  readonly landed: number;
}

/** Main in a real repository. Merges are asked for once and remembered by their two commits. */
export class GitTrunk implements Trunk {
  readonly faults: readonly Fault[] = [];
  /** In order, with the commit that each made of main. */
  readonly landed: { readonly index: number; readonly commit: string }[] = [];
  readonly conflicts: MetConflict[] = [];
  readonly #heads: readonly string[];
  readonly #versions: Version[];
  readonly #answers = new Map<string, MergeAnswer>();
  readonly #places = new Map<number, number>();

  /** @param heads the commits of the changes, by their place in the world. */
  constructor(main: string, heads: readonly string[]) {
    this.#heads = heads;
    this.#versions = [{ commit: main, landed: 0 }];
  }

  get version(): number {
    return this.#versions.length - 1;
  }

  has(index: number, version = this.version): boolean {
    return (this.#places.get(index) ?? Number.POSITIVE_INFINITY) < this.#at(version).landed;
  }

  faultsWith(): readonly Fault[] {
    return [];
  }

  *build(indexes: readonly number[], version = this.version): Steps<Built> {
    const base = this.#at(version);
    let [commit, tree] = [base.commit, base.commit];
    for (const [place, index] of indexes.entries()) {
      const answer = yield* this.#merge(commit, index);
      if (answer.kind === "conflict") {
        const fitsMain = place > 0 && (yield* this.#merge(base.commit, index)).kind === "clean";
        const onto = fitsMain ? indexes.slice(0, place) : [];
        this.conflicts.push({ index, onto, landed: base.landed });
        return { kind: "misfit", index, fitsMain, onto };
      }
      ({ commit, tree } = answer);
    }
    return { kind: "built", tree };
  }

  land(indexes: readonly number[]): void {
    let { commit } = this.#at(this.version);
    for (const index of indexes) {
      const answer = this.#answers.get(`${commit} ${this.#heads[index]}`);
      if (answer?.kind !== "clean") throw new Error(`expected change ${index} to be built before it lands, got no clean merge`);
      commit = answer.commit;
      this.#places.set(index, this.landed.length);
      this.landed.push({ index, commit });
    }
    this.#versions.push({ commit, landed: this.landed.length });
  }

  /** A recorded history has no foreign pushes and nothing to repair. */
  pushForeign(): void {}

  revert(): void {}

  *#merge(ours: string, index: number): Steps<MergeAnswer> {
    const theirs = this.#heads[index] ?? "";
    const known = this.#answers.get(`${ours} ${theirs}`);
    if (known !== undefined) return known;
    const answer = yield { ours, theirs };
    this.#answers.set(`${ours} ${theirs}`, answer);
    return answer;
  }

  #at(version: number): Version {
    const at = this.#versions[version];
    if (at === undefined) throw new RangeError(`expected a version of main up to ${this.version}, got ${version}`);
    return at;
  }
}
