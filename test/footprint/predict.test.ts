import { describe, expect, it } from "vitest";
import { type KnownHistory, predictorFor } from "../../src/footprint/predict.ts";
import { type TreeIndex, treeOfPaths } from "../../src/footprint/tree/tree-index.ts";
import { asked, commit, GENERATED_FILES, generatedHistory, past } from "./past.ts";
import { treeOf } from "./tree/trees.ts";

const SEED = 7;
const HISTORY = past(generatedHistory(150, SEED));
const TREE = treeOfPaths([...GENERATED_FILES, "docs/roadmaps/MASTER_ROADMAP.md"], ["docs/roadmaps/**"]);
const SESSION_DATES = asked("Fix the dates of the session", "They are a day late.");

function predict(tree: TreeIndex, history: KnownHistory, what: ReturnType<typeof asked>) {
  return predictorFor(tree, history).predict(what);
}

/** Mode and path of each entry. */
function paths(tree: TreeIndex, history: KnownHistory, what: ReturnType<typeof asked>): readonly string[] {
  return predict(tree, history, what).entries.map(({ mode, path }) => `${mode} ${path}`);
}

describe("a prediction", () => {
  it("is the same for the same commit and words, in whatever order tasks are asked", () => {
    const predictor = predictorFor(TREE, HISTORY);
    const first = predictor.predict(SESSION_DATES);
    predictor.predict(asked("Extend the limits of the mailer"));
    expect(predictor.predict(SESSION_DATES)).toEqual(first);
    expect(predict(TREE, past([...HISTORY.commits]), SESSION_DATES)).toEqual(first);
  });

  it("says how many files the task will change in all: more where its title asks for more", () => {
    const sizeOf = (title: string) => predict(TREE, HISTORY, asked(title)).size ?? 0;
    expect(sizeOf("Support limits of the mailer, the router and the cache")).toBeGreaterThan(1.3 * sizeOf("Fix a typo in the mailer"));
    expect(sizeOf("Fix a typo in the mailer")).toBeGreaterThanOrEqual(1);
  });

  it("finds the files past commits of such words changed, likeliest first, each with evidence", () => {
    const { entries, unknown } = predict(TREE, HISTORY, SESSION_DATES);
    expect(entries[0]).toMatchObject({ path: "src/session/session-dates.ts", mode: "write" });
    expect(unknown).toBeNull();
    for (const { path, evidence, probability } of entries) {
      expect(evidence.join(""), path).not.toBe("");
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThanOrEqual(1);
    }
    const probabilities = entries.map(({ probability }) => probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  });

  it("finds a file by what it says where no past commit and no path speaks of it", () => {
    const tree = treeOf({
      "src/one.ts": "export function refundInvoice() { return ledger.reverse(); }\n",
      "src/two.ts": "export function listOrders() { return orders; }\n",
      "src/three.ts": "import { listOrders } from './two';\n",
    });
    const [best, ...others] = predict(tree, past([]), asked("Reverse the ledger when a refund fails")).entries;
    expect(best?.path).toBe("src/one.ts");
    expect(best?.evidence).toContain("its content has `ledger`, `refund`, `reverse`");
    for (const { probability } of others) expect(probability).toBeLessThan((best?.probability ?? 0) / 2);
  });

  it("says of evidence from the past which commit it is", () => {
    const [best] = predict(TREE, HISTORY, SESSION_DATES).entries;
    const quoted = /e\.g\. ([0-9a-f]{7}) '(.*)'/.exec(best?.evidence.join("\n") ?? "");
    const named = HISTORY.commits.find(({ subject }) => subject === quoted?.[2]);
    expect(named?.oid.slice(0, 7)).toBe(quoted?.[1]);
    expect(named?.changes.map(({ path }) => path)).toContain(best?.path);
  });

  it("holds no path that is forbidden, bookkeeping, generated, or no longer there", () => {
    const generated = ["src/session/session-dates.ts", "dist/session.js", "package-lock.json", "logo.png"];
    const everywhere = generatedHistory(60, SEED).map((one) => ({ ...one, changes: [...one.changes, ...changesOf(generated)] }));
    const gone = commit(61, "Drop the session's names", ["-src/session/session-names.ts"]);
    const files = [...TREE.files, ...generated].filter((path) => path !== "src/session/session-names.ts");
    const tree = treeOfPaths([...new Set(files)].sort(), ["docs/roadmaps/**"]);
    const history = past([...everywhere, gone]);
    const free = paths(tree, history, SESSION_DATES);
    expect(free).toContain("write src/session/session-dates.ts");
    expect(free.filter((one) => /dist|lock|png|roadmap|session-names/.test(one))).toEqual([]);
    const declared = { write: [], forbid: ["src/session/**"] };
    expect(paths(tree, history, { ...asked(SESSION_DATES.task.title, SESSION_DATES.text, declared) }).join()).not.toContain("src/session/");
    const refused = asked("Fix the dates of the session", "Do not touch `src/session/session-dates.ts`.");
    expect(paths(tree, history, refused)).not.toContain("write src/session/session-dates.ts");
  });
});

describe("unknown is said", () => {
  it.each<[string, ReturnType<typeof asked>, KnownHistory, RegExp]>([
    ["of a task without a word", asked(""), HISTORY, /no words of its own/],
    [
      "of words the past never heard",
      asked("Quetzalcoatl umbrella jazz festival"),
      HISTORY,
      /names no file, and 151 past commits tell of no likely one/,
    ],
    ["with too few words", asked("Polish"), HISTORY, /only 1 word to go by/],
    ["with too few words, whatever they resemble", asked("Report"), HISTORY, /^only 1 word to go by/],
    ["where nothing is past and nothing named", asked("Make everything better for everybody"), past([]), /no past commit to learn from/],
    [
      "and a shallow clone is named as such",
      asked("Quetzalcoatl umbrella"),
      { ...past(HISTORY.commits.slice(-1)), shallow: true },
      /1 past commit of a shallow clone/,
    ],
  ])("%s", (_, what, history, says) => {
    expect(predict(TREE, history, what).unknown).toMatch(says);
  });

  it("never of a task that names its file, even without any past", () => {
    const { entries, unknown } = predict(TREE, past([]), asked("Repair it", "Change `src/mailer/mailer-limits.ts`."));
    expect(unknown).toBeNull();
    expect(entries[0]).toMatchObject({
      path: "src/mailer/mailer-limits.ts",
      evidence: ["named in the prompt: `src/mailer/mailer-limits.ts`", expect.anything()],
    });
  });
});

describe("files to come", () => {
  it("are those a prompt names", () => {
    const { entries } = predict(TREE, HISTORY, asked("Add a queue", "Create `src/mailer/queue.ts`."));
    expect(entries[0]).toMatchObject({ path: "src/mailer/queue.ts", mode: "create" });
  });

  it("are a test beside a source that has none where its neighbours have", () => {
    const tree = treeOf({ "src/a.ts": "", "src/b.ts": "", "src/b.test.ts": `import "./b.ts";` });
    const { entries } = predict(tree, past([]), asked("Repair it", "**Files:** `src/a.ts`"));
    const created = entries.filter(({ mode }) => mode === "create");
    expect(created.map(({ path, evidence }) => [path, ...evidence])).toEqual([
      ["src/a.test.ts", "src/a.ts has no test yet, its neighbours have"],
    ]);
  });

  it("are a place, as a glob, where like commits made files", () => {
    const names = ["users", "orders", "refunds", "vouchers", "returns"];
    const made = names.map((name, at) => commit(at, `Add migration for ${name}`, [`+db/migrations/${at}-${name}.sql`]));
    const tree = treeOfPaths(names.map((name, at) => `db/migrations/${at}-${name}.sql`));
    expect(paths(tree, past(made), asked("Add migration for invoices"))).toContain("create db/migrations/*.sql");
  });
});

describe("files to go", () => {
  it.each([
    ["Delete `src/session/session-dates.ts`.", "delete"],
    ["remove the old file src/session/session-dates.ts", "delete"],
    ["Remove `src/session/session-dates.ts` from the list of exports.", "write"],
    ["Remove a line of `src/session/session-dates.ts`.", "write"],
  ])("are those a text says shall be gone: %s", (text, mode) => {
    expect(paths(TREE, HISTORY, asked("Dates of the session", text))).toContain(`${mode} src/session/session-dates.ts`);
  });
});

describe("what is written is kept apart from what is read", () => {
  it("imports of likely files are read", () => {
    const tree = treeOf({ "src/a.ts": `import "./b.ts";`, "src/b.ts": "export const b = 1;" });
    const { reads, entries } = predict(tree, past([]), asked("Repair it", "**Files:** `src/a.ts`"));
    expect(entries[0]?.path).toBe("src/a.ts");
    expect(reads).toEqual([{ path: "src/b.ts", probability: entries[0]?.probability }]);
  });
});

function changesOf(files: readonly string[]) {
  return files.map((path) => ({ kind: "modified" as const, path }));
}
