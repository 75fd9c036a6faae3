import { glob, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ScriptStep } from "../../src/agents/script.ts";
import type { Workplace } from "./run.ts";
import { until } from "./until.ts";

/** An agent's first attempt waits here until the test lets everybody go: whoever meets here works at the same time. */
export const MEET: ScriptStep = {
  run: ["sh", "-c", "touch src/.here; while ! test -f src/.go; do sleep 0.05; done; rm src/.here src/.go"],
  must: true,
  attempts: [1],
};

/** Waits until `count` agents are at `MEET`. @returns their work trees. */
export async function gathered({ state }: Workplace, count: number): Promise<readonly string[]> {
  const trees = new Set<string>();
  await until(
    async () => {
      for await (const path of glob(`${state}/signalbox/*/workspaces/*/tree/src/.here`)) trees.add(join(path, "../.."));
      return trees.size === count;
    },
    { what: `${count} agents at work at once`, timeoutMs: 60_000 },
  );
  return [...trees];
}

export async function letGo(trees: readonly string[]): Promise<void> {
  await Promise.all(trees.map((tree) => writeFile(join(tree, "src/.go"), "")));
}
