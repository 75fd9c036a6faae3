import { describe } from "vitest";
import { demoPromises } from "../../demo/support/demo-promises.ts";

/** As the README's first command runs it. */
describe("npm run demo", () => demoPromises({ args: [], judge: /^browser: (\/|not run \()/, timeoutMs: 1_200_000 }));
