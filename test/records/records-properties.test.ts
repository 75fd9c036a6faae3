import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configSchema } from "../../src/core/config.ts";
import { mergeRecord } from "../../src/records/merge-agent-edits.ts";
import { type RecordFacts, recordFacts } from "../../src/records/record-facts.ts";
import { renderActiveSessions } from "../../src/records/render-active-sessions.ts";
import { renderRecords } from "../../src/records/render-records.ts";
import { renderRoadmap } from "../../src/records/render-roadmap.ts";
import { History, sessionOf } from "./history.ts";

const seed = process.env["SEED"];
fc.configureGlobal({ numRuns: 300, ...(seed === undefined ? {} : { seed: Number(seed) }) });

const OURS = ["QA-001", "QA-002", "DATA-001"] as const;
/** Every line of somebody else's carries this mark, so that what must not change can be told from outside. */
const MARK = "§";

const states = fc.constantFrom("working", "landed", "verified", "failed", "done-by", "archived") as fc.Arbitrary<
  "working" | "landed" | "verified"
>;
const facts: fc.Arbitrary<RecordFacts> = fc.array(fc.tuple(fc.constantFrom(...OURS), states), { maxLength: 5 }).map((moves) => {
  const history = new History();
  for (const [task, state] of moves) history.open(task).move(task, state);
  return recordFacts(history.events);
});

const others = fc.constantFrom(
  `${MARK} prose with QA-001 in it`,
  `## ${MARK} QA-002 mentioned, a heading of somebody`,
  `- [ ] ${MARK} a box of nobody`,
  `- [x] **ZZ-900: ${MARK} other** ✅ COMPLETE`,
  `### ZZ-901: ${MARK}`,
  `> ${MARK} trailing blanks   `,
  `## ZZ-904\n**Status:** ${MARK} ready`,
  `| ${MARK} | a row | without a table |`,
  `- ${MARK} ZZ-902: Session-20251101-ZZ-902-0a0b0c0d (2025-11-01)`,
  `${MARK}\ttabs and \u00a0 odd \u200b characters é`,
);
const ours = fc.constantFrom(
  ...OURS.flatMap((task) => [
    `- [ ] **${task}: Title** HIGH`,
    `- [x] ${task}`,
    `### ${task}: Title`,
    `#### ✅ ${task} - ✅ COMPLETE`,
    `- ${task}: ${sessionOf(task)} (2025-11-14) - In Progress`,
    `- Agent-01: Session-20251101-${task}-0a0b0c0d - Title`,
  ]),
);
const table = fc.constantFrom(
  ["| Session ID | Task | Status |", "|---|---|---|", "| _(none)_ | | |", ""],
  ["| Task | Status |", "|:--|--:|", "| QA-001 | ready |", `| ZZ-903 | ${MARK} |`, "| [DATA-001](x) | done |", ""],
  ["```", `- [ ] QA-001 ${MARK} in code`, "```"],
);
const block = fc.oneof(
  { weight: 4, arbitrary: others.map((lines) => lines.split("\n")) },
  { weight: 3, arbitrary: ours.map((line) => [line]) },
  { weight: 1, arbitrary: table },
  {
    weight: 2,
    arbitrary: fc.constant([""]),
  },
);
const document = fc
  .record({ blocks: fc.array(block, { minLength: 1, maxLength: 25 }), end: fc.constantFrom("\n", "\r\n"), final: fc.boolean() })
  .map(({ blocks, end, final }) => blocks.flat().join(end) + (final ? end : ""));
const soup = fc.string({
  unit: fc.constantFrom("|", "-", "[", "]", " ", "x", "#", "\n", "\r\n", "`", "*", "QA-001", sessionOf("QA-001"), ":", "**Status:**", "\\"),
  maxLength: 80,
});

/** Somebody else's lines with their endings; the file's last line may gain or lose its own when an entry follows it. */
const untouched = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.includes(MARK))
    .map((line) => line.replace(/\r$/, ""));

function keepsEndings(before: string, after: string): void {
  if (before.trim() === "") return;
  // Where an entry behind a blank line goes, the blank line is the last and looks like a final newline.
  const blank = /\n\s*\n|^\s*\n/.test(before);
  if (after !== "" && !blank) expect(/\n$/.test(after)).toBe(/\n$/.test(before));
  if (!/(?<!\r)\n/.test(before) && before.includes("\r\n")) expect(after).not.toMatch(/(?<!\r)\n/);
  if (!before.includes("\r")) expect(after).not.toContain("\r");
}

function keeps(before: string, after: string): void {
  expect(untouched(after)).toEqual(untouched(before));
  keepsEndings(before, after);
}

describe("rendering records", () => {
  it("never changes a roadmap's text outside the entries it owns, and renders twice to the same bytes", () => {
    fc.assert(
      fc.property(document, facts, (before, { tasks }) => {
        const after = renderRoadmap(before, tasks);
        keeps(before, after);
        expect(renderRoadmap(after, tasks)).toBe(after);
      }),
    );
  });

  it("never changes a session table's text outside the entries it owns, and renders twice to the same bytes", () => {
    fc.assert(
      fc.property(document, facts, (before, known) => {
        const after = renderActiveSessions(before, known) ?? "";
        keeps(before, after);
        expect(renderActiveSessions(after, known) ?? "").toBe(after);
      }),
    );
  });

  it("is stable on any text whatever", () => {
    fc.assert(
      fc.property(soup, facts, (before, known) => {
        const [roadmap, sessions] = [renderRoadmap(before, known.tasks), renderActiveSessions(before, known) ?? ""];
        expect(renderRoadmap(roadmap, known.tasks)).toBe(roadmap);
        expect(renderActiveSessions(sessions, known) ?? "").toBe(sessions);
      }),
    );
  });

  it("depends on the facts alone, not on what was rendered before", async () => {
    const config = configSchema.parse({}).records;
    const renderOver = async (files: Map<string, string>, known: RecordFacts) => {
      for (const { path, content } of await renderRecords({ files: async (path) => files.get(path), config, facts: known })) {
        if (typeof content === "string") files.set(path, content);
        else files.delete(path);
      }
    };
    await fc.assert(
      fc.asyncProperty(facts, async (known) => {
        const files = new Map<string, string>();
        await renderOver(files, known);
        const once = new Map(files);
        await renderOver(files, known);
        expect(files).toEqual(once);
      }),
    );
  });
});

describe("merging an agent's edits", () => {
  it("keeps every line of main, in order, whatever the agent did", () => {
    fc.assert(
      fc.property(document, document, document, (base, main, agent) => {
        const { content = "" } = mergeRecord("roadmap", "r.md", base, main, agent);
        keepsEndings(main, content);
        const merged = content.split(/\r?\n/);
        let next = 0;
        for (const line of main.split(/\r?\n/).slice(0, -1)) {
          next = merged.indexOf(line, next) + 1;
          expect(next).toBeGreaterThan(0);
        }
        expect(mergeRecord("active-sessions", "s.md", base, main, agent).content).toBe(main);
        expect(mergeRecord("session-file", "f.md", base, main, agent).content).toBe(main);
      }),
    );
  });
});
