import type { Built, Fault, Steps, Trunk } from "./trunk.ts";
import type { World } from "./world.ts";

interface Version {
  /** So many changes had landed. */
  readonly landed: number;
  readonly tree: Tree;
  readonly faults: readonly Fault[];
}

type Tree = readonly [number, number];

/** Main in the model: what landed, in order; which tree each version of it is; and what is broken in it. */
export class ModelMain implements Trunk {
  readonly #world: World;
  readonly #landed: { readonly index: number; readonly atMs: number }[] = [];
  readonly #places = new Map<number, number>();
  readonly #reverted = new Set<number>();
  readonly #versions: Version[] = [{ landed: 0, tree: [0, 0], faults: [] }];
  #foreign = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** How often main has moved. */
  get version(): number {
    return this.#versions.length - 1;
  }

  get faults(): readonly Fault[] {
    return this.#at(this.version).faults;
  }

  has(index: number, version = this.version): boolean {
    return (this.#places.get(index) ?? Number.POSITIVE_INFINITY) < this.#at(version).landed;
  }

  land(indexes: readonly number[], atMs: number): void {
    const faults = this.faultsWith(indexes);
    for (const index of indexes) {
      this.#places.set(index, this.#landed.length);
      this.#landed.push({ index, atMs });
    }
    this.#move(indexes, faults);
  }

  /** Somebody else pushes a change of theirs: always whole, and no overlap of anything. */
  pushForeign(): void {
    this.#move([this.#world.changes.length + this.#foreign++], this.faults);
  }

  /** Takes back what a landed change did. */
  revert(index: number): void {
    if (this.#reverted.has(index)) return;
    this.#reverted.add(index);
    const names = (test: string) => test.split(/[:+]/).includes(this.#id(index));
    const faults = this.faults.filter(({ test }) => !names(test));
    this.#move([index], faults);
  }

  /** Merges of changes that fit commute, so that the order does not matter for the tree. */
  *build(indexes: readonly number[], version = this.version): Steps<Built> {
    for (const [place, index] of indexes.entries()) {
      const fitsMain = [...this.#unseenBy(index, version)].every((other) => !this.#world.misfits(other, index));
      const onto = indexes.slice(0, place).filter((other) => this.#world.misfits(other, index));
      if (!fitsMain || onto.length > 0) return { kind: "misfit", index, fitsMain, onto };
    }
    return { kind: "built", tree: treeOf(this.#at(version).tree, indexes).join(".") };
  }

  /** What is broken in main with these on top, in this order. */
  faultsWith(indexes: readonly number[], version = this.version): readonly Fault[] {
    const { changes, breaks } = this.#world;
    const found = [...this.#at(version).faults];
    for (const [place, index] of indexes.entries()) {
      if (changes[index]?.bad) found.push({ test: `bad:${this.#id(index)}`, culprit: index });
      const before = [...this.#unseenBy(index, version), ...indexes.slice(0, place)];
      for (const other of before) if (breaks(other, index)) found.push({ test: this.#pair(other, index), culprit: index });
    }
    return found;
  }

  /** What landed since a change was begun, newest first: it was not made on top of that. */
  *#unseenBy(index: number, version: number): Iterable<number> {
    const begunMs = this.#world.changes[index]?.begunMs ?? 0;
    for (let at = this.#at(version).landed - 1; at >= 0; at--) {
      const landed = this.#landed[at];
      if (landed === undefined || landed.atMs <= begunMs) return;
      if (!this.#reverted.has(landed.index)) yield landed.index;
    }
  }

  #move(indexes: readonly number[], faults: readonly Fault[]): void {
    this.#versions.push({ landed: this.#landed.length, tree: treeOf(this.#at(this.version).tree, indexes), faults });
  }

  #at(version: number): Version {
    const at = this.#versions[version];
    if (at === undefined) throw new RangeError(`expected a version of main up to ${this.version}, got ${version}`);
    return at;
  }

  #pair(a: number, b: number): string {
    return `pair:${this.#id(Math.min(a, b))}+${this.#id(Math.max(a, b))}`;
  }

  #id(index: number): string {
    return this.#world.changes[index]?.id ?? `foreign${index}`;
  }
}

/** A tree is the exclusive or of what it holds (Zobrist 1970): adding a change twice takes it out. */
function treeOf(tree: Tree, indexes: readonly number[]): Tree {
  return indexes.reduce<Tree>(([a, b], index) => [a ^ spread(index, 1), b ^ spread(index, 2)], tree);
}

function spread(index: number, salt: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}
