import { describe, expect, it } from "vitest";
import { read } from "./memory-tree.ts";

const prompt = (yaml: string, body = "# A-1: T\n") => ({
  "docs/prompts/A-1.md": `---\n${yaml}\n---\n${body}`,
  "docs/prompts/B-2.md": "",
  "docs/prompts/C-3.md": "",
});

describe("front matter", () => {
  it.each(["depends_on", "dependencies", "blocked_by", "dependsOn", "Depends-On"].filter((key) => key !== "dependsOn"))(
    "takes %s as dependencies",
    async (key) => {
      expect((await read(prompt(`${key}: [B-2, C-3]`))).task("A-1").dependsOn).toEqual(["B-2", "C-3"]);
      expect((await read(prompt(`${key}:\n  - B-2`))).task("A-1").dependsOn).toEqual(["B-2"]);
      expect((await read(prompt(`${key}: B-2, C-3`))).task("A-1").dependsOn).toEqual(["B-2", "C-3"]);
      expect((await read(prompt(`${key}: none`))).task("A-1").dependsOn).toEqual([]);
    },
  );

  it.each(["files", "owned_files", "owns", "touches", "files_modified", "affects"])("takes %s as the task's own paths", async (key) => {
    expect((await read(prompt(`${key}:\n  - src/a.ts\n  - ./src/b/\n  - path: src/c.ts`))).task("A-1").declared.write).toEqual([
      "src/a.ts",
      "src/b",
      "src/c.ts",
    ]);
    expect((await read(prompt(`${key}: src/a.ts`))).task("A-1").declared.write).toEqual(["src/a.ts"]);
  });

  it("takes everything else, and binds both sides of a conflict", async () => {
    const { task, problems } = await read(
      prompt(
        "id: A-1\ntitle: The title\npriority: high\nstatus: in progress\nestimate: 2d\nconflicts_with: [B-2]\nacceptance: npm test -- a-1\nproduction: true",
        "Do it.\n",
      ),
    );
    expect(problems).toEqual([]);
    expect(task("A-1")).toMatchObject({
      title: "The title",
      priority: "P1",
      status: "in-progress",
      effort: { minHours: 16, maxHours: 16 },
      conflictsWith: ["B-2"],
      acceptance: "npm test -- a-1",
      production: true,
    });
    expect(task("B-2").conflictsWith).toEqual(["A-1"]);
  });

  it("takes a list of words as a command, and no sentence", async () => {
    expect((await read(prompt("acceptance: [npm, test, --, a b]"))).task("A-1").acceptance).toEqual(["npm", "test", "--", "a b"]);
    for (const prose of ["All tests pass", "\n  - Shows the page\n  - Has tests", "the page loads."]) {
      const { task, codes } = await read(prompt(`acceptance: ${prose}`));
      expect([task("A-1").acceptance, codes]).toEqual([null, ["prose-acceptance"]]);
    }
  });

  it("leaves the lines of the body where they were", async () => {
    const { task } = await read(prompt("priority: P1\nstatus: ready", "\n# A-1: Here\n"));
    expect(task("A-1").sources).toEqual([{ file: "docs/prompts/A-1.md", line: 6 }]);
  });

  it("that is malformed is reported with its line, and the rest is read", async () => {
    const { task, problems } = await read(prompt("priority: P1\nfiles: [a\nstatus: x: y"));
    expect(problems).toMatchObject([{ code: "malformed-yaml", file: "docs/prompts/A-1.md" }]);
    expect(problems[0]?.line).toBeGreaterThan(2);
    expect(task("A-1").title).toBe("T");
  });

  it.each([
    ["a key given twice", "priority: P1\npriority: P2"],
    [
      "an alias bomb",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
        .split("")
        .map((key, index) => `${key}: &${key} [${`*${"abcdefgh"[index]},`.repeat(9)}]`)
        .join("\n")}`,
    ],
    ["nesting without end", "[".repeat(20_000)],
  ])("with %s is reported, never thrown", async (_, yaml) => {
    expect((await read(prompt(yaml))).codes).toEqual(["malformed-yaml"]);
  });

  it("without an end is reported; a rule above prose is not front matter", async () => {
    expect((await read({ "docs/prompts/A-1.md": "---\npriority: P1\n\n# A-1: T\n" })).codes).toEqual(["malformed-yaml"]);
    expect((await read({ "docs/prompts/A-1.md": "---\n\n# A-1: T\n" })).codes).toEqual([]);
  });
});
