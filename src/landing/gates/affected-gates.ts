import { anyPatternCovers } from "../../core/paths.ts";
import type { Gate } from "./gate.ts";

/** The gates a candidate must pass that changes these files on a main which passed all of them. */
export function affectedGates<G extends Pick<Gate, "paths">>(gates: readonly G[], changed: readonly string[]): readonly G[] {
  return gates.filter(({ paths }) => paths === undefined || changed.some((file) => anyPatternCovers(paths, file)));
}
