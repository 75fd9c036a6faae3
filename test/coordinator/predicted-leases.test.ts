import { describe, expect, it } from "vitest";
import { leasePaths } from "../../src/coordinator/footprints.ts";
import { planningHere } from "../../src/coordinator/planning-here.ts";
import { Git } from "../../src/git/git.ts";
import { git } from "../support/repository.ts";
import { makeWorkplace, signalbox } from "../support/run.ts";

describe("leases from predictions", () => {
  it("plan and claim take the same paths from a prompt that only names a file in passing; one that names nothing takes all", async () => {
    const place = await makeWorkplace({
      files: {
        "src/layout.ts": "export function layout() {}\n",
        "src/other.ts": "export function other() {}\n",
        "docs/prompts/QA-001.md": "# QA-001: Title of QA-001\n\nThe grid in `src/layout.ts` forgets its columns. Keep them.\n",
        "docs/prompts/QA-002.md": "# QA-002: Title of QA-002\n\nDo the work.\n",
      },
      tasks: { "QA-001": { steps: [] }, "QA-002": { steps: [] } },
    });
    const input = await planningHere(place.clone, { agents: 2, agent: null, primary: null, only: null });
    const lease = (id: string) => {
      const task = input.tasks.find((one) => one.id === id);
      return task === undefined ? [] : leasePaths(task, input.footprints.get(id));
    };
    expect(lease("QA-001")).toContain("src/layout.ts");
    expect(lease("QA-001")).not.toContain("src/other.ts");
    expect(lease("QA-002")).toEqual(["**"]);
    expect((await signalbox(place, "claim", "QA-001")).exitCode).toBe(0);
    const record = JSON.parse(await git(place.remote, "log", "-1", "--format=%B", "refs/signalbox/claims/QA-001"));
    expect(record.footprint).toEqual(lease("QA-001"));
  });

  it("a repository without a remote can be planned, and nothing is kept of it", async () => {
    const place = await makeWorkplace({ tasks: { "QA-001": { writes: ["src/one.txt"], steps: [] } } });
    await new Git({ cwd: place.clone }).run(["remote", "remove", "origin"]);
    const { footprints, history } = await planningHere(place.clone, { agents: 1, agent: null, primary: null, only: null });
    expect(footprints.get("QA-001")?.entries.map(({ path }) => path)).toEqual(["src/one.txt"]);
    expect(history).toEqual([]);
  });
});
