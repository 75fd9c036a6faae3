import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Git } from "../git/git.ts";
import { listRefs } from "../git/refs.ts";
import { HARMLESS_SETTINGS, settingsIn } from "./git-settings.ts";
import { listPlainDirectory, readPlainFile } from "./plain-files.ts";

/** What the owner's checkout looks like to git and to whoever runs git there next. Two views show what changed between. */
export interface CheckoutView {
  /** By path: how it differs from HEAD and index, or that it is ignored, and what tells one content from another. */
  readonly files: ReadonlyMap<string, string>;
  /** By name, and what `HEAD` names. Without remote-tracking ones: any editor fetches. */
  readonly refs: ReadonlyMap<string, string>;
  readonly tracking: ReadonlyMap<string, string>;
  /** Settings, hooks and files that make git do something, in the repository and in the owner's HOME. */
  readonly settings: ReadonlyMap<string, string>;
}

const FILE_BYTES_MAX = 1024 * 1024;
/** Of a checkout with more changed files, the rest is compared by name only. */
const FILES_MAX = 5_000;
const OBEYED = ["info/attributes", "info/exclude", "info/grafts", "objects/info/alternates", "config.worktree"] as const;

/** Looks at the checkout of `clone`, and changes nothing there. */
export async function viewCheckout(clone: Git): Promise<CheckoutView> {
  const root = (await answer(clone, ["rev-parse", "--show-toplevel"])).trim();
  const common = resolve(root, (await answer(clone, ["rev-parse", "--git-common-dir"])).trim());
  const refs = await listRefs(clone, "refs/");
  const isTracking = (ref: string) => ref.startsWith("refs/remotes/");
  const head =
    (await answer(clone, ["symbolic-ref", "--quiet", "HEAD"])) || (await answer(clone, ["rev-parse", "--verify", "--quiet", "HEAD"]));
  return {
    files: await viewFiles(clone, root),
    refs: new Map([["HEAD", head.trim()], ...[...refs].filter(([ref]) => !isTracking(ref))]),
    tracking: new Map([...refs].filter(([ref]) => isTracking(ref))),
    settings: new Map([...(await viewSettings(clone, common)), ...(await viewGlobalSettings(clone))]),
  };
}

/** What changed from one view to the next, for people: files, refs and settings that came, went or became others. */
export function checkoutChanges(before: CheckoutView, after: CheckoutView): string[] {
  return [
    ...changedKeys(before.files, after.files),
    ...changedKeys(before.refs, after.refs).map((ref) => refChange(ref, before.refs.get(ref), after.refs.get(ref))),
    ...changedKeys(before.settings, after.settings),
  ];
}

function refChange(ref: string, before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `${ref} is new, at ${after}`;
  return after === undefined ? `${ref} is gone; it was at ${before}` : `${ref} moved from ${before} to ${after}`;
}

function changedKeys(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key)).toSorted();
}

async function viewFiles(clone: Git, root: string): Promise<Map<string, string>> {
  const status = await answer(clone, ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored=matching", "--no-renames"]);
  // An ignored directory ends with a slash: what programs build there is nobody's work.
  const entries = status.split("\0").filter((entry) => entry !== "" && !entry.endsWith("/"));
  const described = entries.map(async (entry, index): Promise<[string, string]> => {
    const path = entry.slice(3);
    return [path, `${entry.slice(0, 2)} ${index < FILES_MAX ? await stamp(join(root, path)) : ""}`];
  });
  return new Map(await Promise.all(described));
}

async function stamp(path: string): Promise<string> {
  const stats = await lstat(path).catch(() => undefined);
  return stats === undefined ? "" : `${stats.mode} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
}

async function viewSettings(clone: Git, common: string): Promise<Map<string, string>> {
  const settings = await settingsOf(clone, join(common, "config"), "setting");
  for (const name of OBEYED) await addDigest(settings, join(common, name), `.git/${name}`);
  const { files } = await listPlainDirectory(join(common, "hooks"));
  for (const name of files) if (!name.endsWith(".sample")) await addDigest(settings, join(common, "hooks", name), `.git/hooks/${name}`);
  return settings;
}

async function viewGlobalSettings(clone: Git): Promise<Map<string, string>> {
  const configured = process.env["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  const settings = await settingsOf(clone, join(homedir(), ".gitconfig"), "~/.gitconfig");
  for (const [key, value] of await settingsOf(clone, join(configured, "git", "config"), "~/.config/git/config")) settings.set(key, value);
  await addDigest(settings, join(configured, "git", "attributes"), "~/.config/git/attributes");
  return settings;
}

/** Values are compared and not told: they may hold passwords. */
async function settingsOf(clone: Git, file: string, label: string): Promise<Map<string, string>> {
  const settings = new Map<string, string>();
  const content = await readPlainFile(file, FILE_BYTES_MAX);
  if (content === undefined) return settings;
  for (const line of await settingsIn(clone, content)) {
    const [name = ""] = line.split("\n", 1);
    const key = `${label} ${name}`;
    if (!HARMLESS_SETTINGS.test(name)) settings.set(key, `${settings.get(key) ?? ""}${line}\0`);
  }
  return settings;
}

async function addDigest(settings: Map<string, string>, file: string, key: string): Promise<void> {
  const content = await readPlainFile(file, FILE_BYTES_MAX);
  if (content !== undefined) settings.set(key, createHash("sha256").update(content).digest("hex"));
}

async function answer(clone: Git, args: readonly string[]): Promise<string> {
  return (await clone.attempt(args)).stdout.toString("utf8");
}
