import type { Git } from "./git.ts";

/** One ref of an atomic push: `expected` is what the remote must hold now (null: the ref must be absent). */
export interface RefUpdate {
  readonly ref: string;
  readonly expected: string | null;
  readonly to: string;
}

/**
 * What a push did. `unknown` is an answer of its own: of 194 killed pushes 10 had landed (DESIGN §5), so the caller
 * must look at the remote and push the same OIDs again, never new ones.
 */
export type PushOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly refs: readonly string[]; readonly detail: string; readonly byHook: boolean }
  | { readonly kind: "unknown"; readonly detail: string };

export interface PushOptions {
  readonly timeoutMs?: number;
  /** Sent as push options through the environment, so that they do not show in a process list. */
  readonly pushOptions?: readonly string[];
}

/**
 * One `push --atomic` with an explicit lease for every ref: all move or none does.
 *
 * A ref whose new value equals what the remote already has is reported `=` and not checked by git at all, so an update
 * that changes nothing proves nothing: such a push counts as refused (DESIGN §5: "never leave a fenced ref unchanged").
 * A lease also permits a non-fast-forward; callers who need one assert it before.
 */
export async function pushAtomically(
  git: Git,
  remote: string,
  updates: readonly RefUpdate[],
  options: PushOptions = {},
): Promise<PushOutcome> {
  const leases = updates.map(({ ref, expected }) => `--force-with-lease=${ref}:${expected ?? ""}`);
  const specs = updates.map(({ ref, to }) => `${to}:${ref}`);
  const result = await git.attempt(["push", "--porcelain", "--atomic", "--no-verify", ...leases, "--", remote, ...specs], {
    timeoutMs: options.timeoutMs ?? 60_000,
    env: pushOptionEnvironment(options.pushOptions ?? []),
  });
  const flags = parsePorcelain(result.stdout.toString("utf8"));
  const detail = summarise(result.stderr, result.stdout.toString("utf8"));
  if (result.ended !== null) return { kind: "unknown", detail: `${result.ended}: ${detail}` };
  const moved = (flag: string | undefined) => flag === "*" || flag === " " || flag === "+";
  if (result.exitCode === 0 && updates.every(({ ref }) => moved(flags.get(ref)))) return { kind: "done" };
  const refused = updates.filter(({ ref }) => flags.get(ref) === "!" || flags.get(ref) === "=").map(({ ref }) => ref);
  // Every ref answered and one was refused: with --atomic nothing moved. Anything else is not known.
  const answered = updates.every(({ ref }) => flags.has(ref));
  const transport =
    /unexpected disconnect|hung up|early EOF|Connection (?:reset|refused|timed out)|remote failure|unpack(?:er)? error/i.test(
      result.stderr,
    );
  if (answered && refused.length > 0 && (!transport || refusedBeforeSending(result.stdout.toString("utf8")))) {
    return { kind: "refused", refs: refused, detail, byHook: /hook declined|protected branch|pre-receive/i.test(detail) };
  }
  return { kind: "unknown", detail };
}

/** `[rejected]` is this side's own word (a lease did not match): nothing was sent, though the other end complains of a hang-up. */
function refusedBeforeSending(porcelain: string): boolean {
  const refusals = porcelain.split("\n").filter((line) => line.startsWith("!"));
  return refusals.length > 0 && refusals.every((line) => line.includes("\t[rejected] "));
}

function pushOptionEnvironment(pushOptions: readonly string[]): Record<string, string> {
  if (pushOptions.length === 0) return {};
  const env: Record<string, string> = { GIT_CONFIG_COUNT: String(pushOptions.length) };
  for (const [index, value] of pushOptions.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = "push.pushOption";
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return env;
}

/** Lines of `git push --porcelain`: `<flag>\t<from>:<to>\t<summary>`. */
function parsePorcelain(text: string): Map<string, string> {
  const flags = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^([ +\-*!=])\t[^\t]*:([^\t]+)\t/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) flags.set(match[2], match[1]);
  }
  return flags;
}

/** What the other end said in its own words, then what git says of each ref: whoever cuts the end off keeps the reason. */
function summarise(stderr: string, stdout: string): string {
  const refusals = stdout.split("\n").filter((line) => line.startsWith("!"));
  const said = stderr.split("\n").filter((line) => /^(remote|fatal|error|! )/.test(line.trim()));
  const isRemotes = (line: string) => line.startsWith("remote:");
  return [...said.filter(isRemotes), ...refusals, ...said.filter((line) => !isRemotes(line))].join("; ").replace(/\t/g, " ").slice(0, 1000);
}
