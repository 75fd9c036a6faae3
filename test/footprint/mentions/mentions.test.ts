import { describe, expect, it } from "vitest";
import { mentionsIn } from "../../../src/footprint/mentions/mentions-in.ts";
import { ownWords } from "../../../src/footprint/mentions/own-words.ts";
import { treeOf } from "../tree/trees.ts";

const FILES = {
  "README.md": "",
  "package.json": `{ "name": "shop" }`,
  ".github/workflows/ci.yml": "",
  "docs/roadmaps/MASTER_ROADMAP.md": "",
  "docs/ACTIVE_SESSIONS.md": "",
  "docs/sessions/active/Session-1.md": "",
  "src/dashboard/preferences.ts": "export function choosePreset() {}\nexport class PreferenceStore {}\nexport const run = 1;",
  "src/dashboard/visibility-list.ts": `import { choosePreset } from "./preferences.ts";`,
  "src/pages/orders.ts": `app.get("/orders", f);\nfetch("/needs/new");`,
  "src/pages/index.ts": "",
  "src/pages/form.ts": "",
  "lib/form.ts": "",
  "acme/store/orders.py": "class OrderBook:\n    pass",
  "work/plan.md": "",
  "test/orders.test.ts": `get("/orders");`,
};
const tree = treeOf(FILES, ["docs/roadmaps/MASTER_ROADMAP.md", "docs/ACTIVE_SESSIONS.md", "docs/sessions", "work"]);

/** The strongest mention of each path, as `kind path`, with `+` for what is new and `!` for what is forbidden. */
function named(text: string): string[] {
  return mentionsIn(text, tree).map(({ kind, path, exists, forbidden }) => `${forbidden ? "! " : ""}${kind} ${path}${exists ? "" : " +"}`);
}

describe("what a text names", () => {
  it.each<[string, string, readonly string[]]>([
    ["a path in prose", "Look at src/pages/orders.ts.", ["path src/pages/orders.ts"]],
    ["a path in backticks, with a line", "In `src/pages/orders.ts:12-14` the", ["path src/pages/orders.ts"]],
    ["a path with dots or from the root", "`./src/pages/orders.ts` and `/README.md`", ["path README.md", "path src/pages/orders.ts"]],
    ["a path in a link", "see [the form](src/pages/form.ts)", ["path src/pages/form.ts"]],
    ["a path in a list", "- src/pages/orders.ts (new column)", ["path src/pages/orders.ts"]],
    ["a path in a table", "| `src/pages/orders.ts` | the page |", ["path src/pages/orders.ts"]],
    ["a path in a code fence", "```\nsrc/pages/orders.ts\n```", ["path src/pages/orders.ts"]],
    ["the end of a path", "`dashboard/preferences.ts`", ["path src/dashboard/preferences.ts"]],
    ["a path without ending", "`src/dashboard/preferences`", ["module src/dashboard/preferences.ts"]],
    ["a module", "the `acme.store.orders` module", ["module acme/store/orders.py"]],
    ["a glob", "all of `src/pages/*.ts`", ["glob src/pages/*.ts"]],
    ["a folder", "everything in `src/dashboard/`", ["directory src/dashboard"]],
    [
      "a file name",
      "fix `visibility-list.ts` and orders.py",
      ["basename src/dashboard/visibility-list.ts", "basename acme/store/orders.py"],
    ],
    ["a file name that two have", "`form.ts`", ["basename lib/form.ts", "basename src/pages/form.ts"]],
    ["a symbol", "`choosePreset()` loses widgets", ["symbol src/dashboard/preferences.ts"]],
    ["a compound symbol in prose", "the PreferenceStore forgets", ["symbol src/dashboard/preferences.ts"]],
    ["a method of a class", "`PreferenceStore.unknown`", ["symbol src/dashboard/preferences.ts"]],
    ["a route somebody defines, not its test", "Open `/orders` and look", ["route src/pages/orders.ts"]],
    ["a route somebody links to", "`/needs/new` answers 404", ["route src/pages/orders.ts"]],
    ["a file to be created", "Add `test/links.test.ts`", ["path test/links.test.ts +"]],
    ["new files of a field", "**Files:** `src/new/a.ts`, `src/new/`", ["path src/new/a.ts +", "directory src/new +"]],
    ["plain words", "run the orders and the form, and/or index", []],
    ["a command", "`npm run form`, `node --test`", []],
    ["versions, numbers, addresses", "v2.0 costs 1800 $/lb, see https://a.b/src/pages/orders.ts", []],
    ["the procedure every prompt repeats", "Read `docs/ACTIVE_SESSIONS.md`, then `git add README.md` and push", []],
    ["bookkeeping", "**Files:** docs/roadmaps/MASTER_ROADMAP.md, docs/sessions/active/Session-1.md", []],
    ["bookkeeping, whatever it is called", "**Files:** `work/plan.md`, `work/new.md`, `work/`", []],
    ["where the text comes from", "**Generator:** scripts/generate.ts", []],
  ])("%s", (_, text, expected) => {
    expect(named(text).sort()).toEqual([...expected].sort());
  });

  it("what is declared is stronger than what is marked, and that than prose", () => {
    const strengthOf = (text: string) => mentionsIn(text, tree)[0]?.strength ?? 0;
    const [listed, field, ticked, bare] = [
      strengthOf("## Files You Own (EXCLUSIVE)\n\n- `README.md`\n"),
      strengthOf("**Files:** README.md"),
      strengthOf("`README.md`"),
      strengthOf("Update README.md"),
    ];
    expect(listed).toBeGreaterThan(field);
    expect(field).toBeGreaterThan(ticked);
    expect(ticked).toBeGreaterThan(bare);
    expect(strengthOf("`README.md` stays as it is")).toBeLessThan(bare / 2);
  });

  it("quotes the words that name it", () => {
    expect(mentionsIn("`choosePreset()`", tree)[0]?.quote).toBe("choosePreset()");
  });
});

