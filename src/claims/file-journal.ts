import { mkdirSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { leaseRecordSchema } from "../core/claim.ts";
import { messageOf, SignalboxError } from "../core/errors.ts";
import type { AttemptJournal } from "./attempt-journal.ts";
import { bootId } from "./boot-id.ts";
import { writeDurably } from "./durable-file.ts";

const entrySchema = z.object({
  boot: z.string(),
  pid: z.int().positive(),
  atMs: z.number(),
  attempt: z.object({
    id: z.string(),
    updates: z.array(z.object({ ref: z.string(), expected: z.string().nullable(), to: z.string(), record: leaseRecordSchema.nullable() })),
  }),
});

type Entry = z.infer<typeof entrySchema>;

/** A journal in a directory, one file per attempt: several processes may share it without a lock. */
export function fileJournal(directory: string): AttemptJournal {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const fileOf = (id: string) => join(directory, `${id}.json`);
  return {
    async begin(attempt) {
      const entry: Entry = {
        boot: bootId(),
        pid: process.pid,
        atMs: Date.now(),
        attempt: { id: attempt.id, updates: attempt.updates.map((update) => ({ ...update })) },
      };
      writeDurably(fileOf(attempt.id), JSON.stringify(entry));
    },
    end: (id) => rm(fileOf(id), { force: true }),
    async open() {
      const names = (await readdir(directory)).filter((name) => name.endsWith(".json"));
      const entries = await Promise.all(names.map((name) => readEntry(join(directory, name))));
      return entries
        .filter((entry) => entry !== undefined)
        .filter((entry) => !belongsToAnother(entry))
        .sort((a, b) => a.atMs - b.atMs)
        .map((entry) => entry.attempt);
    },
  };
}

async function readEntry(file: string): Promise<Entry | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  // Ended between listing and reading.
  if (text === undefined) return undefined;
  try {
    return entrySchema.parse(JSON.parse(text));
  } catch (error) {
    throw new SignalboxError("work-failed", `expected a journalled attempt in ${file}, got \`${messageOf(error, 120)}\``, {
      hint: "the file was damaged from outside; move it away, and compare the remote's claims (signalbox status) by hand",
    });
  }
}

/** An attempt of another living process is that process's to resolve. */
function belongsToAnother(entry: Entry): boolean {
  if (entry.boot !== bootId() || entry.pid === process.pid) return false;
  try {
    process.kill(entry.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
