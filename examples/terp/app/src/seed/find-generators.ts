import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Generator } from "./generator.ts";

const SOURCE = join(import.meta.dirname, "..");

/** Every generator of the application, each after those that fill what it builds on. */
export async function findGenerators(): Promise<readonly Generator[]> {
  const files = globSync(["seed/generators/*.ts", "*/seed.ts"], { cwd: SOURCE }).sort();
  const generators: Generator[] = [];
  for (const file of files) {
    const module: { readonly generator?: Generator } = await import(pathToFileURL(join(SOURCE, file)).href);
    if (module.generator === undefined) throw new Error(`expected ${file} to export \`generator\`, got nothing`);
    generators.push(module.generator);
  }
  return inOrder(generators);
}

function inOrder(generators: readonly Generator[]): readonly Generator[] {
  const ordered: Generator[] = [];
  const waiting = new Set(generators);
  while (waiting.size > 0) {
    const next = [...waiting].find(
      (candidate) => ![...waiting].some((other) => other !== candidate && other.fills.some((table) => candidate.after.includes(table))),
    );
    if (next === undefined)
      throw new Error(`expected generators in some order, got a circle: ${[...waiting].map((one) => one.fills[0]).join(", ")}`);
    waiting.delete(next);
    ordered.push(next);
  }
  return ordered;
}
