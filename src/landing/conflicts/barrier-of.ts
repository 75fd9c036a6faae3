import type { ChangedFile, SubmittedChange } from "./submitted-change.ts";

/** Why a change conflicts with all others. */
export interface BarrierReason {
  /** One sentence for a person, without its full stop. */
  readonly because: string;
  readonly evidence: readonly string[];
}

const EVIDENCE_MAX = 5;

/**
 * What makes the change a barrier: what a guard found, else the first path that is one. Files nobody edits by hand are no
 * reason, lock files excepted: what they pin is part of every test.
 * @param kindOf of `barrierMatcher`.
 */
export function barrierOf(
  { files, flags }: Pick<SubmittedChange, "flags"> & { readonly files: readonly Pick<ChangedFile, "path">[] },
  kindOf: (path: string) => string | undefined,
  harmless: (path: string) => boolean,
): BarrierReason | undefined {
  const [flag] = flags;
  if (flag !== undefined) return { because: `one of them ${flag}`, evidence: flags.slice(0, EVIDENCE_MAX) };
  const found = files.flatMap(({ path }) => {
    const is = kindOf(path);
    return is === undefined || (harmless(path) && is !== LOCK) ? [] : [{ path, is }];
  });
  const [first] = found;
  if (first === undefined) return undefined;
  return { because: `one of them changes ${first.path}, ${first.is}`, evidence: found.slice(0, EVIDENCE_MAX).map(({ path }) => path) };
}

const LOCK = "a lock file";
