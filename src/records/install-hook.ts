import { chmod, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { SignalboxError } from "../core/errors.ts";
import type { Git } from "../git/git.ts";

export interface HookInstallation {
  /** `manual`: the repository's hooks belong to another tool or are shared; `line` is what to add there. */
  readonly kind: "installed" | "chained" | "already" | "manual";
  readonly path: string;
  readonly line: string;
}

const MARK = "# signalbox: check records";
const EARLIER = "pre-commit.before-signalbox";

/**
 * Installs the pre-commit hook of a person's clone. An existing hook is kept beside it, unchanged, and runs first; its
 * refusal stands. Hooks that live elsewhere by `core.hooksPath` (tracked in the repository, or shared by all of a
 * person's repositories) are never touched.
 * @param command argv that runs `check --hook`; missing at commit time, the hook lets the commit pass.
 * @throws SignalboxError `bad-input` when `command` is empty.
 */
export async function installHook(git: Git, command: readonly string[]): Promise<HookInstallation> {
  const [program] = command;
  if (program === undefined) throw new SignalboxError("bad-input", "expected a command for the hook, got ``");
  const line = command.map(quoted).join(" ");
  const { kind, path } = await findCommitHook(git);
  if (kind === "elsewhere") return { kind: "manual", path, line };
  if (kind === "ours") return { kind: "already", path, line };
  await mkdir(dirname(path), { recursive: true });
  if (kind === "other") {
    const kept = join(dirname(path), EARLIER);
    // A hook kept earlier would be lost by the rename.
    if (await stat(kept).catch(() => undefined)) return { kind: "manual", path, line };
    await rename(path, kept);
  }
  await writeFile(path, script(program, line));
  await chmod(path, 0o755);
  return { kind: kind === "other" ? "chained" : "installed", path, line };
}

/** The pre-commit hook of a clone: ours, another one, none, or hooks kept `elsewhere` by `core.hooksPath`. */
export async function findCommitHook(git: Git): Promise<{ readonly kind: "ours" | "other" | "none" | "elsewhere"; readonly path: string }> {
  const elsewhere = await configuredHooksPath(git);
  if (elsewhere !== undefined) return { kind: "elsewhere", path: elsewhere };
  const common = await git.text(["rev-parse", "--git-common-dir"]);
  const path = join(isAbsolute(common) ? common : join(git.location.cwd ?? process.cwd(), common), "hooks", "pre-commit");
  const existing = await readFile(path, "utf8").catch(() => undefined);
  return { kind: existing === undefined ? "none" : existing.includes(MARK) ? "ours" : "other", path };
}

function script(program: string, line: string): string {
  return `#!/bin/sh
${MARK}
earlier="$(dirname "$0")/${EARLIER}"
if [ -x "$earlier" ]; then "$earlier" "$@" || exit $?; fi
command -v ${quoted(program)} >/dev/null 2>&1 || exit 0
# Only findings of the committer's own (exit 1) stop a commit: a Signalbox that cannot run here never does.
${line} || [ $? -ne 1 ]
`;
}

/** Our own git runs with `core.hooksPath=/dev/null` on its command line: what counts is what the files say. */
async function configuredHooksPath(git: Git): Promise<string | undefined> {
  const { stdout } = await git.run(["config", "--show-scope", "--get-all", "core.hooksPath"], { okExitCodes: [0, 1] });
  const settings = stdout
    .toString("utf8")
    .split("\n")
    .filter((setting) => setting !== "" && !setting.startsWith("command\t"));
  return settings.at(-1)?.split("\t")[1];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
