import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AgentRequest } from "../../../src/core/agent.ts";
import type { Clock } from "../../../src/core/ports.ts";
import { systemClock } from "../../../src/system/clock.ts";
import { bodies, readStore } from "../../support/history.ts";
import { runInProcess, type Turn } from "../../support/in-process.ts";
import { makeWorkplace } from "../../support/run.ts";
import { until } from "../../support/until.ts";

const place = (tasks: readonly string[]) =>
  makeWorkplace({
    tasks: Object.fromEntries(tasks.map((id) => [id, { writes: [`src/${id}.txt`], steps: [] }])),
    config: { confinement: "off" },
  });

const finishes = async ({ workspace, task }: AgentRequest) => {
  await writeFile(join(workspace, `src/${task}.txt`), "x\n");
  return undefined;
};

/** A session whose first turn ends by a limit of ten minutes, which are over once `meanwhile` is done. */
async function parked(meanwhile: (workspace: string) => Promise<void>) {
  const workplace = await place(["QA-001"]);
  let aheadMs = 0;
  const clock: Clock = {
    now: () => systemClock.now() + aheadMs,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
    sleep: systemClock.sleep,
  };
  let workspace = "";
  const turn: Turn = async (request) => {
    if (workspace !== "") return finishes(request);
    workspace = request.workspace;
    await writeFile(join(workspace, "src/own.txt"), "half\n");
    request.onEvent({ kind: "rate-limited", untilMs: clock.now() + 600_000 });
    return { reason: "exited-nonzero", detail: "limit" };
  };
  const finish = await runInProcess(workplace, {
    turn,
    clock,
    async meanwhile({ context }) {
      const isParked = async () => (await context.engine.store.sessions()).some(({ state }) => state === "rate-limited");
      await until(isParked, { timeoutMs: 60_000, what: "the session to wait" });
      await meanwhile(workspace);
      aheadMs = 700_000;
    },
  });
  expect(finish.outcome).toBe("done");
  return bodies(await readStore(workplace), "escape");
}

describe("a workspace of an unconfined session", () => {
  it("that changed between two of its turns is told of, with the paths; its own agent's work is not", async () => {
    expect(await parked((workspace) => writeFile(join(workspace, "src/evil.txt"), "evil\n"))).toEqual([
      { kind: "escape", what: "its workspace changed while no agent of its own ran: src/evil.txt", action: "reported" },
    ]);
    expect(await parked(async () => undefined)).toEqual([]);
  });

  it("that another session's agent says it wrote in is told so in both histories", async () => {
    const workplace = await place(["QA-001", "QA-002"]);
    const neighbour = Promise.withResolvers<string>();
    const isTold = Promise.withResolvers<void>();
    const turn: Turn = async (request) => {
      if (request.task === "QA-002") {
        neighbour.resolve(request.workspace);
        await isTold.promise;
      } else {
        const path = join(await neighbour.promise, "src/other.txt");
        request.onEvent({ kind: "tool", tool: "edit", title: "edit", paths: [path] });
      }
      return finishes(request);
    };
    const finish = await runInProcess(workplace, {
      turn,
      options: { agents: 2 },
      async meanwhile({ context }) {
        const escapes = async () => (await context.engine.store.events({ kinds: ["escape"] })).length;
        await until(async () => (await escapes()) === 2, { timeoutMs: 60_000, what: "both to be told" });
        isTold.resolve();
      },
    });
    expect(finish.outcome).toBe("done");
    const { events, sessions } = await readStore(workplace);
    const writer = sessions.find(({ task }) => task === "QA-001")?.id;
    const told = events.flatMap(({ task, body }) => (body.kind === "escape" ? [[task, body.what]] : []));
    expect(told).toEqual([
      ["QA-001", expect.stringMatching(/^it tried: edit .*src\/other\.txt$/)],
      ["QA-002", `${writer} says it wrote src/other.txt in its workspace`],
    ]);
  });
});
