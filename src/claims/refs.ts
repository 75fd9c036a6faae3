import type { LeaseRecord } from "../core/claim.ts";
import { SignalboxError } from "../core/errors.ts";
import { isTaskId, parseTaskId } from "../core/ids.ts";

/**
 * Names of the coordination refs. All are flat: no id holds a slash, so no name can be both a ref and a directory of refs
 * (`x` and `x/y` exclude each other in git).
 */
const CLAIMS = "refs/signalbox/claims/";
const HOSTS = "refs/signalbox/hosts/";
const SUBMISSIONS = "refs/signalbox/submit/";

export const LANDER_REF = "refs/signalbox/lander";
/** Patterns for `LeaseRemote.read`. */
export const ALL_CLAIMS = `${CLAIMS}*`;
export const ALL_HOSTS = `${HOSTS}*`;
export const ALL_SUBMISSIONS = `${SUBMISSIONS}*`;

/** @throws SignalboxError `bad-input` when `task` cannot be a task id. */
export function claimRef(task: string): string {
  return CLAIMS + parseTaskId(task);
}

/** @throws SignalboxError `bad-input` when `host` has a form no ref may carry; hosts obey the form of task ids. */
export function hostRef(host: string): string {
  if (isTaskId(host)) return HOSTS + host;
  throw new SignalboxError("bad-input", `expected a host id of letters, digits and single . _ -, got \`${host.slice(0, 80)}\``, {
    hint: "name the host in that form",
  });
}

/** The ref of a lease of this kind and name. Throws like `claimRef` and `hostRef`. */
export function leaseRef({ kind, name }: Pick<LeaseRecord, "kind" | "name">): string {
  switch (kind) {
    case "claim":
      return claimRef(name);
    case "host":
      return hostRef(name);
    case "lander":
      return LANDER_REF;
  }
}

/** Where the work of one claim is handed in: one ref per epoch, created once. */
export function submissionRef(task: string, epoch: number): string {
  return `${SUBMISSIONS}${parseTaskId(task)}.${epoch}`;
}

/** The task and epoch a submission's ref names, or undefined when it is none of ours. */
export function parseSubmissionRef(ref: string): { readonly task: string; readonly epoch: number } | undefined {
  const match = /^(.+)\.([1-9]\d{0,14})$/.exec(ref.startsWith(SUBMISSIONS) ? ref.slice(SUBMISSIONS.length) : "");
  if (match?.[1] === undefined || !isTaskId(match[1])) return undefined;
  return { task: match[1], epoch: Number(match[2]) };
}
