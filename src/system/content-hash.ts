import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { SignalboxError } from "../core/errors.ts";

const FILES_MAX = 10_000;
/** What a person keeps beside checks and no check's answer hangs on. */
const LEFT_OUT = new Set([".git", "node_modules"]);

/**
 * A short name for what files and directories hold: names below them and contents, in the order given.
 * @param paths absolute; a symbolic link counts for what it leads to.
 * @throws SignalboxError `bad-config` for a path that is not there, or with more than 10,000 files.
 */
export async function contentHash(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  let count = 0;
  for (const path of paths) {
    for (const file of await filesAt(path)) {
      if (++count > FILES_MAX) throw tooMany(paths);
      hash
        .update(`${file}\0`)
        .update(await readFile(join(path, file)))
        .update("\0");
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/** Relative to `path`, sorted; `""` where that is a file itself. */
async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new SignalboxError("bad-config", `expected a file or directory at ${path}, got nothing`, {
      hint: "correct it in signalbox.yaml",
    });
  }
  if (found.isFile()) return [""];
  const files: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name)) continue;
    if (entry.isDirectory()) files.push(...(await filesAt(join(path, entry.name))).map((file) => join(entry.name, file)));
    else if (entry.isFile()) files.push(entry.name);
    if (files.length > FILES_MAX) throw tooMany([path]);
  }
  return files.sort();
}

function tooMany(paths: readonly string[]): SignalboxError {
  return new SignalboxError("bad-config", `expected at most ${FILES_MAX} files in ${paths.join(", ")}, got more`, {
    hint: "name the directory of the checks alone",
  });
}
