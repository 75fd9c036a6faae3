import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";

/** The directory of a remote that lies on this machine (an absolute path or a `file:///` URL), else undefined. */
export function localRepositoryPath(remote: string): string | undefined {
  if (remote.startsWith("file:///")) return fileURLToPath(remote);
  return isAbsolute(remote) ? remote : undefined;
}
