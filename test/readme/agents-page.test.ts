import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { KNOWN_AGENTS } from "../../src/agents/known-agents.ts";
import { parseConfig } from "../../src/core/config.ts";
import { AGENT_RECIPES } from "../../src/simulation/real-agents/recipes.ts";
import { caseTable } from "../slow/agents/case-table.ts";

const page = await readFile(new URL("../../docs/agents.md", import.meta.url), "utf8");

describe("docs/agents.md", () => {
  it("starts every agent program as it is started in the tests", () => {
    const block = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? "";
    const recipes = Object.entries(AGENT_RECIPES).map(([name, { config }]) => [name, config] as const);
    expect(parseConfig(parse(block)).agents).toEqual(Object.fromEntries(recipes));
  });

  it("names the versions that are installed for the tests, and which of them by everybody", async () => {
    const { dependencies } = JSON.parse(await readFile(new URL("../agents/package.json", import.meta.url), "utf8"));
    for (const { program, adapter, isFree } of Object.values(AGENT_RECIPES)) {
      for (const { program: known, tested, package: name } of KNOWN_AGENTS.filter((one) => [program, adapter].includes(one.program))) {
        expect(dependencies[name], name).toBe(isFree ? tested : undefined);
        expect(page).toContain(`${known} ${tested}`);
      }
    }
  });

  it("shows the cases that are played with real programs, and who does otherwise", () => {
    expect(page).toContain(caseTable());
  });
});
