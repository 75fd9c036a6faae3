import { access, constants, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";

/**
 * The absolute path of a program as a shell would find it, or undefined.
 * @param cwd what a name with a slash in it is relative to.
 */
export async function findProgram(name: string, pathVariable: string, cwd: string): Promise<string | undefined> {
  const candidates = name.includes("/")
    ? [resolve(cwd, name)]
    : pathVariable
        .split(delimiter)
        .filter(isAbsolute)
        .map((directory) => join(directory, name));
  for (const candidate of candidates) if (await isProgram(candidate)) return candidate;
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
