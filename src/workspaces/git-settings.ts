import type { Git } from "../git/git.ts";

/** What a person may set in any clone without meaning anything by it. */
export const HARMLESS_SETTINGS = /^(?:user|branch|color|advice|merge|pull|push|init|rerere)\./;

/** `name\nvalue` of every setting in a configuration; `git` parses the text and includes nothing. */
export async function settingsIn(git: Git, config: string | Uint8Array): Promise<string[]> {
  const result = await git.attempt(["config", "--file", "-", "--no-includes", "--list", "-z"], { input: config });
  if (result.exitCode !== 0) return ["is malformed"];
  return result.stdout
    .toString("utf8")
    .split("\0")
    .filter((line) => line !== "");
}
