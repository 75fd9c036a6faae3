import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));
const ROOT = dirname(SRC);

/** The order of ARCHITECTURE.md: a folder imports only itself and folders to its left. */
async function foldersInOrder(): Promise<string[]> {
  const text = await readFile(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const line = text.split("\n").find((one) => one.startsWith("core ← ")) ?? "";
  return line.split(" ← ");
}

async function sources(): Promise<string[]> {
  const files = await readdir(SRC, { recursive: true });
  return files.filter((file) => file.endsWith(".ts"));
}

const IMPORT = /(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g;

describe("the house", () => {
  it("imports point to the left of ARCHITECTURE.md's order only", async () => {
    const order = await foldersInOrder();
    const wrong: string[] = [];
    for (const file of await sources()) {
      const folder = file.split("/")[0] ?? "";
      if (!file.includes("/")) continue;
      for (const [, target = ""] of (await readFile(join(SRC, file), "utf8")).matchAll(IMPORT)) {
        const to = relative(SRC, join(SRC, dirname(file), target)).split("/")[0] ?? "";
        if (to !== folder && order.indexOf(to) > order.indexOf(folder)) wrong.push(`${file} imports ${to}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("every folder of src is in the order and in ARCHITECTURE.md's table", async () => {
    const order = await foldersInOrder();
    const text = await readFile(join(ROOT, "ARCHITECTURE.md"), "utf8");
    const folders = [...new Set((await sources()).filter((file) => file.includes("/")).map((file) => file.split("/")[0] ?? ""))];
    expect(folders.filter((folder) => !order.includes(folder) || !text.includes(`\`src/${folder}/\``))).toEqual([]);
  });

  it("only src/git runs git, and only src/store speaks SQL", async () => {
    const offenders: string[] = [];
    for (const file of await sources()) {
      const text = await readFile(join(SRC, file), "utf8");
      // The player is an agent: it runs git as agents do, in its own process and workspace.
      if (!file.startsWith("git/") && !file.startsWith("agents/player") && /(?:spawn|execFile|run)\w*\(\s*"git"/.test(text))
        offenders.push(`${file} runs git`);
      if (!file.startsWith("store/") && /from "(?:kysely|node:sqlite|pg)"/.test(text)) offenders.push(`${file} speaks SQL`);
    }
    expect(offenders).toEqual([]);
  });
});
