import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findProcessTree } from "../../src/agents/process-tree.ts";
import type { Sandbox } from "../../src/agents/sandbox.ts";
import type { AgentDriver, AgentRequest, AgentRun, WriteAnswer } from "../../src/core/agent.ts";
import { until } from "../support/until.ts";
import { type Stage, stage } from "./request.ts";
import { SANDBOXES } from "./sandboxes.ts";
import type { Step } from "./support/steps.ts";

/** One way to drive an agent, as the promises below know it. */
export interface Implementation {
  readonly title: string;
  /** The driver and what its agent is told, so that it plays these steps. */
  make(at: Stage, sandbox: Sandbox, steps: readonly Step[]): Promise<{ readonly driver: AgentDriver; readonly prompt: string }>;
  /** Says nothing and never ends. */
  silent(at: Stage, sandbox: Sandbox): Promise<AgentDriver>;
  /** True where it asks before a write. */
  readonly asks: boolean;
  /** How an agent that ends with exit 0 before it has done anything is told of. */
  readonly exitZero: "completed" | "exited-nonzero";
}

const FLOOD_LIMITS = { timeoutMs: 60_000, outputBytesMax: 20_000, outputBytesEnd: 100_000 };
/** Forks twice, leaves parent, process group and terminal session. */
const DAEMON = ["sh", "-c", "setsid sleep 600 </dev/null >/dev/null 2>&1 &"];

/** What every driver promises, whatever the agent behind it does. */
export function describeDriver(implementation: Implementation): void {
  describe.each(SANDBOXES)(`the ${implementation.title} driver ($title)`, ({ sandbox }) => {
    const start = async (at: Stage, steps: readonly Step[], overrides: Partial<AgentRequest> = {}): Promise<AgentRun> => {
      const { driver, prompt } = await implementation.make(at, sandbox, steps);
      return driver.start(at.request({ prompt, ...overrides }));
    };
    const play = async (...given: Parameters<typeof start>) => (await start(...given)).finished;
    const fileOf = (at: Stage, name: string) => join(at.request().workspace, name);
    const isGone = async (at: Stage) =>
      expect(await findProcessTree({ rootPid: () => null, token: at.request().session }), "its process tree").toEqual([]);

    it("tells what was said and done, and the end last", async () => {
      const at = await stage();
      const finish = await play(at, [{ say: "Hello." }, { write: "src/a.txt", content: "a" }, { say: "Done." }]);
      expect(finish.reason).toBe("completed");
      expect(at.said()).toMatch(/Hello\.[\s\S]*Done\./);
      expect(await readFile(fileOf(at, "src/a.txt"), "utf8")).toBe("a");
      expect(at.events.at(-1)).toEqual({ kind: "finished", ...finish });
      expect(at.events.filter(({ kind }) => kind === "finished")).toHaveLength(1);
      await isGone(at);
    });

    it("ends the whole tree when cancelled", async () => {
      const at = await stage();
      const run = await start(at, [{ run: DAEMON }, { say: "ready now" }, { write: "ready", content: "" }, { hang: true }]);
      await until(() => existsSync(fileOf(at, "ready")));
      await run.cancel(5000);
      expect((await run.finished).reason).toBe("cancelled");
      await isGone(at);
    });

    it("goes on with the same session after a kill -9, and nothing is done twice", async () => {
      const at = await stage();
      const steps: readonly Step[] = [
        { run: ["sh", "-c", "echo first >> log"] },
        { kill: true },
        { run: ["sh", "-c", "echo second >> log"] },
      ];
      expect((await play(at, steps)).reason).toBe("killed");
      const agentSession = at.events.flatMap((event) => (event.kind === "session" ? event.agentSession : [])).at(-1) ?? null;
      expect((await play(at, steps, { agentSession, attempt: 2 })).reason).toBe("completed");
      const log = await readFile(fileOf(at, "log"), "utf8");
      const { driver } = await implementation.make(at, sandbox, steps);
      expect(log).toBe(driver.capabilities.resume ? "first\nsecond\n" : "first\nfirst\nsecond\n");
      await isGone(at);
    });

    it("knows an agent that exits with 0 and has done nothing", async () => {
      const at = await stage();
      expect((await play(at, [{ exit: 0 }])).reason).toBe(implementation.exitZero);
      expect((await play(at, [{ exit: 9 }], { attempt: 2 })).reason).toBe("exited-nonzero");
    });

    it("leaves no daemon", async () => {
      const at = await stage();
      expect((await play(at, [{ run: DAEMON }])).reason).toBe("completed");
      await isGone(at);
    });

    it("ends an agent that floods, and one that says nothing for too long", async () => {
      const at = await stage();
      expect((await play(at, [{ flood: 50_000_000 }], { limits: FLOOD_LIMITS })).reason).toBe("output-limit");
      const silent = await implementation.silent(at, sandbox);
      const run = await silent.start(at.request({ limits: { ...FLOOD_LIMITS, timeoutMs: 500 } }));
      expect((await run.finished).reason).toBe("timed-out");
      await isGone(at);
    });

    it("survives garbage", async () => {
      const at = await stage();
      const garbage = ["{", "[1,2", "\u0000\u0007", '{"type":7}', '{"jsonrpc":"2.0","id":5,"result":[]}', "é".repeat(1000), "{}"];
      expect((await play(at, [{ garbage }, { say: "still there" }])).reason).toBe("completed");
      expect(at.said()).toContain("still there");
    });

    it("keeps two sessions apart", async () => {
      const [one, two] = [await stage(), await stage()];
      const runs = await Promise.all(
        [one, two].map((at, index) => start(at, [{ say: `I am ${index}` }, { write: "own", content: String(index) }])),
      );
      expect((await Promise.all(runs.map(({ finished }) => finished))).map(({ reason }) => reason)).toEqual(["completed", "completed"]);
      for (const [index, at] of [one, two].entries()) {
        expect(at.said()).toContain(`I am ${index}`);
        expect(at.said()).not.toContain(`I am ${1 - index}`);
        expect(await readFile(fileOf(at, "own"), "utf8")).toBe(String(index));
      }
    });

    it.runIf(implementation.asks)("stops a refused write, says why, and lets it happen once it is granted", async () => {
      const at = await stage();
      const file = fileOf(at, "src/held.txt");
      const asked: (readonly string[])[] = [];
      const wasThere: boolean[] = [];
      const mayWrite = async (paths: readonly string[]): Promise<WriteAnswer> => {
        asked.push(paths);
        wasThere.push(existsSync(file));
        return asked.length === 1 ? { granted: false, text: "Session-X holds it, for some 3 min." } : { granted: true };
      };
      expect((await play(at, [{ write: "src/held.txt", content: "late", insist: true }], { mayWrite })).reason).toBe("completed");
      expect(asked[0]).toEqual([file]);
      expect(wasThere).not.toContain(true);
      expect(at.said()).toContain("Session-X holds it, for some 3 min.");
      expect(await readFile(file, "utf8")).toBe("late");
      const permissions = at.events.flatMap((event) => (event.kind === "permission" && event.tool === "edit" ? event.granted : []));
      expect(permissions[0]).toBe(false);
      expect(permissions.filter((granted) => !granted)).toHaveLength(1);
      // One edit, told of once: the refused one touched nothing.
      expect(at.events.filter((event) => event.kind === "tool" && event.tool === "edit")).toHaveLength(1);
    });
  });
}
