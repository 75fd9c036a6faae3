import { describe, expect, it } from "vitest";
import { configSchema } from "../../src/core/config.ts";
import { candidateRecords } from "../../src/records/candidate-records.ts";
import { mergeAgentEdits } from "../../src/records/merge-agent-edits.ts";
import { recordFacts } from "../../src/records/record-facts.ts";
import { History, sessionOf } from "./history.ts";

const config = configSchema.parse({}).records;
type Files = Readonly<Record<string, string>>;
const reading = (files: Files) => async (path: string) => files[path];

async function merge(base: Files, main: Files, agent: Files) {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(agent)])];
  const { edits, notes } = await mergeAgentEdits({ config, paths, base: reading(base), main: reading(main), agent: reading(agent) });
  return {
    content: edits[0]?.content,
    edits,
    notes: notes.map(({ task, kept, message }) => `${kept ? "kept" : "dropped"} ${task ?? "-"}: ${message}`),
  };
}

const roadmap = (text: string): Files => ({ [config.roadmap]: text });
const sessions = (text: string): Files => ({ [config.activeSessions]: text });

describe("an agent's edit of the roadmap", () => {
  const base = "# Roadmap\n\n### QA-033: T\n**Status:** ready\n\n### QA-034: U\n**Status:** ready\n";
  const main = base.replace("ready", "in-progress");

  it("keeps a new entry, appended behind main's text and open whatever the agent says of it", async () => {
    const { content, notes } = await merge(
      roadmap(base),
      roadmap(main),
      roadmap(`${base}\n### QA-099: Found on the way\n**Status:** ✅ Complete\nWhy.\n`),
    );
    expect(content).toBe(`${main}\n### QA-099: Found on the way\n**Status:** Ready\nWhy.\n`);
    expect(notes).toEqual(["kept QA-099: new entry appended as open"]);
  });

  it("keeps a new section with all its entries once, and never a known task inside it", async () => {
    const added = (inner: string) => `${base}\n### ✅ QA-098: New - ✅ COMPLETE\n- [x] QA-099: part\n${inner}`;
    const kept = await merge(roadmap(base), roadmap(main), roadmap(added("")));
    expect(kept.content).toBe(`${main}\n### QA-098: New\n- [ ] QA-099: part\n`);
    expect(kept.notes).toEqual(["kept QA-098: new entry appended as open"]);
    const dropped = await merge(roadmap(base), roadmap(main), roadmap(added("- [x] QA-033: done by me\n")));
    expect(dropped.content).toBe(`${main}\n- [ ] QA-099: part\n`);
    expect(dropped.notes).toContain("dropped QA-098: a second entry for a task that has one");
  });

  it("keeps a new table row in the table with the same header", async () => {
    const table = "| Task | Status |\n|---|---|\n| QA-033 | ready |\n";
    const { content } = await merge(roadmap(table), roadmap(`${table}\nText\n`), roadmap(`${table}| QA-099 | done |\n`));
    expect(content).toBe(`${table}| QA-099 | Ready |\n\nText\n`);
  });

  it("is dropped with a note per entry when it changes or removes one, or the text around them", async () => {
    const agent = "# My roadmap\n\n### QA-033: T\n**Status:** ✅ Complete\n";
    const { content, notes } = await merge(roadmap(base), roadmap(main), roadmap(agent));
    expect(content).toBeUndefined();
    expect(notes).toEqual([
      "dropped QA-033: only the coordinator changes an existing entry",
      "dropped QA-034: an agent may not remove an entry",
      "dropped -: an edit outside the entries",
    ]);
  });

  it("cannot add a second entry for a task, nor one that landed meanwhile", async () => {
    const landed = `${main}\n### QA-099: Theirs\n**Status:** ready\n`;
    const { content, notes } = await merge(roadmap(base), roadmap(landed), roadmap(`${base}\n- [x] QA-033: again\n\n### QA-099: Mine\n`));
    expect(content).toBeUndefined();
    expect(notes).toContain("dropped QA-099: a second entry for a task that has one");
  });

  it("cannot bring conflict markers or a book to main, nor flood the history with notes", async () => {
    const added = (text: string) => merge(roadmap(base), roadmap(main), roadmap(`${base}\n${text}`));
    expect((await added("### QA-098: T\n<<<<<<< HEAD\n")).notes).toEqual(["dropped QA-098: it holds conflict markers"]);
    expect((await added(`### QA-098: T\n${"line\n".repeat(300)}`)).notes[0]).toContain("expected an entry of at most 200 lines, got 301");
    const many = Array.from({ length: 120 }, (_, index) => `- [ ] QA-${index + 100}: T\n`).join("");
    const flood = await merge(roadmap(many), roadmap(many), roadmap(many.replaceAll("[ ]", "[x]")));
    expect(flood.notes).toHaveLength(51);
    expect(flood.notes.at(-1)).toBe("dropped -: 70 more edits of entries");
  });

  it("that deletes the whole file changes nothing", async () => {
    const { content, notes } = await merge(roadmap(base), roadmap(main), {});
    expect(content).toBeUndefined();
    expect(notes).toHaveLength(3);
  });
});

