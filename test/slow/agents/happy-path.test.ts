import { describe, expect, it } from "vitest";
import { findSandbox } from "../../../src/agents/find-sandbox.ts";
import { presentAgents } from "../../agents/real/programs.ts";
import { workplace } from "./at-work.ts";

const agents = await presentAgents();
const SUM_TEST = "node --input-type=module -e \"import { sum } from './src/sum.js'; process.exit(sum(1, 2) === 3 ? 0 : 1)\"";

describe.each(agents.map((recipe) => [recipe.program, recipe] as const))("%s with a scripted model", (_, recipe) => {
  it("writes, mends, runs and commits, boxed as this machine can, and leaves nothing running", async () => {
    const at = await workplace(recipe, await findSandbox("auto"));
    const run = await at.start([
      { say: "A note first.", do: { write: "notes/a new.md", content: 'one\n"two"\n' } },
      { do: { read: "src/sum.js" } },
      { say: "Now the sum.", do: { edit: "src/sum.js", find: "a - b", replace: "a + b" } },
      { do: [{ run: `${SUM_TEST} && touch passed` }, { run: "echo side by side > side.txt" }] },
      { do: { run: "git add --all && git commit --quiet --message Mend" } },
      { say: "The sum is mended." },
    ]);
    expect(await run.finished, at.said()).toMatchObject({ reason: "completed" });
    expect(await at.read("notes/a new.md")).toBe('one\n"two"\n');
    expect(await at.read("src/sum.js")).toContain("a + b");
    expect([await at.read("passed"), await at.read("side.txt")]).toEqual(["", "side by side\n"]);
    expect(await at.git("log", "--format=%s")).toBe("Mend\nBegin");
    expect(await at.git("status", "--porcelain")).toBe("");
    expect(at.said()).toContain("The sum is mended.");
    expect(at.model.requests().flatMap(({ step }) => step ?? [])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await at.leftRunning()).toEqual([]);
  });
});
