import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { editCommand, writeCommand } from "../../../src/simulation/model-server/shell-commands.ts";
import { temporaryDirectory } from "../../support/repository.ts";

const execute = promisify(execFile);
const NASTY = `it's "$HOME" \\ \`x\`\n\n--`;

async function place() {
  const cwd = await temporaryDirectory();
  return {
    run: (command: string) => execute("sh", ["-c", command], { cwd }),
    read: (path: string) => readFile(join(cwd, path), "utf8"),
    write: (path: string, text: string) => writeFile(join(cwd, path), text),
  };
}

describe("an agent that has nothing but a shell", () => {
  it("writes a file to the letter, in a folder that was not there, whatever is in text and name", async () => {
    const { run, read } = await place();
    await run(writeCommand("new/it's.txt", NASTY));
    expect(await read("new/it's.txt")).toBe(NASTY);
    await run(writeCommand("empty", ""));
    expect(await read("empty")).toBe("");
  });

  it("edits what is there exactly once, and otherwise fails and changes nothing", async () => {
    const { run, read, write } = await place();
    await write("a", `one ${NASTY} two`);
    await run(editCommand("a", NASTY, "$& $1"));
    expect(await read("a")).toBe("one $& $1 two");
    await expect(run(editCommand("a", "three", "x"))).rejects.toThrow(/the text is there 0 times/);
    await expect(run(editCommand("a", " $", "x"))).rejects.toThrow(/the text is there 2 times/);
    expect(await read("a")).toBe("one $& $1 two");
  });

  it("inserts once, however often it is asked to", async () => {
    const { run, read, write } = await place();
    await write("a", "import b;\n");
    await run(editCommand("a", "import b;", "import a;\nimport b;"));
    await run(editCommand("a", "import b;", "import a;\nimport b;"));
    expect(await read("a")).toBe("import a;\nimport b;\n");
  });
});
