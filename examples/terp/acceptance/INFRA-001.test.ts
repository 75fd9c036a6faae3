import assert from "node:assert/strict";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { TREE } from "./support/programs.ts";

const OBSOLETE = ["roadmap-validation.yml", "pr-auto-fix.yml", "pr.yml"];
const workflows = () => readdirSync(join(TREE, ".github/workflows"));

describe("INFRA-001: workflows of a repository that lands directly", () => {
  for (const file of OBSOLETE) {
    it(`has no ${file}`, () => assert.ok(!workflows().includes(file)));
  }
  it("keeps the workflow that checks main", () => {
    assert.deepEqual(workflows(), ["ci.yml"]);
    assert.match(readFileSync(join(TREE, ".github/workflows/ci.yml"), "utf8"), /push:\s*\n\s*branches: \[main\]/);
  });
  it("runs only scripts that exist", () => {
    const scripts: Record<string, string> = JSON.parse(readFileSync(join(TREE, "package.json"), "utf8")).scripts;
    for (const file of workflows()) {
      const text = readFileSync(join(TREE, ".github/workflows", file), "utf8");
      const used = [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? "");
      assert.ok(used.length > 0);
      for (const name of used) assert.ok(name in scripts, `${file} runs ${name}`);
      for (const [, path] of text.matchAll(/node (\S+\.ts)/g)) assert.ok(existsSync(join(TREE, path ?? "")), `${file} runs ${path}`);
    }
  });
  it("is mentioned nowhere that people work from", () => {
    const living = globSync(["*.md", "docs/*.md", "scripts/**", ".github/**/*.{yml,md}"], { cwd: TREE }).filter((file) =>
      /\.\w+$/.test(file),
    );
    for (const file of living) {
      if (file === join("docs", "ACTIVE_SESSIONS.md")) continue;
      const text = readFileSync(join(TREE, file), "utf8");
      for (const name of OBSOLETE) assert.doesNotMatch(text, new RegExp(`(?<![\\w-])${name.replace(".", "\\.")}`), `${file} names ${name}`);
    }
  });
});
