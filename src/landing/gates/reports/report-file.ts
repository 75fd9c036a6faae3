import { join } from "node:path";
import { hasPlainParents, lstatOrNothing, readPlainFile } from "../../../workspaces/plain-files.ts";

/** Larger ones are not read. */
export const REPORT_BYTES_MAX = 32 * 1024 * 1024;

/** Names the file as it is now, for `readReportFile` to tell whether a gate wrote it since. */
export async function reportMark(root: string, path: string): Promise<string> {
  const stats = await lstatOrNothing(join(root, path));
  // No program can set the change time.
  return stats === undefined ? "" : `${stats.ino} ${stats.ctimeMs}`;
}

/**
 * The text of a report that a gate wrote in its checkout. It may be anything: links out of the checkout, pipes, devices
 * and what lay there before the gate began are no report.
 * @returns undefined when there is none.
 */
export async function readReportFile(root: string, path: string, mark: string): Promise<string | undefined> {
  if ((await reportMark(root, path)) === mark || !(await hasPlainParents(root, path))) return undefined;
  return (await readPlainFile(join(root, path), REPORT_BYTES_MAX))?.toString("utf8");
}
