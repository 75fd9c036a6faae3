import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/core/config.ts";
import { openPredictor } from "../../src/footprint/open-predictor.ts";
import { Git } from "../../src/git/git.ts";
import { git, makeRemoteAndClone, writeFiles } from "../support/repository.ts";
import { asked } from "./past.ts";

async function predictor(clone: string) {
  const said: string[] = [];
  const options = { indexFile: null, config: parseConfig({}), say: (line: string) => said.push(line) };
  return { predictor: await openPredictor(new Git({ cwd: clone }), await git(clone, "rev-parse", "HEAD"), options), said };
}

async function commitFiles(clone: string, message: string, files: Readonly<Record<string, string>>): Promise<void> {
  await writeFiles(clone, files);
  await git(clone, "add", "-A");
  await git(clone, "commit", "-q", "-m", message);
}

describe("a repository of one commit", () => {
  it("predicts from paths and names, and says when that is too little", async () => {
    const { clone } = await makeRemoteAndClone({ "src/session.ts": "export function openSession() {}\n", "src/mail.ts": "" });
    const { predictor: one } = await predictor(clone);
    const named = one.predict(asked("Repair it", "Call `openSession()` once."));
    expect([named.entries[0]?.path, named.unknown]).toEqual(["src/session.ts", null]);
    expect(one.predict(asked("Make it nicer")).unknown).toMatch(/1 past commit tell|no past commit/);
  });
});

describe("a shallow clone", () => {
  it("is predicted with what is there, and that is said with the way out", async () => {
    const { clone, root } = await makeRemoteAndClone({ "src/session.ts": "" });
    for (const number of [1, 2, 3]) await commitFiles(clone, `Session ${number}`, { "src/session.ts": `// ${number}\n` });
    await git(clone, "push", "-q", "origin", "main");
    const shallow = join(root, "shallow");
    await git(root, "clone", "-q", "--depth=1", `file://${join(root, "remote.git")}`, shallow);
    const { predictor: one, said } = await predictor(shallow);
    expect(said.join()).toContain("git fetch --unshallow");
    expect(one.predict(asked("Session dates are wrong")).entries.map(({ path }) => path)).toContain("src/session.ts");
  });
});

describe("a clone without contents", () => {
  it("is predicted by paths and past commits", async () => {
    const { clone, root } = await makeRemoteAndClone({ "src/session.ts": "export const ledger = 1;\n", "src/other.ts": "" });
    await git(join(root, "remote.git"), "config", "uploadpack.allowFilter", "true");
    const partial = join(root, "partial");
    await git(root, "clone", "-q", "--no-checkout", "--filter=blob:none", `file://${join(root, "remote.git")}`, partial);
    const ledger = asked("The ledger of the session is wrong");
    const [whole, without] = [(await predictor(clone)).predictor.predict(ledger), (await predictor(partial)).predictor.predict(ledger)];
    expect(whole.entries[0]?.evidence.join()).toContain("`ledger`");
    expect(without.entries[0]?.path).toBe("src/session.ts");
    expect(without.entries[0]?.evidence.join()).not.toContain("`ledger`");
  });
});

describe("a history of merges only", () => {
  it("teaches what each merge brought", async () => {
    const { clone } = await makeRemoteAndClone({ "src/queue.ts": "", "src/other.ts": "" });
    const start = await git(clone, "rev-parse", "HEAD");
    for (const number of [1, 2, 3, 4, 5]) {
      await writeFiles(clone, { "src/queue.ts": `// ${number}\n` });
      await git(clone, "add", "-A");
      const parents = ["-p", await git(clone, "rev-parse", "HEAD"), "-p", start];
      const merge = await git(clone, "commit-tree", ...parents, "-m", `Retry stalled jobs ${number}`, await git(clone, "write-tree"));
      await git(clone, "reset", "-q", "--hard", merge);
    }
    const { predictor: one } = await predictor(clone);
    const [best] = one.predict(asked("Retry stalled jobs forever")).entries;
    expect([best?.path, best?.evidence[0]]).toEqual(["src/queue.ts", expect.stringContaining("'Retry stalled jobs")]);
  });
});

describe("binary files and weird names", () => {
  it("binary files are never predicted, other names as they are", async () => {
    const weird = ["src/ü ñ/wörter [1].ts", "src/-dash.ts", "src/a'b\"c.ts", "src/100%.ts", "src/line\nbreak.ts"];
    const { clone } = await makeRemoteAndClone({ "assets/queue.gif": "\u0000\u0001", "src/queue.wasm": "\u0000\u0001\u0002" });
    for (const [number, path] of weird.entries()) {
      await commitFiles(clone, `Umbrella change ${number}`, { [path]: "1\n", "assets/logo.png": `\u0000${number}` });
    }
    const { predictor: one } = await predictor(clone);
    const { entries } = one.predict(asked("Umbrella change of everything", "The queue too."));
    const paths = entries.filter(({ mode }) => mode === "write").map(({ path }) => path);
    expect(new Set(paths)).toEqual(new Set(weird));
  });
});
