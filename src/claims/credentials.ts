import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type HeldLease, leaseRecordSchema } from "../core/claim.ts";
import { SignalboxError } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { writeDurably } from "./durable-file.ts";

const credentialSchema = z.object({ ref: z.string(), oid: z.string(), record: leaseRecordSchema });

/**
 * Keeps a claim for later commands of a person or an agent that works elsewhere: one file per task, mode 0600, outside
 * every repository. Save it again after every operation: the claim's OID changes.
 */
export async function saveCredential(directory: string, lease: HeldLease): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  writeDurably(fileOf(directory, lease.record.name), `${JSON.stringify(lease, null, 2)}\n`);
}

/**
 * The claim kept for a task, or undefined when there is none.
 * @throws SignalboxError `bad-input` when the file is damaged.
 */
export async function loadCredential(directory: string, task: string): Promise<HeldLease | undefined> {
  const file = fileOf(directory, task);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return credentialSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new SignalboxError("bad-input", `expected a claim's credential in ${file}, got something else`, {
      hint: "remove the file and claim the task again once its claim has expired",
      cause,
    });
  }
}

/** Forgets a claim that was given back, landed or lost. */
export async function removeCredential(directory: string, task: string): Promise<void> {
  await rm(fileOf(directory, task), { force: true });
}

/** Task ids are unique ignoring case, and so are the files of some systems. */
function fileOf(directory: string, task: string): string {
  return join(directory, `${parseTaskId(task).toLowerCase()}.json`);
}
