import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../../../src/core/config.ts";
import { findChromium, whyNone } from "../acceptance/support/browser.ts";

/** The checks lie beside the application, outside the tree that agents work in. */
const CHECKS = fileURLToPath(new URL("../acceptance", import.meta.url));
const TIMEOUT_SECONDS = 180;

/** Who looks at the pages: the Chromium of this machine, or nobody but a document without a browser. */
export type Judge = "chromium" | "none";

/** The `acceptance` of `signalbox.yaml`: one check per task, run in the root of the merged tree. */
export function acceptanceConfig(judge: Judge): Pick<Config["acceptance"], "tasks" | "outside" | "timeoutSeconds"> {
  const chromium = process.env["CHROMIUM"];
  const says = judge === "none" ? ["TERP_BROWSER=none"] : chromium === undefined ? [] : [`CHROMIUM=${chromium}`];
  const run = [...(says.length === 0 ? [] : ["env", ...says]), "node", "--disable-warning=ExperimentalWarning", "--test"];
  const checks = readdirSync(CHECKS).filter((name) => name.endsWith(".test.ts"));
  return {
    outside: [CHECKS],
    tasks: Object.fromEntries(checks.map((name) => [name.slice(0, -".test.ts".length), [...run, join(CHECKS, name)]])),
    timeoutSeconds: TIMEOUT_SECONDS,
  };
}

/** A line for people: which browser judges the tasks with pages, or why none does. */
export function describeJudge(judge: Judge): string {
  if (judge === "none") return "browser: not run (--fast)";
  const found = findChromium();
  return found === undefined ? `browser: not run (${whyNone()})` : `browser: ${found}`;
}