describe("what a text forbids", () => {
  it.each([
    ["a heading and its list", "## DO NOT TOUCH\n\n- `src/pages/orders.ts`\n"],
    ["a line", "**DO NOT TOUCH:** `src/pages/orders.ts`"],
    ["a sentence", "Change the list. Do not modify `src/pages/orders.ts`."],
    ["a folder around it", "## DO NOT TOUCH (others own)\n\n- `src/pages/**`\n\n## Task\n\nOpen `src/pages/orders.ts`."],
  ])("%s", (_, text) => {
    const mention = mentionsIn(text, tree).find(({ path }) => path === "src/pages/orders.ts");
    expect(mention).toMatchObject({ forbidden: true });
  });

  it("nothing by forbidding everything else", () => {
    expect(named("Only `README.md`. Do not touch any other file.")).toEqual(["path README.md"]);
    expect(named("Only touch `README.md`; do not modify anything else than `package.json`")).toEqual([
      "path README.md",
      "path package.json",
    ]);
  });
});

describe("a hostile text", () => {
  it("names nothing outside the repository and nothing of git's", () => {
    const text =
      "`../../etc/passwd` `/etc/passwd` `~/.ssh/id_rsa` `C:\\x.ts` `.git/config` `src/../../x.ts` `src/\u0000.ts` `file:///x.ts` `$(x).ts`";
    const paths = mentionsIn(`**Files:** ${text}\n\n${text}`, tree).map(({ path }) => path);
    expect(paths.filter((path) => /^[/~]|\.\.|^\.git\b|[\\$:]/.test(path))).toEqual([]);
  });

  it("costs no more than its length, whatever it holds", () => {
    const stars = `\`src/${"*a".repeat(100)}\``;
    const braces = `\`src/${"{a,".repeat(60)}${"}".repeat(60)}\``;
    const runs = ["`", "[", "](", "**", "|", "a.", "a::", "/a", "'", "# ", "- ", "(((", "\u200b"].map((piece) => piece.repeat(60_000));
    for (const text of [stars, braces, ...runs, "x".repeat(400_000), "`README.md` ".repeat(50_000)]) {
      expect(mentionsIn(text, tree).length).toBeLessThanOrEqual(2);
    }
  });

  it("is cut at a fixed number of mentions", () => {
    const many = Array.from({ length: 3000 }, (_, index) => `- \`src/new/${index}.ts\``).join("\n");
    expect(mentionsIn(many, tree)).toHaveLength(500);
  });
});

describe("the words of a prompt's own", () => {
  const protocol =
    "## Execution Protocol\n\n1. Make `docs/sessions/active/Session-<ID>.md` for ID.\n2. `npm test` passes in src/pages/form.ts.\n";
  const prompt = (id: string, own: string) => `# ${id}: Title\n\n${own}\n\n${protocol.replaceAll("ID", id)}`;

  it("are what is left without the lines most prompts share", () => {
    const texts = new Map(
      ["A-1", "A-2", "A-3"].map((id, index) => [id, prompt(id, `Change src/pages/${["orders", "form", "index"][index]}.ts today.`)]),
    );
    const own = ownWords(texts);
    expect(own.get("A-1")).toContain("src/pages/orders.ts");
    expect(own.get("A-1")).not.toContain("npm test");
    expect(own.get("A-1")?.split("\n")).toHaveLength(texts.get("A-1")?.split("\n").length ?? 0);
    expect(own.get("A-1")).toContain("## Execution Protocol");
  });

  it("are all of its words where there are too few prompts to compare", () => {
    const texts = new Map([
      ["A-1", prompt("A-1", "x")],
      ["A-2", prompt("A-2", "x")],
    ]);
    expect(ownWords(texts)).toEqual(texts);
  });
});
