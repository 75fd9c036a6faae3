import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { z } from "zod";

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
  const temporary = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(temporary, JSON.stringify(coordinatorFileSchema.parse(content)), { mode: 0o600, flag: "wx" });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** @returns undefined when there is no such file, or not one of ours. */
export async function readCoordinatorFile(file: string): Promise<CoordinatorFile | undefined> {
  try {
    return coordinatorFileSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}
