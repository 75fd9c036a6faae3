import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRepository } from "../../examples/terp/demo/make-repository.ts";
import { main } from "../../src/cli/main.ts";
import { outputSchema } from "../../src/cli/schemas.ts";
import { patternsOverlap } from "../../src/core/paths.ts";
import { git, makeRemoteAndClone, temporaryDirectory, writeFiles } from "../support/repository.ts";

interface Prediction {
  readonly task: string | null;
  readonly footprint: readonly {
    readonly path: string;
    readonly mode: string;
    readonly probability: number;
    readonly evidence: readonly string[];
  }[];
  readonly unknown: string | null;
}

async function say(cwd: string, ...argv: readonly string[]) {
  const [printed, noted]: [string[], string[]] = [[], []];
  const exitCode = await main(["predict", ...argv], { cwd, print: (text) => printed.push(text), note: (text) => noted.push(text) });
  return { exitCode, printed: printed.join("\n"), noted: noted.join("\n") };
}

async function predict(cwd: string, ...argv: readonly string[]): Promise<Prediction> {
  const { printed, exitCode } = await say(cwd, "--json", ...argv);
  const output: unknown = JSON.parse(printed);
  expect(outputSchema("predict").safeParse(output).error).toBeUndefined();
  expect(exitCode, printed).toBe(0);
  return output as Prediction;
}

/** What it is more likely than not to change, with the mode. */
function likely({ footprint }: Prediction): string[] {
  return footprint.filter(({ probability }) => probability >= 0.5).map(({ path, mode }) => `${mode} ${path}`);
}

