import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runNode, TREE } from "./programs.ts";

const SOURCES = ["index.html", "vite.config.ts", "package.json", "src/**/*.{ts,tsx,css,svg}"];
const OUTPUT = "dist/web";

/**
 * Builds the tree's pages where its server looks for them. `TERP_BUILDS` names a folder in which finished builds are kept by
 * their sources, for tests that judge the same pages many times; without it every check builds anew.
 * @throws Error with what Vite said.
 */
export async function buildPages(): Promise<void> {
  const builds = process.env["TERP_BUILDS"];
  if (builds === undefined || builds === "") return build();
  const kept = join(builds, sourcesHash());
  if (existsSync(kept)) {
    rmSync(join(TREE, OUTPUT), { recursive: true, force: true });
    cpSync(kept, join(TREE, OUTPUT), { recursive: true });
    return;
  }
  await build();
  const copy = `${kept}.${process.pid}`;
  mkdirSync(builds, { recursive: true });
  cpSync(join(TREE, OUTPUT), copy, { recursive: true });
  // Somebody else may have kept the same one meanwhile.
  if (existsSync(kept)) rmSync(copy, { recursive: true });
  else renameSync(copy, kept);
}

async function build(): Promise<void> {
  const { code, output } = await runNode(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"]);
  if (code !== 0) throw new Error(`expected the pages to be built, got exit ${code}: ${output}`);
}

function sourcesHash(): string {
  const hash = createHash("sha256");
  for (const file of globSync(SOURCES, { cwd: TREE }).toSorted())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(TREE, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}
