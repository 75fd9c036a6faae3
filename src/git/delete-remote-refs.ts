import type { Git } from "./git.ts";
import type { PushOutcome } from "./push.ts";

/** Deletes refs of a remote that still hold what is expected: all or none. What happened is an answer, as in `pushAtomically`. */
export async function deleteRemoteRefs(
  git: Git,
  remote: string,
  refs: readonly { readonly ref: string; readonly expected: string }[],
  timeoutMs = 60_000,
): Promise<PushOutcome> {
  const leases = refs.map(({ ref, expected }) => `--force-with-lease=${ref}:${expected}`);
  const specs = refs.map(({ ref }) => `:${ref}`);
  const result = await git.attempt(["push", "--porcelain", "--atomic", "--no-verify", ...leases, "--", remote, ...specs], { timeoutMs });
  if (result.ended === null && result.exitCode === 0) return { kind: "done" };
  const porcelain = result.stdout.toString("utf8");
  const refused = [...porcelain.matchAll(/^!\t[^\t]*:([^\t]+)\t/gm)].map(([, ref = ""]) => ref);
  const detail = `${porcelain} ${result.stderr}`.replace(/\s+/g, " ").trim().slice(0, 1000);
  if (result.ended !== null || refused.length === 0) return { kind: "unknown", detail };
  return { kind: "refused", refs: refused, detail, byHook: /hook declined/.test(detail) };
}
