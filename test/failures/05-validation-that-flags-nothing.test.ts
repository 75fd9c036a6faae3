import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/records/findings.ts";
import { git, writeFiles } from "../support/repository.ts";
import { makeWorkplace, pushAll, ROADMAP, runAll, SESSIONS, signalbox, type Workplace } from "../support/run.ts";

/** How sessions are written down in real projects. */
const FORMS = ["row", "item", "block", "file"] as const;
/** Why a session that is written down as going on is not. */
const REASONS = ["said done on the roadmap", "filed as completed", "landed by Signalbox", "claimed by nobody"] as const;

interface Planted {
  readonly form: (typeof FORMS)[number];
  readonly reason: (typeof REASONS)[number];
  readonly task: string;
  readonly session: string;
}

const PLANTED: readonly Planted[] = REASONS.flatMap((reason, row) =>
  FORMS.map((form, column) => {
    const task = reason === "landed by Signalbox" ? "QA-001" : `QA-${row + 1}0${column}`;
    return { form, reason, task, session: `Session-20260101-${task}-${column}${row}abcdef` };
  }),
);
const OF_A_FINISHED_TASK = "session-of-finished-task";

function line({ form, task, session }: Pick<Planted, "form" | "task" | "session">): string {
  if (form === "row") return `| ${session} | ${task} | an agent | working | 2026-01-01 |\n`;
  if (form === "item") return `- ${session}: ${task} (Agent: an agent)\n`;
  return `### Session: ${session}\n\n**Task ID:** ${task}\n**Agent:** an agent\n\n`;
}

/** The session table and folder as a project would have them after months. */
function table(planted: readonly Planted[], live: Pick<Planted, "task" | "session">): Record<string, string> {
  const all = (form: Planted["form"]) => planted.filter((one) => one.form === form);
  const rows = [...all("row"), { ...live, form: "row" as const }].map(line).join("");
  return {
    [SESSIONS]: `# Active Sessions\n\n| Session ID | Task | Agent | Status | Started |\n| --- | --- | --- | --- | --- |\n${rows}\n${all("item").map(line).join("")}\n${all("block").map(line).join("")}`,
    ...Object.fromEntries(
      all("file").map((one) => [`docs/sessions/active/${one.session}.md`, `# ${one.session}\n\n**Task ID:** ${one.task}\n`]),
    ),
    ...Object.fromEntries(
      planted
        .filter(({ reason }) => reason === "filed as completed")
        .map(({ session, task }) => [
          `docs/sessions/completed/${session}.md`,
          `# ${session}\n\n**Task ID:** ${task}\n**Status:** Complete\n**Evidence:** its tests pass\n`,
        ]),
    ),
  };
}

function roadmap(planted: readonly Planted[]): string {
  const done = planted.filter(({ reason }) => reason === "said done on the roadmap").map(({ task }) => task);
  const open = ["QA-001", "QA-002", ...planted.filter(({ reason }) => reason === "claimed by nobody").map(({ task }) => task)];
  return [
    "# Master Roadmap\n\n## Now\n",
    ...open.map((id) => `### ${id}: Title of ${id}\n\n**Status:** Not Started\n`),
    ...done.map((id) => `### ${id}: Title of ${id}\n\n**Status:** ✅ Complete\n**Evidence:** its tests pass\n`),
  ].join("\n");
}

async function findingsOf(place: Pick<Workplace, "clone">): Promise<readonly Finding[]> {
  const said = await signalbox(place, "check", "--json");
  expect(said.exitCode, said.printed).toBe(1);
  return JSON.parse(said.printed).findings;
}

async function claimed(place: Workplace, task: string): Promise<string> {
  const said = await signalbox(place, "claim", task, "--as", "Ana", "--json");
  expect(said.exitCode, said.printed).toBe(0);
  return JSON.parse(said.printed).claim.session;
}

const WORK = { writes: ["src/one.txt"], steps: [{ write: "src/one.txt", content: "one\n" }] };

