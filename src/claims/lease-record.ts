import { type LeaseRecord, leaseRecordSchema } from "../core/claim.ts";

const RECORD_CHARACTERS_MAX = 2 * 1024 * 1024;

/** The commit message of a record: one line of JSON. */
export function renderRecord(record: LeaseRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** The record in a commit message, or null: whoever may push may write anything there. */
export function parseRecord(message: string): LeaseRecord | null {
  if (message.length > RECORD_CHARACTERS_MAX || !message.startsWith("{")) return null;
  try {
    return leaseRecordSchema.safeParse(JSON.parse(message)).data ?? null;
  } catch {
    return null;
  }
}
