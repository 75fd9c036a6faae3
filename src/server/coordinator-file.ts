import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { z } from "zod";
import { writeFileAtomically } from "../system/files.ts";

const coordinatorFileSchema = z.object({
  // Nothing else: whoever could change the address would be sent the token.
  url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  token: z.string().min(32).max(256),
  pid: z.int().positive(),
});

/** Where the running coordinator listens and what it wants to hear. */
export type CoordinatorFile = z.infer<typeof coordinatorFileSchema>;

/** Writes the file in one step, readable by its owner only; the file of an earlier coordinator is replaced. */
export async function writeCoordinatorFile(file: string, content: CoordinatorFile): Promise<void> {
  await writeFileAtomically(file, JSON.stringify(coordinatorFileSchema.parse(content)));
}

/**
 * Reads without a trace, so that `wasRead` tells of others only.
 * @returns undefined when there is no such file, or not one of ours.
 */
export async function readCoordinatorFile(file: string): Promise<CoordinatorFile | undefined> {
  try {
    // Absent where there is no such flag; only the owner may use it.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOATIME ?? 0));
    try {
      return coordinatorFileSchema.parse(JSON.parse(await handle.readFile("utf8")));
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

/**
 * Has any program but ours read the file since it was written? Known where the file system keeps access times, as `relatime`
 * does for the first read after a write; elsewhere never. A backup reads too.
 */
export async function wasRead(file: string): Promise<boolean> {
  const stats = await stat(file, { bigint: true }).catch(() => undefined);
  return stats !== undefined && stats.atimeNs > stats.mtimeNs;
}
