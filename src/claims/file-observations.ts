import { readFileSync } from "node:fs";
import { z } from "zod";
import { bootId } from "./boot-id.ts";
import { writeDurably } from "./durable-file.ts";
import { mergeSightings, type Observations, type Sighting } from "./observations.ts";

/** Beyond this the longest unmoved are forgotten: their wait restarts, nothing else. */
const SIGHTINGS_MAX = 10_000;

const fileSchema = z.object({
  boot: z.string(),
  sightings: z.array(z.object({ ref: z.string(), oid: z.string(), firstSeenMs: z.number() })),
});

/**
 * Observations in one file, so that a wait goes on over several commands; a reboot (another boot id), a damaged or a
 * missing file restarts it. Two processes writing at once may lose one sighting, which only restarts one wait.
 */
export function fileObservations(file: string, boot: string = bootId()): Observations {
  return {
    see(oids, nowMs) {
      const before = readSightings(file, boot);
      const after = mergeSightings(before, oids, nowMs);
      if ([...oids.keys()].some((ref) => after.get(ref) !== before.get(ref))) writeSightings(file, boot, after);
      return new Map([...oids.keys()].map((ref) => [ref, nowMs - (after.get(ref)?.firstSeenMs ?? nowMs)]));
    },
  };
}

function readSightings(file: string, boot: string): Map<string, Sighting> {
  try {
    const content = fileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    if (content.boot !== boot) return new Map();
    return new Map(content.sightings.map(({ ref, oid, firstSeenMs }) => [ref, { oid, firstSeenMs }]));
  } catch {
    // Missing or damaged: the wait restarts, which is always safe.
    return new Map();
  }
}

function writeSightings(file: string, boot: string, sightings: ReadonlyMap<string, Sighting>): void {
  const kept = [...sightings].slice(-SIGHTINGS_MAX).map(([ref, sighting]) => ({ ref, ...sighting }));
  writeDurably(file, JSON.stringify({ boot, sightings: kept }));
}
