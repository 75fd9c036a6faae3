import { describe } from "vitest";
import { demoPromises } from "./support/demo-promises.ts";

describe("npm run demo -- --fast", () => demoPromises({ args: ["--fast"], judge: "browser: not run (--fast)", timeoutMs: 540_000 }));