describe("the nine tasks", () => {
  const TASKS = ["DATA-001", "INFRA-001", "INFRA-002", "QA-015", "QA-016", "QA-028", "QA-033", "QA-034", "QA-044"];
  const predictions = new Map<string, Prediction>();
  let root = "";

  beforeAll(async () => {
    const { clone, state, root: made } = await makeRepository();
    root = made;
    process.env["XDG_STATE_HOME"] = state;
    for (const id of TASKS) predictions.set(id, await predict(clone, id));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const of = (id: string) => likely(predictions.get(id) ?? { task: id, footprint: [], unknown: null });

  it("the twins write in the same folder and create the same test", () => {
    for (const id of ["QA-015", "QA-016"]) {
      expect(of(id)).toContain("write src/matchmaking");
      expect(of(id)).toContain("create test/matchmaking-links.test.ts");
    }
  });

  it("the two that change one function share its file", () => {
    for (const id of ["QA-033", "QA-034"]) expect(of(id)).toContain("write src/dashboard/preferences.ts");
    expect(of("QA-034")).toContain("write src/dashboard/visibility-list.ts");
  });

  it("what the owner forbids or protects is in no footprint, nor are roadmap, sessions and prompts", () => {
    const paths = [...predictions.values()].flatMap(({ footprint }) => footprint.map(({ path }) => path));
    const never = ["docs/roadmaps", "docs/ACTIVE_SESSIONS.md", "docs/sessions", "docs/prompts", "signalbox.yaml"];
    expect(paths.filter((path) => never.some((pattern) => path !== "**" && patternsOverlap(pattern, path)))).toEqual([]);
    expect(predictions.get("INFRA-001")?.footprint.map(({ path }) => path)).not.toContain(".github/workflows/ci.yml");
    expect(predictions.get("INFRA-002")?.footprint.filter(({ path }) => path.startsWith("src/"))).toEqual([]);
  });

  it("everything else runs side by side: no two others share a likely file", () => {
    const shared = TASKS.flatMap((a, index) =>
      TASKS.slice(index + 1).map((b) => [a, b, of(a).filter((one) => of(b).includes(one))] as const),
    );
    expect(shared.filter(([, , paths]) => paths.length > 0).map(([a, b]) => `${a} ${b}`)).toEqual(["QA-015 QA-016", "QA-033 QA-034"]);
  });

  it("every entry has evidence, and nothing is unknown", () => {
    for (const { footprint, unknown } of predictions.values()) {
      expect(unknown).toBeNull();
      for (const { evidence, path } of footprint) expect(evidence.length, path).toBeGreaterThan(0);
    }
  });
});

const FILES = {
  "src/a.ts": "export function alpha() {}\n",
  "src/b.ts": "",
  "docs/prompts/A-1.md": "# A-1: One\n\nChange `src/a.ts`.\n",
  "docs/prompts/A-2.md": "---\nfootprint:\n  pin: [src/b.ts]\n---\n# A-2: Two\n\nChange `src/a.ts`.\n",
  "docs/prompts/A-3.md":
    "---\nfootprint:\n  add: [src/new.ts]\n  forbid: [src/b.ts]\n---\n# A-3: Three\n\nChange `src/a.ts` and `src/b.ts`.\n",
  "docs/prompts/A-4.md": "# A-4: Four\n\nMake it nice.\n",
  "docs/prompts/A-5.md": "# A-5: Five\n\nChange `src/a.ts`.\n",
  "docs/prompts/A-6.md": "# A-6: Six\n\nChange `src/a.ts`.\n",
  "signalbox.yaml":
    "tasks: { prompts: [docs/prompts] }\nfootprints:\n  A-5: [docs/x.md]\n  A-6: { add: [src/b.ts], forbid: [src/a.ts] }\nprotect: [src/b.ts.lock]\n",
};

describe("the owner's word", () => {
  async function repository() {
    process.env["XDG_STATE_HOME"] = await temporaryDirectory();
    return (await makeRemoteAndClone(FILES)).clone;
  }
  const certain = (path: string, mode: string, place: string) => ({
    path,
    mode,
    probability: 1,
    evidence: [`the owner says so ${place}`],
  });

  it("in front matter and in signalbox.yaml is certain; pinned, nothing is predicted", async () => {
    const clone = await repository();
    expect((await predict(clone, "A-2")).footprint).toEqual([certain("src/b.ts", "write", "in docs/prompts/A-2.md")]);
    const added = await predict(clone, "A-3");
    expect(added.footprint[0]).toEqual(certain("src/new.ts", "create", "in docs/prompts/A-3.md"));
    expect(added.footprint.map(({ path }) => path)).toContain("src/a.ts");
    expect(added.footprint.map(({ path }) => path)).not.toContain("src/b.ts");
    expect((await predict(clone, "A-5")).footprint).toEqual([certain("docs/x.md", "create", "in signalbox.yaml")]);
    const corrected = (await predict(clone, "A-6")).footprint;
    expect(corrected[0]).toEqual(certain("src/b.ts", "write", "in signalbox.yaml"));
    expect(corrected.map(({ path }) => path)).not.toContain("src/a.ts");
  });

  it("may be tried out at the command line", async () => {
    const clone = await repository();
    const added = await predict(clone, "A-1", "--add", "src/b.ts,src/c.ts");
    expect(added.footprint.slice(0, 2)).toEqual([
      certain("src/b.ts", "write", "on the command line"),
      certain("src/c.ts", "create", "on the command line"),
    ]);
    expect((await predict(clone, "A-1", "--pin", "src/b.ts")).footprint).toEqual([certain("src/b.ts", "write", "on the command line")]);
    const without = await predict(clone, "A-1", "--forbid", "src");
    expect(without.footprint.filter(({ path }) => path.startsWith("src/"))).toEqual([]);
    expect(await say(clone, "A-1", "--add", "../x")).toMatchObject({
      exitCode: 2,
      noted: expect.stringContaining("inside the repository"),
    });
  });

  it("frees a task of which nothing is known", async () => {
    const clone = await repository();
    expect((await predict(clone, "A-4")).unknown).not.toBeNull();
    expect((await predict(clone, "A-4", "--add", "src/a.ts")).unknown).toBeNull();
  });
});

describe("what predict answers", () => {
  it("a free text, and a table for people", async () => {
    process.env["XDG_STATE_HOME"] = await temporaryDirectory();
    const { clone } = await makeRemoteAndClone(FILES);
    const free = await predict(clone, "--text", "`alpha()` in src/a.ts is slow");
    expect(free.task).toBeNull();
    expect(likely(free)).toContain("write src/a.ts");
    const { printed } = await say(clone, "a-1");
    expect(printed).toMatch(/^PATH +MODE +PROBABILITY +WHY\nsrc\/a\.ts +write +[01]\.\d\d +\S/);
    expect(printed).toMatch(/\n\nIt will change about [1-9]\d? existing files? in all: /);
  });

  it("unknown and missing tasks with what to do next", async () => {
    const { clone } = await makeRemoteAndClone({ "README.md": "" });
    expect(await say(clone, "A-1")).toMatchObject({ exitCode: 2, noted: expect.stringContaining("no tasks found; signalbox init") });
    expect(await say(clone)).toMatchObject({ exitCode: 2, noted: expect.stringContaining("expected a task or --text, got neither") });
    expect(await say(clone, "A-1", "--text", "x")).toMatchObject({ exitCode: 2, noted: expect.stringContaining("got both") });
    const { clone: other } = await makeRemoteAndClone(FILES);
    expect(await say(other, "A-9")).toMatchObject({ exitCode: 2, noted: expect.stringContaining("signalbox tasks lists them") });
  });

  it("an empty repository, and one without a remote, by what is declared", async () => {
    const clone = await temporaryDirectory();
    await git(clone, "init", "-q");
    await writeFiles(clone, { "docs/prompts/A-1.md": "# A-1: One\n\n**Files:** `src/a.ts`\n" });
    const empty = await predict(clone, "A-1");
    expect(empty.footprint.map(({ path, mode }) => `${mode} ${path}`)).toEqual(["create src/a.ts"]);
    expect(empty.unknown).toContain("no commit yet");
    await git(clone, "add", "-A");
    await git(clone, "commit", "-q", "-m", "First");
    expect((await predict(clone, "A-1")).unknown).toBeNull();
  });

  it("a shallow clone with a word about it", async () => {
    process.env["XDG_STATE_HOME"] = await temporaryDirectory();
    const { clone, root } = await makeRemoteAndClone(FILES);
    await git(clone, "commit", "-q", "--allow-empty", "-m", "Second");
    await git(clone, "push", "-q", "origin", "main");
    await git(root, "clone", "-q", "--depth=1", `file://${root}/remote.git`, "shallow");
    const said = await say(`${root}/shallow`, "A-1");
    expect(said).toMatchObject({ exitCode: 0, noted: expect.stringContaining("shallow") });
    expect(said.printed).toContain("src/a.ts");
  });
});
