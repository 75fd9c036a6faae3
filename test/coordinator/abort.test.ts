import { describe, expect, it } from "vitest";
import { abortTask } from "../../src/coordinator/commands.ts";
import { Coordinator } from "../../src/coordinator/coordinator.ts";
import { openEngine } from "../../src/coordinator/engine.ts";
import { openRun } from "../../src/coordinator/open-run.ts";
import { openSite } from "../../src/coordinator/site.ts";
import type { AgentDriver, AgentRun } from "../../src/core/agent.ts";
import { makeWorkplace } from "../support/run.ts";

describe("abort", () => {
  it("ends an agent that is just being started, and its session with it", async () => {
    const { clone } = await makeWorkplace({ tasks: { "QA-001": { steps: [] } } });
    const engine = await openEngine(await openSite(clone));
    const { coordinator, close } = await openRun(engine, { agents: 1, primary: null, only: null, agent: null, repair: null });
    const [starting, mayStart] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const ended = Promise.withResolvers<Awaited<AgentRun["finished"]>>();
    const driver: AgentDriver = {
      name: "slow",
      capabilities: { resume: false, parts: false, confinement: false },
      async start() {
        starting.resolve();
        await mayStart.promise;
        return { finished: ended.promise, cancel: async () => ended.resolve({ reason: "cancelled", detail: "told to" }) };
      },
    };
    try {
      const slow = new Coordinator({ ...coordinator.context, driverOf: () => driver });
      const finish = slow.run();
      await starting.promise;
      expect(await abortTask(slow.context, "QA-001", "not now")).toMatchObject({ ok: true });
      mayStart.resolve();
      expect(await finish).toMatchObject({ outcome: "incomplete" });
      expect(await engine.store.sessions()).toMatchObject([{ task: "QA-001", state: "aborted" }]);
    } finally {
      await close();
      await engine.close();
    }
  });
});
