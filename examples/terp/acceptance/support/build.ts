import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runNode, TREE } from "./programs.ts";

const SOURCES = ["index.html", "vite.config.ts", "package.json", "src/**/*.{ts,tsx,css,svg}"];

/**
 * Builds the tree's pages below `folder`. `TERP_BUILDS` names a folder in which finished builds are kept by their sources, for
 * tests that judge the same pages many times; without it every check builds anew.
 * @returns where the pages are.
 * @throws Error with what Vite said.
 */
export async function buildPages(folder: string): Promise<string> {
  const builds = process.env["TERP_BUILDS"];
  if (builds === undefined || builds === "") return build(join(folder, "pages"));
  const kept = join(builds, sourcesHash());
  if (existsSync(kept)) return kept;
  mkdirSync(builds, { recursive: true });
  const made = await build(`${kept}.${process.pid}`);
  // Somebody else may have kept the same one meanwhile.
  if (existsSync(kept)) rmSync(made, { recursive: true });
  else renameSync(made, kept);
  return kept;
}

async function build(outDir: string): Promise<string> {
  const { code, output } = await runNode([
    "node_modules/vite/bin/vite.js",
    "build",
    "--configLoader",
    "native",
    "--outDir",
    outDir,
    "--logLevel",
    "warn",
  ]);
  if (code !== 0) throw new Error(`expected the pages to be built, got exit ${code}: ${output}`);
  return outDir;
}

function sourcesHash(): string {
  const hash = createHash("sha256");
  for (const file of globSync(SOURCES, { cwd: TREE }).toSorted()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(TREE, file)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
