import { spawnSync } from "node:child_process";
import { globSync, statSync } from "node:fs";
import { join } from "node:path";

/** `npm start`: builds the pages when they are missing or older than their sources, then starts the server. */
const ROOT = join(import.meta.dirname, "..");
const SOURCES = ["index.html", "vite.config.ts", "package.json", "src/**/*.{ts,tsx,css}"];

if (changedAt(["dist/web/index.html"]) < changedAt(SOURCES)) build();
await import("../src/main.ts");

/** The newest change of the files, in milliseconds; 0 when there are none. */
function changedAt(patterns: readonly string[]): number {
  return Math.max(0, ...globSync(patterns, { cwd: ROOT }).map((file) => statSync(join(ROOT, file)).mtimeMs));
}

function build(): void {
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const { status } = spawnSync(process.execPath, [vite, "build", "--configLoader", "native", "--logLevel", "warn"], {
    cwd: ROOT,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`expected Vite to build the pages, it ended with ${status}; its message is above`);
}
