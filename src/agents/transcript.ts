import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";

/** One line of `transcript.jsonl`: what a session's agent was told and what it said, secrets redacted. */
export interface TranscriptEntry {
  readonly atMs: number;
  readonly attempt: number;
  readonly stream: "prompt" | "stdout" | "stderr" | "note";
  readonly text: string;
}

/** The transcript of one session; later attempts append to it. */
export interface Transcript {
  /** Bytes kept by earlier attempts. */
  readonly bytes: number;
  write(entry: TranscriptEntry): void;
  close(): void;
}

/**
 * Opens a transcript for appending, mode 0600; without a file nothing is kept.
 * Writes are synchronous: what was said before a kill -9 of the coordinator is on record. A full disk ends the
 * transcript, not the session.
 */
export function openTranscript(file: string | undefined): Transcript {
  if (file === undefined) return { bytes: 0, write: () => undefined, close: () => undefined };
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
  const descriptor = openSync(file, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
  let writable = true;
  return {
    bytes: fstatSync(descriptor).size,
    write(entry) {
      if (!writable) return;
      try {
        writeSync(descriptor, `${JSON.stringify(entry)}\n`);
      } catch {
        writable = false;
      }
    },
    close: () => closeSync(descriptor),
  };
}
