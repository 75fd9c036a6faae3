/** Why a tree fails: the test that says so, and the change that made it fail (of a pair, the one that came later). */
export interface Fault {
  readonly test: string;
  readonly culprit: number;
}

export type Built =
  | { readonly kind: "built"; readonly tree: string }
  /** A change that cannot be merged: onto main itself, or onto these changes before it. */
  | { readonly kind: "misfit"; readonly index: number; readonly fitsMain: boolean; readonly onto: readonly number[] };

/** Two commits to merge; whoever drives the simulation answers with the commit of their merge. */
export interface MergeQuestion {
  readonly ours: string;
  readonly theirs: string;
}

export type MergeAnswer = { readonly kind: "clean"; readonly commit: string; readonly tree: string } | { readonly kind: "conflict" };

/** Work that may have to wait for real merges. The model of main never asks. */
export type Steps<Result> = Generator<MergeQuestion, Result, MergeAnswer>;

/** Main and the trees on top of it: in the model, or in a real repository. Changes by their place in the world. */
export interface Trunk {
  /** How often main has moved. */
  readonly version: number;
  /** What is broken on main. */
  readonly faults: readonly Fault[];
  has(index: number, version?: number): boolean;
  /** What is broken in main with these on top, in this order. */
  faultsWith(indexes: readonly number[], version?: number): readonly Fault[];
  /** The tree of main with these merged onto it, in this order. */
  build(indexes: readonly number[], version?: number): Steps<Built>;
  /** Moves main onto these; they have just been built on it. */
  land(indexes: readonly number[], atMs: number): void;
  /** Somebody else moves main. */
  pushForeign(): void;
  /** Takes back what a landed change did. */
  revert(index: number): void;
}
