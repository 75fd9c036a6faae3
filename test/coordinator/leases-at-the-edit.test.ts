import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { placeOf } from "../../src/coordinator/live/place-of.ts";
import type { AgentEvent } from "../../src/core/agent.ts";
import { promptOf, type Step } from "../agents/support/steps.ts";
import { bodies, onMain, readStore, type StoredHistory } from "../support/history.ts";
import { temporaryDirectory } from "../support/repository.ts";
import { makeWorkplace, runAll } from "../support/run.ts";

const AGENT = fileURLToPath(new URL("../agents/support/acp-agent.ts", import.meta.url));
const ACP = { driver: "acp", run: [process.execPath, AGENT] };

/** A workplace whose agents speak the protocol and play what stands in their prompts. */
function workplace(
  tasks: Readonly<Record<string, { readonly writes: readonly string[]; readonly steps: readonly Step[]; readonly forbid?: string }>>,
) {
  return makeWorkplace({
    tasks: Object.fromEntries(Object.entries(tasks).map(([id, { writes }]) => [id, { writes, steps: [] }])),
    files: {
      ".gitignore": "*.log\n",
      "src/one.txt": "one\n",
      ...Object.fromEntries(
        Object.entries(tasks).map(([id, { writes, steps, forbid }]) => [
          `docs/prompts/${id}.md`,
          [
            `# ${id}: Title of ${id}\n\n**Task ID:** ${id}\n`,
            promptOf(steps),
            `## Files You Own (EXCLUSIVE)\n\n${writes.map((path) => `- \`${path}\``).join("\n")}\n`,
            ...(forbid === undefined ? [] : [`## DO NOT TOUCH\n\n- \`${forbid}\`\n`]),
          ].join("\n"),
        ]),
      ),
    },
    // The agent reads the protocol's library from this checkout, which a box would hide where it lies in a home.
    config: { agents: { acp: ACP }, confinement: "off" },
  });
}

function agentEvents({ events }: StoredHistory, task: string): readonly AgentEvent[] {
  return events.flatMap(({ body, task: of }) => (body.kind === "agent" && of === task ? [body.event] : []));
}

const permissionsOf = (history: StoredHistory, task: string) =>
  agentEvents(history, task).flatMap((event) => (event.kind === "permission" ? [[event.paths.join(" "), event.granted] as const] : []));

const textOf = (history: StoredHistory, task: string) =>
  agentEvents(history, task)
    .flatMap((event) => (event.kind === "text" ? event.text : []))
    .join("\n");

