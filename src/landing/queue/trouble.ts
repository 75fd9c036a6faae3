import type { LandingRun, RunVerdict, Trouble } from "./queue.ts";

/*
 * Why did a run fail? First the same tests again on the same tree: passing, it was a flake, and the run counts as passed.
 * Failing again, ever closer parts of its changes, from the front, are tried with the failed tests, until one change is
 * left that fails where everything before it passes (after DESIGN §7 and the prefix bisection of merge queues). A run of one
 * change needs only the two ends: itself again, and its base (the control run).
 */

/**
 * @param believed true where asking again costs as much as looking closer at once: then a batch is split, flake or not.
 * @param mends true for what is to mend a main that fails: its base need not pass.
 */
export function troubleOf(
  run: LandingRun,
  { tests, suspects }: Extract<RunVerdict, { kind: "failed" }>,
  { believed, mends }: { readonly believed: boolean; readonly mends: boolean },
): Trouble {
  const { id, base, assumes, changes, joined } = run;
  const purpose = run.purpose === "tip" ? "tip" : "segment";
  const fails = changes.length;
  return {
    id,
    purpose,
    base,
    assumes,
    changes,
    joined,
    tests,
    suspects,
    company: [],
    confirmed: believed && fails > 1,
    passes: mends ? 0 : -1,
    fails,
  };
}

/** How many of the trouble's changes a probe tried: its front may have joined the chain since the probe began. */
export function partOf({ assumes }: Trouble, probe: LandingRun): number {
  return probe.assumes.length + probe.changes.length - assumes.length;
}

/** What a probe of the first `part` changes makes of a trouble. Answers may come in any order, and twice. */
export function afterProbe(trouble: Trouble, part: number, passed: boolean): Trouble {
  const { changes, passes, fails } = trouble;
  if (passed) return part < fails && part > passes ? { ...trouble, passes: part } : trouble;
  if (part === changes.length) return { ...trouble, confirmed: true };
  return part < fails && part > passes ? { ...trouble, fails: part } : trouble;
}

/**
 * base     the base fails by itself: no change of the run is to blame
 * culprit  this change fails where everything before it passes
 */
export type TroubleEnd = { readonly kind: "base" } | { readonly kind: "culprit"; readonly change: string };

/** What a trouble has come to, or undefined while more probes are needed. */
export function endOf({ confirmed, passes, fails, changes }: Trouble): TroubleEnd | undefined {
  if (!confirmed) return undefined;
  if (fails === 0) return { kind: "base" };
  const change = changes[passes];
  return passes >= 0 && fails === passes + 1 && change !== undefined ? { kind: "culprit", change } : undefined;
}

/**
 * The parts to try next, at most `count`: first the whole again, for nothing else is worth a run before it is known to be no
 * flake; then the two ends of the suspect, if the failed tests point at one; then evenly between what passes and what fails.
 */
export function nextParts(trouble: Trouble, count: number, trying: readonly number[]): readonly number[] {
  const { confirmed, changes, passes, fails, suspects } = trouble;
  if (!confirmed) return trying.includes(changes.length) ? [] : [changes.length];
  const isOpen = (part: number) => part > passes && part < fails;
  const at = changes.indexOf(suspects[0] ?? "");
  const ends = at < 0 ? [] : [at, at + 1].filter(isOpen);
  const steps = Array.from({ length: count }, (_, step) => passes + Math.round(((fails - passes) * (step + 1)) / (count + 1)));
  const wanted = new Set(ends.length > 0 ? ends : steps.filter(isOpen));
  return [...wanted].filter((part) => !trying.includes(part)).slice(0, count);
}
