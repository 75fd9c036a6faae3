import { describe, expect, it } from "vitest";
import { rollbackTask } from "../../src/coordinator/commands.ts";
import { openEngine } from "../../src/coordinator/engine.ts";
import { openRun } from "../../src/coordinator/open-run.ts";
import { openSite } from "../../src/coordinator/site.ts";
import { git, writeFiles } from "../support/repository.ts";
import { makeWorkplace, pushAll, runAll } from "../support/run.ts";

describe("rollback", () => {
  it("of what later work builds on is refused to whoever asks, and stops nobody else", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": { writes: ["src/a.txt"], steps: [{ write: "src/a.txt", content: "a\n" }] } } });
    expect((await runAll(place)).exitCode).toBe(0);
    await git(place.clone, "pull", "-q", "--rebase", "origin", "main");
    await writeFiles(place.clone, { "src/a.txt": "a and more\n" });
    await pushAll(place.clone, "Build on it");
    const engine = await openEngine(await openSite(place.clone));
    const { coordinator, close } = await openRun(engine, { agents: 1, primary: null, only: [], agent: null, repair: null });
    try {
      const outcome = await rollbackTask(coordinator.context, "QA-001", "it was wrong");
      expect(outcome).toMatchObject({
        ok: false,
        refusal: { code: "busy", next: expect.stringContaining("later work touches src/a.txt") },
      });
      expect(coordinator.context.live.needsPerson).toBeNull();
    } finally {
      await close();
      await engine.close();
    }
  });
});