describe("an agent's edit of session records", () => {
  const other = "- QA-099: Session-20251101-QA-099-00ff00ff (2025-11-01)";

  it("never removes, adds or changes an entry, and says whose it was", async () => {
    const { edits, notes } = await merge(
      sessions(`# S\n${other}\n`),
      sessions(`# S\n${other}\n`),
      sessions("# S\n- QA-033: Session-20251114-QA-033-12345678 (2025-11-14)\n"),
    );
    expect(edits).toEqual([]);
    expect(notes).toEqual([
      "dropped QA-033: sessions are registered by the coordinator, not by an entry for Session-20251114-QA-033-12345678",
      "dropped QA-099: an agent may not remove the entry of Session-20251101-QA-099-00ff00ff",
    ]);
  });

  it("never brings a finished session back: `keep all entries` cannot happen", async () => {
    // The agent's base still lists the session; main has finished it since; the agent touches the file.
    const history = new History().open("QA-033").land("QA-033").move("QA-033", "verified");
    const line = `- QA-033: ${sessionOf("QA-033")} (2025-11-14) - In Progress`;
    const agent = { [config.activeSessions]: `${line}\n${other}\n- mine`, [`docs/sessions/active/${sessionOf("QA-033")}.md`]: "# back\n" };
    const { edits, notes } = await candidateRecords({
      tip: reading(sessions(`${other}\n`)),
      changes: [{ paths: Object.keys(agent), base: reading(sessions(`${line}\n${other}\n`)), agent: reading(agent) }],
      config,
      facts: recordFacts(history.events),
    });
    expect(edits.map(({ path }) => path)).toEqual([`docs/sessions/completed/${sessionOf("QA-033")}.md`]);
    expect(notes[0]).toHaveLength(2);
  });
});

describe("the records of a candidate", () => {
  it("merge every change's new entries in landing order and then render over them", async () => {
    const base = "- [ ] QA-033: T\n";
    const history = new History().open("QA-033").land("QA-033");
    const change = (added: string) => ({
      paths: [config.roadmap, "src/a.ts"],
      base: reading(roadmap(base)),
      agent: reading(roadmap(base + added)),
    });
    const { edits } = await candidateRecords({
      tip: reading(roadmap(base)),
      changes: [change("- [ ] QA-098: one\n"), change("- [ ] QA-099: two\n- [ ] QA-098: same id\n")],
      config,
      facts: recordFacts(history.events),
    });
    const content = edits.find(({ path }) => path === config.roadmap)?.content;
    expect(content).toBe("- [~] QA-033: T (landed, verifying)\n\n- [ ] QA-098: one\n\n- [ ] QA-099: two\n");
  });
});
