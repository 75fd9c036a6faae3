import { describe, expect, it } from "vitest";
import type { OfflineAgent } from "../../../src/simulation/real-agents/recipes.ts";
import { bodies } from "../../support/history.ts";
import { type Worker, workersHere } from "./at-work.ts";
import { CASES, WAIT } from "./cases.ts";
import { playShift } from "./shift.ts";

const WITHOUT_HTTP = `"$0" "$@" | sed -u 's/"http":true/"http":false/'`;

/** The same program, which does not say that it takes MCP servers over HTTP: all that were tried do. */
function withoutHttp({ offline, ...worker }: Worker): Worker {
  const masked = (url: string): OfflineAgent => {
    const { config, env } = offline(url);
    return { config: { ...config, run: ["/bin/sh", "-c", WITHOUT_HTTP, ...(config.run ?? [])] }, env };
  };
  return { ...worker, offline: masked };
}

/** codex asks its model before a server it has just started answers: the tools are in a later request. */
const part = CASES.filter(({ task }) => task === "PART-001").map((one) => ({ ...one, script: () => [WAIT, ...one.script(new Set())] }));
/** claude keeps tools back until its model searches for them. */
const workers = (await workersHere()).filter(([, { isAcp, program }]) => isAcp && program !== "claude");

describe.each(workers)("%s without MCP over HTTP", (title, worker) => {
  it("is given our tools over a pipe, and lands a part", async () => {
    const { said, history } = await playShift(title, withoutHttp(worker), part);
    expect(said.exitCode, said.noted).toBe(0);
    const identified = bodies(history, "agent").flatMap(({ event }) => (event.kind === "identified" ? [event] : []));
    expect(identified.flatMap(({ can }) => can)).not.toContain("mcp-http");
    expect(bodies(history, "progress")).toHaveLength(1);
    expect(bodies(history, "change-landed")[0]).toMatchObject({ changeKind: "part" });
  });
});
