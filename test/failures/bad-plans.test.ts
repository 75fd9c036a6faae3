import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Plan } from "../../src/core/plan.ts";
import { git, temporaryDirectory, writeFiles } from "../support/repository.ts";
import { signalbox } from "../support/run.ts";
import { expectClearError } from "./clear-error.ts";

const MEGABYTE = 1024 * 1024;

const FILES: Readonly<Record<string, string>> = {
  "signalbox.yaml": "version: 1\ntasks: { prompts: [docs/prompts] }\n",
  "docs/prompts/A-1.md": "# A-1: Round totals\n\n**Files:** `src/orders.ts`\n\nThe total of an order is rounded down. Round it half up.\n",
  "docs/prompts/A-2.md": "# A-2: Late invoices\n\n**Files:** `src/money.ts`\n\nAn invoice is late after its due day, not on it.\n",
  "docs/prompts/A-3.md": "# A-3: Finished\n\n**Status:** Complete\n**Files:** `src/stock.ts`\n",
  "docs/prompts/A-4.md": "# A-4: Waiting\n\n**Status:** Blocked\n**Files:** `src/stock.ts`\n",
  "src/orders.ts": "export function total() {}\n",
  "src/money.ts": "export function isLate() {}\n",
  "src/stock.ts": "export function count() {}\n",
  "README.md": "# A small program\n",
};

interface Place {
  readonly root: string;
  readonly clone: string;
}

/** A work tree with tasks and no commit yet. */
async function makePlace(files: Readonly<Record<string, string>> = {}): Promise<Place> {
  const root = await temporaryDirectory();
  process.env["XDG_STATE_HOME"] = join(root, "state");
  const clone = join(root, "clone");
  await git(root, "init", "--quiet", "--initial-branch=main", clone);
  await writeFiles(clone, { ...FILES, ...files });
  return { root, clone };
}

async function commitAll({ clone }: Place, message: string): Promise<void> {
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "--allow-empty", "--message", message);
}

async function planOf(place: Pick<Place, "clone">, ...options: readonly string[]): Promise<Plan> {
  const { exitCode, printed } = await signalbox(place, "plan", "--json", ...options);
  expect(exitCode, printed).toBe(0);
  return JSON.parse(printed);
}

/** Three megabytes of words, each another one. */
function largeText(): string {
  return Array.from({ length: (3 * MEGABYTE) / 8 }, (_, number) => `w${number.toString(36).padStart(6, "0")}`).join(" ");
}

const apart = ({ conflicts }: Plan) => conflicts.map(({ a, b }) => [a, b].sort().join(" ")).sort();

describe("a plan of a repository", () => {
  const VAGUE = { "docs/prompts/B-1.md": "# B-1: Improve things\n" };

  it.each<[string, (place: Place) => Promise<Pick<Place, "clone">>]>([
    ["without a commit", async (place) => place],
    [
      "of one commit",
      async (place) => {
        await commitAll(place, "Start");
        return place;
      },
    ],
    [
      "whose history is cut off",
      async (place) => {
        for (const message of ["Start", "Mend totals", "Mend them again"]) await commitAll(place, message);
        await git(place.root, "clone", "--quiet", "--depth=1", `file://${place.clone}`, "shallow");
        return { clone: join(place.root, "shallow") };
      },
    ],
    [
      "whose history is nothing but merges",
      async (place) => {
        await commitAll(place, "Start");
        for (const [name, file] of Object.entries({ one: "src/stock.ts", two: "README.md", three: "docs/use.md" })) {
          await git(place.clone, "checkout", "--quiet", "-b", name);
          await appendFile(join(place.clone, file), `// ${name}\n`);
          await commitAll(place, `Mend ${name}`);
          const tree = await git(place.clone, "rev-parse", "HEAD^{tree}");
          await git(place.clone, "checkout", "--quiet", "main");
          const merge = await git(place.clone, "commit-tree", tree, "-p", "main", "-p", name, "-m", `Merge ${name}`);
          await git(place.clone, "reset", "--quiet", "--hard", merge);
        }
        return place;
      },
    ],
    [
      "full of binary files",
      async (place) => {
        await mkdir(join(place.clone, "images"));
        for (const name of ["src/orders.ts", "src/stock.ts", "images/one.png", "images/two.bin"])
          await writeFile(join(place.clone, name), Buffer.from([0x89, 0x50, 0, 0, 0xff, 0xfe]));
        await commitAll(place, "Start");
        return place;
      },
    ],
  ])("%s runs side by side what names files of its own, and alone what names none, and says so", async (_, shape) => {
    const plan = await planOf(await shape(await makePlace(VAGUE)), "--agents", "2");
    expect(apart(plan)).toEqual(["A-1 B-1", "A-2 B-1"]);
    expect(plan.notes).toEqual([expect.stringMatching(/B-1.*: it runs alone, which costs [\d.]+ h; add `Files:` to its prompt$/)]);
    expect(plan.excluded).toEqual([
      { task: "A-3", reason: "done already" },
      { task: "A-4", reason: "blocked by its owner" },
    ]);
  });
});

