import { statfs } from "node:fs/promises";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

const GIB = 1024 ** 3;
/** A workspace is a checkout and its dependencies: 0.2 to 1 GiB in real web apps. */
const COMFORTABLE_BYTES_MIN = 5 * GIB;
const USABLE_BYTES_MIN = GIB;

/** Is there room for workspaces? @param directory where they are, an absolute path that exists. */
export async function checkDiskSpace(directory: string): Promise<HealthFinding> {
  const { bavail, bsize } = await statfs(directory);
  return judgeFreeBytes(bavail * bsize, directory);
}

export function judgeFreeBytes(bytes: number, directory: string): HealthFinding {
  const message = `${(bytes / GIB).toFixed(1)} GiB free for workspaces in ${directory}`;
  if (bytes >= COMFORTABLE_BYTES_MIN) return healthy("disk", message);
  const fix = "free some space, or set XDG_STATE_HOME to a larger disk";
  return unhealthy("disk", bytes < USABLE_BYTES_MIN ? "problem" : "warning", message, fix);
}
