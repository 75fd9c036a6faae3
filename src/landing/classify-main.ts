import { SignalboxError } from "../core/errors.ts";
import type { Git } from "../git/git.ts";
import { compareAndSwapRef, isAncestor, listRefs } from "../git/refs.ts";

/**
 * How main moved since it was last known.
 *
 * ours      every new commit of main's own line was pushed by this lander.
 * foreign   someone else pushed: `commits` (oldest first) are theirs. A barrier: gate it, report it, never force over it.
 * rewound   the last known main is no longer in main's history; it is kept under `salvage`. Stop and ask a person.
 */
export type MainMove =
  | { readonly kind: "unchanged" }
  | { readonly kind: "ours" }
  | { readonly kind: "foreign"; readonly commits: readonly string[] }
  | { readonly kind: "rewound"; readonly salvage: string };

export interface MainSighting {
  /** Null when main was never seen before: whatever is there is foreign, with no commits to name. */
  readonly lastKnown: string | null;
  readonly now: string;
  /** Is this commit the tip of a landing push of ours, by the journal? */
  readonly isOurs: (commit: string) => boolean;
}

const SALVAGE = "refs/signalbox/salvage/main";

/** Classifies a sighting of main; a rewound main is salvaged before anything else can happen. */
export async function classifyMain(cache: Git, { lastKnown, now, isOurs }: MainSighting): Promise<MainMove> {
  if (lastKnown === now) return { kind: "unchanged" };
  if (lastKnown === null) return { kind: "foreign", commits: [] };
  if (!(await isAncestor(cache, lastKnown, now))) return { kind: "rewound", salvage: await salvageMain(cache, lastKnown) };
  const text = await cache.text(["rev-list", "--first-parent", "--reverse", `${lastKnown}..${now}`]);
  // A landing push moves main by a whole chain, of which only the tip is journalled: what precedes a tip of ours is ours,
  // back to the last foreign commit, which no chain of ours can contain: ours starts from a main it was gated on.
  const commits = text.split("\n");
  const lastOurs = commits.findLastIndex(isOurs);
  const foreign = commits.slice(lastOurs + 1);
  return foreign.length === 0 ? { kind: "ours" } : { kind: "foreign", commits: foreign };
}

/** Keeps a commit main has lost under the next free number; the same commit is kept once. */
async function salvageMain(cache: Git, commit: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const kept = await listRefs(cache, `${SALVAGE}/`);
    const known = [...kept].find(([, oid]) => oid === commit);
    if (known !== undefined) return known[0];
    const ref = `${SALVAGE}/${Math.max(0, ...[...kept.keys()].map((name) => Number(name.slice(SALVAGE.length + 1)))) + 1}`;
    if (await compareAndSwapRef(cache, ref, null, commit)) return ref;
  }
  throw new SignalboxError("git-failed", `expected to keep the rewound main ${commit}, got no free ref under ${SALVAGE}`, {
    hint: "check that the state directory's cache repository is writable",
  });
}
