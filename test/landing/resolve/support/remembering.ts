import type { MetConflict } from "../../../../src/core/change.ts";
import type { Git } from "../../../../src/git/git.ts";
import { treeOf } from "../../../../src/git/refs.ts";
import { type BuiltCandidate, buildCandidate } from "../../../../src/landing/build-candidate.ts";
import type { ChangeToLand } from "../../../../src/landing/candidate.ts";
import { learnResolutions } from "../../../../src/landing/resolve/remembered/learn-resolutions.ts";
import { resolveConflict } from "../../../../src/landing/resolve/resolve-conflict.ts";
import type { RememberedResolution } from "../../../../src/store/rows.ts";
import { candidateOf, commitFiles, type LandingSite, landingSite, workOf } from "../../support/landing-site.ts";

type Files = Readonly<Record<string, string | null>>;

/** A lander that remembers, in memory instead of the store. */
export interface Remembering extends LandingSite {
  readonly known: Map<string, RememberedResolution>;
  /** Builds a candidate with what is remembered. */
  build(
    main: string,
    changes: readonly ChangeToLand[],
    settings?: { barred?: readonly string[]; keptOut?: string },
  ): Promise<BuiltCandidate>;
  /** Work of a task on `base` that does not fit on `main`: what came back. */
  comesBack(main: string, base: string, files: Files): Promise<readonly MetConflict[]>;
  /** The same session lands this on `main`, and what it taught is kept. @returns the landing. */
  lands(main: string, files: Files, conflicts: readonly MetConflict[]): Promise<string>;
}

export async function remembering(files: Readonly<Record<string, string>>): Promise<Remembering> {
  const site = await landingSite(files);
  const { cache } = site;
  const known = new Map<string, RememberedResolution>();
  const build: Remembering["build"] = (main, changes, { barred = [], keptOut } = {}) =>
    buildCandidate(cache, {
      main,
      changes,
      render: async () => [],
      resolve: (conflict) =>
        resolveConflict(
          {
            cache,
            isBarred: (key) => barred.includes(key),
            workshop: null,
            memory: {
              recall: async (keys) => new Map(keys.flatMap((key) => [...known].filter(([one]) => one === key))),
              isKeptOut: (path) => path === keptOut,
            },
          },
          conflict,
        ),
      nowMs: 1_767_603_600_000,
    });
  return {
    ...site,
    known,
    build,
    async comesBack(main, base, work) {
      const { returned } = await build(main, [await workOf(cache, "QA-002", base, work)]);
      const [{ reason } = { reason: undefined }] = returned;
      if (reason?.code !== "conflict") throw new Error(`expected a conflict, got ${JSON.stringify(reason)}`);
      return reason.conflicts ?? [];
    },
    async lands(main, work, conflicts) {
      const { tip, tree } = await candidateOf(cache, main, [await workOf(cache, "QA-002", main, work)]);
      for (const one of await learnResolutions(cache, { conflicts, commit: tip, tree })) known.set(one.key, one);
      return tip;
    },
  };
}

/** A merge that was resolved as people do it in git: no session, just the commit and its tree. */
export async function learnFrom(cache: Git, main: string, files: Files, conflicts: readonly MetConflict[]) {
  const commit = await commitFiles(cache, main, files);
  return learnResolutions(cache, { conflicts, commit, tree: await treeOf(cache, commit) });
}