describe("failure 5: a validation that flags nothing", () => {
  it("every stale session is flagged with its owner, however it is written down, and a live one is not", async () => {
    const place = await makeWorkplace({ files: { [ROADMAP]: roadmap(PLANTED) }, tasks: { "QA-001": WORK, "QA-002": WORK } });
    expect((await runAll(place, "--only", "QA-001")).exitCode).toBe(0);
    await git(place.clone, "pull", "--quiet", "--ff-only", "origin", "main");
    const session = await claimed(place, "QA-002");
    await writeFiles(place.clone, table(PLANTED, { task: "QA-002", session }));
    await pushAll(place.clone, "Months of sessions");
    const findings = await findingsOf(place);
    const flagged = (code: string) => findings.filter((one) => one.code === code).map((one) => one.session);
    const ended = PLANTED.filter(({ reason }) => reason !== "claimed by nobody").map((one) => one.session);
    const abandoned = PLANTED.filter(({ reason }) => reason === "claimed by nobody").map((one) => one.session);
    expect(flagged(OF_A_FINISHED_TASK).toSorted()).toEqual(ended.toSorted());
    expect(flagged("session-not-renewed").toSorted()).toEqual(abandoned.toSorted());
    expect(findings).toHaveLength(PLANTED.length);
    for (const { owner, file, line: at } of findings) {
      expect(owner).toBe("Test Owner");
      expect(`${file}:${at}`).toMatch(/^docs\/.*\.md:[1-9]/);
    }
  });

  it("contradictions, duplicates, placeholders and claims of completion without evidence are flagged too", async () => {
    const place = await makeWorkplace({
      files: {
        [ROADMAP]: [
          "# Master Roadmap\n\n## Now\n",
          "### QA-001: Title\n\n**Status:** Not Started\n",
          "### QA-002: Title\n\n**Status:** ✅ Complete\n",
          "### QA-003: Title\n\n**Status:** ✅ Complete\n**Evidence:** its tests pass\n",
          "## Backlog\n\n- [ ] QA-003: Title\n",
        ].join("\n"),
        [SESSIONS]: [
          "# Active Sessions\n",
          "- Session-20260101-QA-001-0123abcd: QA-001",
          "- Session-20260101-QA-001-4567abcd: QA-001",
          "- Session-YYYYMMDD-QA-004-XXXXXXXX: QA-004",
          "<<<<<<< HEAD",
          "",
        ].join("\n"),
      },
      tasks: { "QA-001": WORK },
    });
    const codes = (await findingsOf(place)).map(({ code }) => code);
    expect(new Set(codes)).toEqual(
      new Set([
        "task-done-and-open",
        "done-without-evidence",
        "duplicate-session",
        "session-not-renewed",
        "placeholder-id",
        "conflict-markers",
      ]),
    );
  });

  it("as a hook it stops the commit that makes a session stale, and no commit of a bystander", async () => {
    const place = await makeWorkplace({ files: { [ROADMAP]: roadmap(PLANTED) }, tasks: { "QA-001": WORK, "QA-002": WORK } });
    const own: Planted = { form: "item", reason: "said done on the roadmap", task: "QA-100", session: "Session-20260101-QA-100-0123abcd" };
    await writeFiles(place.clone, table(PLANTED, own));
    await pushAll(place.clone, "Months of sessions");
    expect((await signalbox(place, "check", "--install")).exitCode).toBe(0);
    await writeFiles(place.clone, { "src/bystander.txt": "work\n" });
    await git(place.clone, "add", "--all");
    await git(place.clone, "commit", "--quiet", "--message", "A bystander's work");
    const again = "Session-20260102-QA-100-89abcdef";
    await writeFiles(place.clone, { [`docs/sessions/active/${again}.md`]: `# ${again}\n\n**Task ID:** QA-100\n` });
    await git(place.clone, "add", "--all");
    const commit = git(place.clone, "commit", "--quiet", "--message", "One more session of a finished task");
    await expect(commit).rejects.toThrow(/Session-20260102-QA-100-89abcdef is recorded as going on/);
  });
});