describe("a plan among bad prompts", () => {
  let place: Place;
  beforeEach(async () => {
    place = await makePlace({
      "docs/prompts/again.md": "# A-1: Once more\n\n**Files:** `src/again.ts`\n",
      "docs/prompts/case.md": "# a-2: In small letters\n\n**Files:** `src/case.ts`\n",
      "docs/prompts/B-1.md": "# B-1: Zeros\n\n**Files:** `src/zeros.ts`\n\0\0\0\n",
      "docs/prompts/B-3.md": "# B-3: Escapes\n\n**Files:** `../../etc/passwd`, `/etc/shadow`, `.git/config`\n",
      "docs/prompts/B-4.md": "# B-4: Everything\n\n**Files:** `**/*`\n",
      "docs/prompts/B-6.md": "# B-6: Itself\n\n**Dependencies:** B-6\n**Files:** `src/itself.ts`\n",
      "docs/prompts/B-7.md": "# B-7: Nobody\n\n**Dependencies:** Z-99\n**Files:** `src/nobody.ts`\n",
      "docs/prompts/B-8.md": `# B-8: Many\n\n**Files:** \`src/many.ts\`\n**Dependencies:** ${Array.from({ length: 10_000 }, (_, n) => `D-${n + 1}`).join(", ")}\n`,
      "docs/prompts/B-9.md": "# B-9: Forever\n\n**Effort:** 99999999 weeks\n**Files:** `src/forever.ts`\n",
      "docs/prompts/B-10.md": "# B-10: Backwards\n\n**Effort:** -8h\n**Files:** `src/backwards.ts`\n",
      "docs/prompts/B-11.md": `# B-11: Large\n\n**Files:** \`src/large.ts\`\n\n${largeText()}\n`,
    });
    await writeFile(
      join(place.clone, "docs/prompts/B-2.md"),
      Buffer.concat([Buffer.from("# B-2: No text "), Buffer.from([0xff, 0xfe, 0xc3, 0x28]), Buffer.from("\n\n**Files:** `src/text.ts`\n")]),
    );
    await commitAll(place, "Start");
  });

  it("leaves out what cannot be done with the reason, runs alone what is not known, and plans the rest", async () => {
    const before = await git(place.clone, "status", "--porcelain=v2", "--branch");
    const plan = await planOf(place, "--agents", "4");
    expect(Object.fromEntries(plan.excluded.map(({ task, reason }) => [task, reason]))).toMatchObject({
      "B-6": "in a circle of dependencies: B-6 → B-6",
      "B-7": "depends on Z-99: which no source describes",
      "B-8": "depends on D-1: which no source describes",
    });
    const ids = plan.schedule.map(({ task }) => task.toUpperCase());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(["A-1", "A-2", "B-2", "B-3", "B-4", "B-9", "B-10", "B-11"]));
    const notes = plan.notes.join("\n");
    expect(notes).toMatch(/^B-9: an effort of [\d-]+ hours is planned as 10000 hours$/m);
    expect(notes).toMatch(/^B-4 may change every file: it runs alone, for [\d.]+ h$/m);
    expect(notes).toMatch(/B-3.*: it runs alone/);
    expect(JSON.stringify(plan)).not.toMatch(/passwd|shadow|\.git\/config/);
    expect(plan.schedule.every(({ endHours }) => Number.isFinite(endHours))).toBe(true);
    expect(await git(place.clone, "status", "--porcelain=v2", "--branch")).toBe(before);
  });
});

describe("bad usage of plan", () => {
  const WRONG = [
    ...["0", "-1", "1.5", "65", "NaN", "many", ""].map((number) => ["--agents", number]),
    ...["", " , ", "A-9", "A-1,A-9", "../A-1", "a".repeat(10_000)].map((ids) => ["--only", ids]),
    ...["", "A-9", "A-1,A-2"].map((id) => ["--primary", id]),
  ];

  it("is one clear line each, with what was expected, what was given and what to do, and exit 2", async () => {
    const place = await makePlace();
    for (const options of WRONG) expectClearError(await signalbox(place, "plan", ...options), 2, /expected/);
    for (const options of WRONG) {
      const { exitCode, printed } = await signalbox(place, "plan", "--json", ...options);
      expect(exitCode).toBe(2);
      expect(JSON.parse(printed).error, options.join(" ")).toMatchObject({
        message: expect.stringMatching(/^expected .*, got /),
        next: expect.any(String),
      });
    }
  });

  it("a primary that is done, blocked or not asked for is planned without, and that is said", async () => {
    const place = await makePlace();
    const notes = async (...options: readonly string[]) => (await planOf(place, ...options)).notes.join("\n");
    expect(await notes("--primary", "A-3")).toBe("planned without a primary: A-3 cannot be it: done already");
    expect(await notes("--primary", "A-4")).toBe("planned without a primary: A-4 cannot be it: blocked by its owner");
    expect(await notes("--only", "A-1", "--primary", "A-2")).toMatch(/^planned without a primary: A-2 cannot be it/);
    expect(await planOf(place, "--only", "A-3")).toMatchObject({ order: [], excluded: [{ task: "A-3", reason: "done already" }] });
  });
});
