import { describe } from "vitest";
import { demoPromises } from "./support/demo-promises.ts";

/** As the README's first command runs it. */
describe("npm run demo", () => demoPromises({ args: [], judge: /^browser: (\/|not run \()/, timeoutMs: 1_200_000 }));

describe("npm run demo -- --fast", () => demoPromises({ args: ["--fast"], judge: "browser: not run (--fast)", timeoutMs: 1_200_000 }));
