import { glob } from "node:fs/promises";
import type { Workplace } from "./run.ts";
import { until } from "./until.ts";

/** Waits until an agent's work tree has a file at `path`. @returns the work tree. */
export async function workTreeWith(place: Workplace, path: string): Promise<string> {
  let found: string | undefined;
  await until(
    async () => {
      for await (const file of glob(`${place.state}/signalbox/*/workspaces/*/tree/${path}`)) found = file.slice(0, -path.length - 1);
      return found !== undefined;
    },
    { what: `a work tree with ${path}`, timeoutMs: 60_000 },
  );
  return found ?? "";
}
