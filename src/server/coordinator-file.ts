import { readFile } from "node:fs/promises";
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

/** @returns undefined when there is no such file, or not one of ours. */
export async function readCoordinatorFile(file: string): Promise<CoordinatorFile | undefined> {
  try {
    return coordinatorFileSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}
