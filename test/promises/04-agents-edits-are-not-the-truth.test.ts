import { describe, expect, it } from "vitest";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { makeWorkplace, ROADMAP, runAll, SESSIONS } from "../support/run.ts";

const SESSION_OF_ADA = "| Session-20251108-OPS-9-7b1e90aa | OPS-9 | Ada | In Progress |";

/** Everything an agent could think of to make the records and the rules say what it likes. */
const LIES = [
  "sed -i 's/Not Started/Complete/' docs/roadmaps/MASTER_ROADMAP.md",
  "sed -i '/OPS-9/d' docs/ACTIVE_SESSIONS.md",
  "mkdir -p docs/sessions/completed",
  "echo '# QA-002 complete' > docs/sessions/completed/Session-20251114-QA-002-00000000.md",
  "echo exit 0 > check.sh",
  "echo 'gates: []' > signalbox.yaml",
  "echo BROKEN > src/two.txt",
].join("; ");

describe("promise 4: nothing an agent can edit is the truth", () => {
  it("an agent that rewrites roadmap, sessions, gates and configuration changes none of them, and its own work is judged", async () => {
    const place = await makeWorkplace({
      files: { [SESSIONS]: `# Active Sessions\n\n| Session | Task | Owner | Status |\n|---|---|---|---|\n${SESSION_OF_ADA}\n` },
      tasks: {
        "QA-001": {
          writes: ["src/one.txt"],
          steps: [
            { write: "src/one.txt", content: "one\n" },
            { run: ["sh", "-c", LIES], must: true, attempts: [1] },
            { delete: "src/two.txt", attempts: [2] },
          ],
        },
        "QA-002": {
          writes: ["src/two.txt"],
          after: ["QA-001"],
          acceptance: "grep -q two src/two.txt",
          steps: [{ write: "src/two.txt", content: "two\n" }],
        },
      },
    });
    const before = { check: await onMain(place, "check.sh"), config: await onMain(place, "signalbox.yaml") };
    const { exitCode, report } = await runAll(place);
    const history = await readStore(place);
    // The lie about QA-002 started nothing and ended nothing: it was worked on and landed by itself.
    expect(history.sessions.map(({ task, state }) => `${task} ${state}`)).toEqual(["QA-001 archived", "QA-002 archived"]);
    expect(exitCode).toBe(0);
    expect(await onMain(place, "check.sh")).toBe(before.check);
    expect(await onMain(place, "signalbox.yaml")).toBe(before.config);
    expect(bodies(history, "change-returned").map(({ reason }) => reason.code)).toEqual(["gate-failed"]);
    const dropped = new Set(bodies(history, "edit-dropped").map(({ path }) => path));
    for (const path of ["check.sh", "signalbox.yaml"]) expect(dropped, path).toContain(path);
    expect(await onMain(place, SESSIONS)).toContain(SESSION_OF_ADA);
    expect(await onMain(place, "docs/sessions/completed/Session-20251114-QA-002-00000000.md")).toBeUndefined();
    expect(((await onMain(place, ROADMAP)) ?? "").match(/Status:\*\* \S+/g)).toHaveLength(2);
    expect(report.metrics.tasks).toMatchObject({ total: 2, landed: 2 });
    expect(await findDamage(place)).toEqual([]);
  });
});
