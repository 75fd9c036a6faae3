import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { COMMANDS } from "../../src/cli/commands.ts";
import { parseConfig } from "../../src/core/config.ts";
import { git, writeFiles } from "../support/repository.ts";
import { makeWorkplace, signalbox } from "../support/run.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const readme = await readFile(join(ROOT, "README.md"), "utf8");
const planning = await readFile(join(ROOT, "docs/planning.md"), "utf8");

/** Lines of every fenced block of one language, without comments. */
function blocks(language: string, text = readme): string[] {
  const found = [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map((match) => match[1] ?? "");
  return language === "sh"
    ? found
        .flatMap((block) => block.split("\n"))
        .map((line) => line.replace(/\s+#.*$/, "").trim())
        .filter((line) => line !== "")
    : found;
}

describe("the README", () => {
  it("shows only commands that are run by a test", async () => {
    // `npm run demo` is played by test/slow/demo, with real agents by test/slow/agents (`npm run test:agents`, after the set-up it asks
    // for), `npm run benchmark` by test/slow/examples; `npm test` is what runs this, `npm ci` is how both got here.
    const scripts = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")).scripts;
    const [shown, ours] = [blocks("sh"), blocks("sh").filter((line) => line.startsWith("npx signalbox "))];
    expect(shown.filter((line) => !ours.includes(line))).toEqual([
      "npm ci && npm run demo",
      "npm run setup:agents && npm run demo -- --agent codex",
      "npm ci && npm test",
      "npm run benchmark",
    ]);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["demo", "test", "setup:agents", "test:agents", "benchmark"]));
  });

  it("its commands work, in its order, in a fresh repository", async () => {
    const place = await makeWorkplace({ tasks: { "QA-033": { writes: ["src/a.txt"], steps: [{ write: "src/a.txt", content: "a\n" }] } } });
    const outcomes: Record<string, number> = {};
    for (const line of blocks("sh").filter((one) => one.startsWith("npx signalbox "))) {
      const [name = "", ...args] = line.replace("npx signalbox ", "").replace("NAME", "scripted").split(/\s+/);
      if (name === "init") args.push("--force");
      // By then the agents have done every task: a person gets one of their own.
      if (name === "claim") await addTask(place.clone, "QA-033B");
      if (name === "submit") await doTask(place.clone);
      const argv = [name, ...args.map((arg) => (name === "claim" || name === "submit" ? arg.replace("QA-033", "QA-033B") : arg))];
      outcomes[line] = (await signalbox(place, ...argv)).exitCode;
      if (name === "init") await git(place.clone, "checkout", "--", "signalbox.yaml");
    }
    const doctor = "npx signalbox doctor";
    expect(outcomes[doctor]).toBeLessThanOrEqual(1);
    expect(Object.entries(outcomes).filter(([line, code]) => line !== doctor && code !== 0)).toEqual([]);
  });

  it("and so do those of docs/planning.md", async () => {
    const place = await makeWorkplace({ tasks: { "QA-033": { writes: ["src/a.txt"], steps: [{ write: "src/a.txt", content: "a\n" }] } } });
    const lines = blocks("sh", planning).filter((line) => line.startsWith("npx signalbox "));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const { exitCode, printed } = await signalbox(place, ...line.replace("npx signalbox ", "").split(/\s+/));
      expect({ line, exitCode, speaks: /QA-033|src\/a\.txt/.test(printed) }).toEqual({ line, exitCode: 0, speaks: true });
    }
    expect(await readFile(join(place.clone, "plan.html"), "utf8")).toContain("QA-033");
  });

  it("its configuration example is valid, and every command exists that it names", () => {
    for (const text of blocks("yaml")) expect(() => parseConfig(parse(text))).not.toThrow();
    const names = new Set(COMMANDS.map((command) => command.name));
    const named = [...readme.matchAll(/signalbox ([a-z]+)/g)].map((match) => match[1] ?? "").filter((name) => name !== "promises");
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  it("links only to files that are there", async () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? "").filter((link) => !link.includes("://"));
    const missing: string[] = [];
    for (const link of links)
      if (!(await git(ROOT, "ls-files", "--others", "--cached", "--exclude-standard", "--", link))) missing.push(link);
    expect(missing).toEqual([]);
  });
});

async function addTask(clone: string, id: string): Promise<void> {
  await git(clone, "pull", "--quiet", "--rebase");
  await writeFiles(clone, { [`docs/prompts/${id}.md`]: `# ${id}: Another\n\n**Task ID:** ${id}\n` });
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "--message", `Add ${id}`);
  await git(clone, "push", "--quiet", "origin", "HEAD:main");
}

async function doTask(clone: string): Promise<void> {
  await writeFiles(clone, { "src/b.txt": "b\n" });
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "--message", "Work of my own");
}
