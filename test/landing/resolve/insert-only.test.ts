import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf } from "../../../src/git/merge-file.ts";
import { isSubsequence } from "../../../src/landing/resolve/insert-only.ts";
import { climb, refusalOf, resolvedText, seeded } from "./support/climb.ts";

describe("the insert-only proof", () => {
  const accepted: readonly [what: string, path: string, base: string, ours: string, theirs: string, text: string][] = [
    ["sections of a text", "docs/a.md", "# A\n", "# A\n\n## Ours\n", "# A\n\n## Theirs\n", "# A\n\n## Ours\n\n## Theirs\n"],
    ["lines of a log", "CHANGELOG.md", "- old\n", "- one\n- old\n", "- two\n- old\n", "- one\n- two\n- old\n"],
    ["patterns of files to ignore", ".gitignore", "dist\n", "dist\n.tmp\n", "dist\ncoverage\n", "dist\n.tmp\ncoverage\n"],
    ["lines without a newline at the end", "a.txt", "a", "a\nb", "a\nc", "a\nb\nc"],
    [
      "exports of a barrel",
      "src/index.ts",
      'export * from "./a";\n',
      'export * from "./a";\nexport * from "./b";\n',
      'export * from "./a";\nexport * from "./c";\n',
      'export * from "./a";\nexport * from "./b";\nexport * from "./c";\n',
    ],
    [
      "imports of Rust",
      "src/main.rs",
      "use a::b;\n",
      "use a::b;\nuse c::d;\n",
      "use a::b;\nuse e::f;\n",
      "use a::b;\nuse c::d;\nuse e::f;\n",
    ],
    [
      "entries of a registry",
      "src/routes.ts",
      "export const routes = [\n  home,\n];\n",
      "export const routes = [\n  home,\n  users,\n];\n",
      "export const routes = [\n  home,\n  teams,\n];\n",
      "export const routes = [\n  home,\n  users,\n  teams,\n];\n",
    ],
  ];
  for (const [what, path, base, ours, theirs, text] of accepted) {
    it(`keeps ${what} of both sides, main's first`, async () => {
      expect(await climb(path, base, ours, theirs)).toMatchObject({ kind: "resolved", rung: "insert-only", content: text });
    });
  }

  it("keeps a sorted list of imports sorted", async () => {
    const list = (...names: string[]) => names.map((name) => `export * from "./${name}";\n`).join("");
    expect(await resolvedText("src/index.ts", list("a", "z"), list("a", "m", "z"), list("a", "c", "z"))).toBe(list("a", "c", "m", "z"));
  });

  const code = "function a() {\n  one();\n}\n";
  const refused: readonly [what: string, path: string, base: string, ours: string, theirs: string, why: string][] = [
    [
      "statements at one place of code",
      "src/a.ts",
      code,
      code.replace("one();\n", "one();\n  two();\n"),
      code.replace("one();\n", "one();\n  three();\n"),
      "their order may matter",
    ],
    [
      "a line both sides add: a union would say it twice",
      "docs/a.md",
      "# A\n",
      "# A\n\n## New\n\n- ours\n",
      "# A\n\n## New\n\n- theirs\n",
      "both sides add the line `## New`",
    ],
    ["a changed line beside an added one", "docs/a.md", "one\n", "One\n", "one\ntwo\n", "changed or removed lines"],
    ["a removed line beside an added one", "docs/a.md", "one\ntwo\n", "one\n", "one\ntwo\nthree\n", "changed or removed lines"],
    ["two imports of one module", "src/a.ts", "\n", 'import { a } from "./m";\n\n', 'import { b } from "./m";\n\n', "an entry for ./m"],
    [
      "two entries of one name",
      "src/routes.ts",
      "x = {\n};\n",
      "x = {\n  users: A,\n};\n",
      "x = {\n  users: B,\n};\n",
      "an entry for users",
    ],
    [
      "entries in a file that is no registry",
      "src/a.ts",
      "x = [\n];\n",
      "x = [\n  b,\n];\n",
      "x = [\n  c,\n];\n",
      "their order may matter",
    ],
    ["functions that share their last lines", "src/a.ts", "\n", "a() {\n  x();\n}\n\n", "b() {\n  y();\n}\n\n", "both sides add the line"],
  ];
  for (const [what, path, base, ours, theirs, why] of refused) {
    it(`refuses ${what}`, async () => {
      if (what.startsWith("functions")) expect(await refusalOf(path, base, ours, theirs)).toMatch(/both sides add/);
      else expect(await refusalOf(path, base, ours, theirs)).toContain(why);
    });
  }

  it("refuses a file both sides made, which a union would run together", async () => {
    expect(await refusalOf("docs/a.md", null, "# One\n", "# Two\n")).toContain("both sides made the file");
  });

  it("never loses a line either side added, says none twice, and leaves no marker", async () => {
    const line = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h", "").map((text) => `${text}\n`);
    const base = fc.array(line, { maxLength: 6 });
    const added = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.array(line, { minLength: 1, maxLength: 3 })), { maxLength: 3 });
    const insert = (lines: readonly string[], blocks: readonly [number, string[]][]) => {
      const made = [...lines];
      for (const [at, block] of blocks) made.splice(Math.min(at, made.length), 0, ...block);
      return made.join("");
    };
    let resolvedCount = 0;
    await fc.assert(
      fc.asyncProperty(base, added, added, async (lines, mine, others) => {
        const [ours, theirs] = [insert(lines, mine), insert(lines, others)];
        const result = await climb("notes.md", lines.join(""), ours, theirs);
        if (result.kind === "refused") return;
        resolvedCount++;
        const made = linesOf(result.content);
        expect(isSubsequence(linesOf(ours), made)).toBe(true);
        expect(isSubsequence(linesOf(theirs), made)).toBe(true);
        expect(made.length).toBeLessThanOrEqual(linesOf(ours).length + linesOf(theirs).length - lines.length);
        expect(result.content).not.toMatch(/^[<|=>]{7}/m);
      }),
      { numRuns: 150, verbose: true, ...seeded },
    );
    expect(resolvedCount).toBeGreaterThan(10);
  });
});