describe("a lease at the edit", () => {
  it("stops a write that another session holds, says who and until when, and lets it happen once that one is done", async () => {
    const place = await workplace({
      // Long enough for the other to ask while this one works.
      "QA-001": { writes: ["src/one.txt", "src/own.txt"], steps: [{ run: ["sleep", "6"] }, { write: "src/own.txt", content: "own\n" }] },
      "QA-002": {
        writes: ["src/two.txt"],
        steps: [
          { write: "src/one.txt", content: "changed\n" },
          { write: "src/two.txt", content: "two\n" },
          { write: "src/free.txt", content: "free\n" },
        ],
      },
    });
    const { exitCode, report } = await runAll(place, "--agents", "2");
    const history = await readStore(place);
    const holder = history.sessions.find(({ task }) => task === "QA-001")?.id ?? "";
    expect(permissionsOf(history, "QA-002")[0]).toEqual(["src/one.txt", false]);
    expect(permissionsOf(history, "QA-002").at(-1)).toEqual(["src/one.txt", true]);
    expect(textOf(history, "QA-002")).toContain(`src/one.txt is held by ${holder}, which works on QA-001`);
    expect(textOf(history, "QA-002")).toMatch(/should be done (in \d+ min|by now)|nobody knows how long/);
    expect(bodies(history, "lease-extended")).toContainEqual({
      kind: "lease-extended",
      paths: ["src/free.txt"],
      granted: true,
      holder: null,
    });
    expect(exitCode).toBe(0);
    expect(await onMain(place, "src/one.txt")).toBe("changed\n");
    expect(await onMain(place, "src/free.txt")).toBe("free\n");
    expect(report.metrics.permissions).toEqual({ asked: 6, granted: 5, refused: 1, neededPerson: 0 });
  });

  it("is refused for what belongs to the owner, leads out or is git's, and not needed for what is ignored, generated or a record", async () => {
    const place = await workplace({
      "QA-001": {
        writes: ["src/one.txt"],
        forbid: "src/never.txt",
        steps: [
          { write: "check.sh", content: "true\n" },
          { write: "src/never.txt", content: "x" },
          { write: "../../outside.txt", content: "x" },
          { write: ".git/hooks/pre-commit", content: "x" },
          { write: "debug.log", content: "noise\n" },
          { write: "docs/ACTIVE_SESSIONS.md", content: "# Active Sessions\n\nmine\n" },
          { run: ["ln", "-s", "check.sh", "innocent.sh"] },
          { write: "innocent.sh", content: "true\n" },
          { run: ["rm", "innocent.sh"] },
          { write: "src/one.txt", content: "done\n" },
        ],
      },
    });
    const { exitCode } = await runAll(place, "--agents", "1");
    const history = await readStore(place);
    const answers = new Map(permissionsOf(history, "QA-001").filter(([path]) => path !== ""));
    expect(Object.fromEntries([...answers].map(([path, granted]) => [path.split("/").at(-1), granted]))).toEqual({
      "check.sh": false,
      "never.txt": false,
      "outside.txt": false,
      "pre-commit": false,
      "debug.log": true,
      "ACTIVE_SESSIONS.md": true,
      "innocent.sh": false,
      "one.txt": true,
    });
    expect(textOf(history, "QA-001")).toContain("check.sh belongs to the owner");
    expect(textOf(history, "QA-001")).toContain("src/never.txt must not be changed by this task");
    // Nothing was leased for any of it.
    expect(bodies(history, "lease-extended").map(({ paths, granted }) => [paths, granted])).toEqual([]);
    expect(exitCode).toBe(0);
  });

  it("sees what the shell writes without asking: leased where free, recorded with the holder where not", async () => {
    const place = await workplace({
      "QA-001": { writes: ["src/one.txt", "src/own.txt"], steps: [{ run: ["sleep", "5"] }, { write: "src/own.txt", content: "own\n" }] },
      "QA-002": {
        writes: ["src/two.txt"],
        steps: [{ run: ["sh", "-c", "echo by shell > src/one.txt; echo by shell > src/shell.txt; mv src/start.txt src/moved.txt"] }],
      },
    });
    const { exitCode } = await runAll(place, "--agents", "2");
    const history = await readStore(place);
    const holder = history.sessions.find(({ task }) => task === "QA-001")?.id ?? "";
    const seen = bodies(history, "footprint-observed").flatMap((body) => (body.source === "workspace" ? body.paths : []));
    expect(seen).toEqual(expect.arrayContaining(["src/moved.txt", "src/one.txt", "src/shell.txt", "src/start.txt"]));
    expect(bodies(history, "lease-extended")).toContainEqual({ kind: "lease-extended", paths: ["src/one.txt"], granted: false, holder });
    expect(exitCode).toBe(0);
    expect(await onMain(place, "src/one.txt")).toBe("by shell\n");
  });
});

describe("where a path is", () => {
  it("is told after its links are followed, for files that are there and files to be made", async () => {
    const root = await temporaryDirectory();
    const [tree, home, temp] = ["tree", "home", "tmp"].map((name) => join(root, name)) as [string, string, string];
    for (const directory of [join(tree, "src"), home, temp]) await mkdir(directory, { recursive: true });
    await writeFile(join(tree, "src", "a.ts"), "");
    await symlink("src", join(tree, "alias"));
    await symlink(root, join(tree, "out"));
    const at = (path: string) => placeOf(path, { tree, home, temp, closed: [root] });
    expect(await at("src/a.ts")).toEqual({ kind: "inside", path: "src/a.ts" });
    expect(await at(join(tree, "alias", "new", "b.ts"))).toEqual({ kind: "inside", path: "src/new/b.ts" });
    expect(await at("app/[id]/page.tsx")).toEqual({ kind: "inside", path: "app/[id]/page.tsx" });
    expect(await at("out/elsewhere/c.ts")).toEqual({ kind: "outside" });
    expect(await at("../other/tree/a.ts")).toEqual({ kind: "outside" });
    expect(await at(tree)).toEqual({ kind: "outside" });
    expect(await at("src/.git/config")).toEqual({ kind: "git" });
    expect(await at(join(home, ".claude", "plan.md"))).toEqual({ kind: "own" });
    expect(await at(join(temp, "x"))).toEqual({ kind: "own" });
  });
});
