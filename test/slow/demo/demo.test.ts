import { describe } from "vitest";
import { demoPromises } from "./support/demo-promises.ts";

/** As the README's first command runs it. */
describe("npm run demo", () => demoPromises({ args: [], judge: /^browser: (\/|not run \()/, timeoutMs: 1_200_000 }));

/** `FAST=0` plays the whole one only. */
const FAST = Number(process.env["FAST"] ?? 1);
if (FAST === 0) console.log("not run here: the demo with --fast: FAST=1 npm run test:slow");

describe.skipIf(FAST === 0)("npm run demo -- --fast", () =>
  demoPromises({ args: ["--fast"], judge: "browser: not run (--fast)", timeoutMs: 1_200_000 }),
);
