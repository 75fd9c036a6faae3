import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** How far the scripted agent came, kept in its HOME so that a later attempt goes on where an earlier one died. */
export interface PlayerProgress {
  isFinished(step: number): boolean;
  /** True when an earlier attempt began this step and did not live to finish it: it may be half done. */
  wasInterrupted(step: number): boolean;
  start(step: number): void;
  finish(step: number): void;
}

/** Reads the progress of earlier attempts; every change is on disk before it returns. */
export function openPlayerProgress(home: string = homedir()): PlayerProgress {
  const file = join(home, ".signalbox-player.json");
  const saved = read(file);
  const finished = new Set(saved.finished);
  const save = (started: number | null) => {
    writeFileSync(`${file}.new`, JSON.stringify({ finished: [...finished], started }));
    renameSync(`${file}.new`, file);
  };
  return {
    isFinished: (step) => finished.has(step),
    wasInterrupted: (step) => saved.started === step && !finished.has(step),
    start: save,
    finish(step) {
      finished.add(step);
      save(null);
    },
  };
}

function read(file: string): { readonly finished: readonly number[]; readonly started: number | null } {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { finished: [], started: null };
  }
}
