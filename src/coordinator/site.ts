import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { type Config, parseConfig } from "../core/config.ts";
import { messageOf, SignalboxError } from "../core/errors.ts";
import { Git } from "../git/git.ts";
import { readFileAt, resolveObject } from "../git/objects.ts";
import { readTextFile } from "../system/files.ts";
import { openStateDirectory, type StateDirectory } from "../system/state-directory.ts";

export const CONFIG_FILE = "signalbox.yaml";

/** One owner's clone of one repository: where commands start from. */
export interface Site {
  /** Top directory of the clone. Signalbox reads it and never writes it, but for `init`. */
  readonly root: string;
  readonly clone: Git;
  /** The remote's address, in the one form all clones on this machine share. */
  readonly remote: string;
  readonly config: Config;
  readonly state: StateDirectory;
}

/**
 * The repository around `cwd`.
 * @throws SignalboxError `no-repository` outside a git work tree.
 */
export async function findRepository(cwd: string): Promise<{ root: string; clone: Git }> {
  const result = await new Git({ cwd }).attempt(["rev-parse", "--show-toplevel"]);
  const root = result.stdout.toString("utf8").trim();
  if (result.exitCode !== 0 || root === "") {
    throw new SignalboxError("no-repository", `expected a git work tree, got \`${cwd}\``, {
      hint: "run signalbox inside a clone of your repository",
    });
  }
  return { root, clone: new Git({ cwd: root }) };
}

/**
 * Opens the site around `cwd`: repository, remote, configuration, state directory.
 * @throws SignalboxError `no-repository`, `no-remote` or `bad-config`.
 */
export async function openSite(cwd: string): Promise<Site> {
  const { root, clone } = await findRepository(cwd);
  const config = await readConfig(root, clone);
  const remote = await remoteAddress(clone, root, config.remote);
  return { root, clone, remote, config, state: await openStateDirectory(remote) };
}

/**
 * The configuration: from main as last fetched, because there no agent can have changed it without landing it;
 * from the work tree only while main has none.
 */
export async function readConfig(root: string, clone: Git): Promise<Config> {
  const local = await readTextFile(resolve(root, CONFIG_FILE));
  const guess = parseConfigText(local ?? "", CONFIG_FILE, local === undefined);
  const tracked = `refs/remotes/${guess.remote}/${guess.main}`;
  const onMain = (await resolveObject(clone, tracked)) === undefined ? undefined : await readFileAt(clone, tracked, CONFIG_FILE);
  return onMain === undefined ? guess : parseConfigText(onMain, `${CONFIG_FILE} on ${guess.main}`, false);
}

function parseConfigText(text: string, file: string, missing: boolean): Config {
  if (missing) return parseConfig({}, file);
  try {
    return parseConfig(parse(text), file);
  } catch (error) {
    if (error instanceof SignalboxError) throw error;
    throw new SignalboxError("bad-config", `${file}: expected YAML, got a problem: ${messageOf(error, 200)}`, {
      hint: "fix the line, or run signalbox init for a working file",
    });
  }
}

async function remoteAddress(clone: Git, root: string, name: string): Promise<string> {
  const result = await clone.attempt(["remote", "get-url", "--", name]);
  const url = result.stdout.toString("utf8").trim();
  if (result.exitCode !== 0 || url === "") {
    throw new SignalboxError("no-remote", `expected a git remote named \`${name}\`, got none`, {
      hint: "git init --bare ../remote.git && git remote add origin ../remote.git && git push -u origin main",
    });
  }
  if (/^[a-z+]+:\/\//i.test(url) && !url.startsWith("file://")) return url;
  if (/^[^/]+:/.test(url)) return url;
  const path = url.startsWith("file://") ? fileURLToPath(url) : resolve(root, url);
  return await realpath(path).catch(() => {
    throw new SignalboxError("no-remote", `expected the remote \`${name}\` to exist, got nothing at \`${path}\``, {
      hint: `git remote set-url ${name} <address>`,
    });
  });
}
