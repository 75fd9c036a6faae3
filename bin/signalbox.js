#!/usr/bin/env node
// Plain old JavaScript on purpose: it must parse on any Node to be able to say that the Node is too old.
import { existsSync } from "node:fs";

var wanted = [22, 18];
var have = process.versions.node.split(".").map(Number);
if (have[0] < wanted[0] || (have[0] === wanted[0] && have[1] < wanted[1])) {
  process.stderr.write(
    "signalbox: expected Node " +
      wanted.join(".") +
      " or newer, got `" +
      process.versions.node +
      "`; next: install a newer Node, or run through npm inside a project with the `node` package\n",
  );
  process.exit(2);
}
// Node 22 calls node:sqlite experimental each time; every other warning is shown.
process.removeAllListeners("warning");
process.on("warning", (warning) => {
  if (warning.name !== "ExperimentalWarning") process.stderr.write(`${String(warning.stack || warning)}\n`);
});
// In a checkout of Signalbox itself the sources run unbuilt; an installed package has only dist.
var built = new URL("../dist/cli/main.js", import.meta.url);
var source = new URL("../src/cli/main.ts", import.meta.url);
var main = await import((existsSync(source) ? source : built).href);
process.exitCode = await main.main(process.argv.slice(2));
