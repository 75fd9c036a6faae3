import { describe, expect, it } from "vitest";
import { findSandbox } from "../../../src/agents/find-sandbox.ts";
import type { AgentEvent } from "../../../src/core/agent.ts";
import type { OfflineAgent } from "../../../src/simulation/real-agents/recipes.ts";
import { bodies, type StoredHistory } from "../../support/history.ts";
import { type Worker, workersHere } from "./at-work.ts";
import type { Case } from "./cases.ts";
import { playShift } from "./shift.ts";

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

const NETWORK: Case = {
  task: "NET-001",
  promise: "works without the network",
  writes: ["work/env.txt", "work/part.txt"],
  script: () => [
    { do: { run: "env > work/env.txt; git ls-remote http://192.0.2.1/evil.git; true" } },
    { do: { mcp: "report_progress", input: { message: "half of it" }, without: "true" } },
    { do: { mcp: "submit", input: { part: true, subject: "What it sees" }, without: "true" } },
    { do: { write: "work/part.txt", content: "part\n" } },
    { say: "Done." },
  ],
  ends: { otherwise: ["completed"] },
  main: { otherwise: { "work/env.txt": "", "work/part.txt": "part\n" } },
};

describe.skipIf(!confined).each(await workersHere())("%s in a box without the network", (title, worker) => {
  it("works with its model and our tools, reaches nothing else, never sees the key, and what it used is counted", async () => {
    const { said, history, main } = await playShift(title, boxed(worker), [NETWORK]);
    expect(said.exitCode, said.noted).toBe(0);
    expect(bodies(history, "agent-started")).toMatchObject([{ confined: true, network: "model" }]);
    const env = main.get("NET-001")?.["work/env.txt"] ?? "";
    expect(env).toContain("SIGNALBOX_MODEL_URL");
    expect(env).not.toContain(REAL_KEY);
    expect(told(history, "refused").map(({ what }) => what)).toContainEqual(expect.stringContaining("http://192.0.2.1/evil.git"));
    expect(Math.max(0, ...told(history, "usage").map(({ inputTokens }) => inputTokens))).toBeGreaterThan(0);
    const hasTools = worker.program === "codex" || (worker.isAcp && worker.program !== "claude");
    expect(bodies(history, "progress").map(({ message }) => message)).toEqual(hasTools ? ["half of it"] : []);
    const kinds = bodies(history, "change-landed").map(({ changeKind }) => changeKind);
    expect(kinds.filter((kind) => kind !== "records")).toEqual([...(hasTools ? ["part"] : []), "task"]);
  });
});

function told<K extends "refused" | "usage">(history: StoredHistory, kind: K) {
  return bodies(history, "agent").flatMap(({ event }) => (isOf(event, kind) ? [event] : []));
}

function isOf<K extends AgentEvent["kind"]>(event: AgentEvent, kind: K): event is Extract<AgentEvent, { readonly kind: K }> {
  return event.kind === kind;
}
