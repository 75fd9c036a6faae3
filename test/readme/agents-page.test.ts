import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { KNOWN_AGENTS } from "../../src/agents/known-agents.ts";
import { parseConfig } from "../../src/core/config.ts";
import { AGENT_RECIPES } from "../../src/simulation/real-agents/recipes.ts";

describe("docs/agents.md", () => {
  it("starts every agent program as it is started in the tests", async () => {
    const page = await readFile(new URL("../../docs/agents.md", import.meta.url), "utf8");
    const block = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? "";
    const recipes = Object.entries(AGENT_RECIPES).map(([name, { config }]) => [name, config] as const);
    expect(parseConfig(parse(block)).agents).toEqual(Object.fromEntries(recipes));
  });

  it("names the versions that are installed for the tests", async () => {
    const page = await readFile(new URL("../../docs/agents.md", import.meta.url), "utf8");
    const { dependencies } = JSON.parse(await readFile(new URL("../agents/package.json", import.meta.url), "utf8"));
    for (const { program, isFree } of Object.values(AGENT_RECIPES)) {
      const { tested, package: name } = KNOWN_AGENTS.find((one) => one.program === program) ?? { tested: "unknown", package: "" };
      expect(dependencies[name]).toBe(isFree ? tested : undefined);
      if (isFree) expect(page).toContain(`${program} ${tested}`);
    }
  });
});
