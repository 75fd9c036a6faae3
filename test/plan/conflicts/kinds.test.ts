import { describe, expect, it } from "vitest";
import type { Task } from "../../../src/core/task.ts";
import { type ConflictOptions, conflictGraph } from "../../../src/plan/conflicts/conflict-graph.ts";
import { pairRating } from "../../../src/plan/conflicts/pair-rating.ts";
import { readable } from "../../../src/plan/conflicts/probability.ts";
import { task } from "../tasks.ts";
import { type Chance, footprints } from "./footprints.ts";

const predicted = (id: string, facts: Partial<Task> = {}) => task(id, { write: [], ...facts });

/** Two tasks with predictions, A and B. */
function pair(a: Readonly<Record<string, Chance>>, b: Readonly<Record<string, Chance>>) {
  return conflictGraph([predicted("A"), predicted("B")], footprints(["A", { writes: a }], ["B", { writes: b }]));
}

/** The chance a plan gives a pair that may run side by side. */
function rated(overlap: number) {
  return readable(pairRating({ overlap, unforeseen: [0, 0], alike: 0 }));
}

/** Two tasks whose owner names paths. */
function named(a: readonly string[], b: readonly string[], options: ConflictOptions = {}) {
  return conflictGraph([task("A", { write: a }), task("B", { write: b })], undefined, options);
}

describe("two tasks that will probably write one file", () => {
  it("are kept apart, with the file, both chances, and why each is believed", () => {
    expect(pair({ "src/a.ts": 0.8, "src/b.ts": 0.3 }, { "src/a.ts": 0.9, "src/b.ts": 0.3 }).conflict("A", "B")).toEqual({
      kind: "same-file",
      hard: true,
      probability: 0.745,
      textual: 0.313,
      because: "both write src/a.ts (0.80 × 0.90) and 1 more",
      evidence: [
        "src/a.ts: A 0.80 (a reason for src/a.ts), B 0.90 (a reason for src/a.ts)",
        "src/b.ts: A 0.30 (a reason for src/b.ts), B 0.30 (a reason for src/b.ts)",
      ],
    });
  });

  it("are kept apart as well when it is likelier than not for each, because both would lease it", () => {
    const graph = pair({ "src/a.ts": 0.55 }, { "src/a.ts": 0.5 });
    expect(graph.between("A", "B")).toBe(true);
    expect(graph.conflict("A", "B")).toMatchObject({ kind: "same-file", hard: true, probability: 0.275 });
    expect(pair({ "src/a.ts": 0.9 }, { "src/a.ts": 0.49 }).between("A", "B")).toBe(false);
  });

  it("are kept apart when many files, none of them likely, make it likely that one is shared", () => {
    const many = (chance: number) => Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [`src/${name}.ts`, chance]));
    expect(pair(many(0.34), many(0.34)).between("A", "B")).toBe(true);
    expect(pair(many(0.32), many(0.32)).between("A", "B")).toBe(false);
  });

  it("run side by side at a risk that is said, when it is unlikely; and without a word when it is hardly possible", () => {
    const graph = pair({ "src/a.ts": 0.9 }, { "src/a.ts": 0.2 });
    expect(graph.between("A", "B")).toBe(false);
    expect(graph.conflict("A", "B")).toMatchObject({
      kind: "soft",
      hard: false,
      probability: rated(0.18),
      because: "both may write src/a.ts (0.90 × 0.20)",
    });
    expect(graph.softPairs).toEqual([{ a: "A", b: "B", probability: expect.closeTo(rated(0.18)) }]);
    expect(pair({ "src/a.ts": 0.2 }, { "src/a.ts": 0.2 }).conflict("A", "B")).toBeUndefined();
  });

  it("are told by the registry when the file is a list that everybody adds a line to", () => {
    for (const path of ["src/routes.ts", "src/index.ts", "package.json", "crates/core/src/lib.rs", "app/__init__.py", "src/app.module.ts"])
      expect(pair({ [path]: 0.8 }, { [path]: 0.8 }).conflict("A", "B"), path).toMatchObject({ kind: "registry", hard: true });
    const both = pair({ "src/routes.ts": 0.8, "src/a.ts": 0.8 }, { "src/routes.ts": 0.8, "src/a.ts": 0.8 });
    expect(both.conflict("A", "B")).toMatchObject({ kind: "same-file" });
  });

  it("are kept apart earlier when it is the schema: two changes of it go wrong even where they merge", () => {
    for (const path of ["prisma/schema.prisma", "db/schema.rb", "api/service.proto", "openapi.yaml"]) {
      expect(pair({ [path]: 0.8 }, { [path]: 0.35 }).conflict("A", "B"), path).toMatchObject({ kind: "registry", hard: true });
      expect(pair({ [path]: 0.8 }, { [path]: 0.3 }).between("A", "B"), path).toBe(false);
    }
  });

  it("are not kept apart when both only add lines to it", () => {
    const log = { "CHANGES.md": ["append", 0.9] } as const;
    expect(pair(log, log).conflict("A", "B")).toMatchObject({ kind: "soft", hard: false, probability: rated(0.81) });
    expect(pair(log, { "CHANGES.md": 0.9 }).between("A", "B")).toBe(true);
  });

  it("never wait for records, lock files and generated files: these have one writer, or are made anew", () => {
    const paths = ["package-lock.json", "go.sum", "dist/a.js", "src/api_generated.ts", "docs/ROADMAP.md", "docs/sessions/one.md"];
    for (const path of paths) {
      const graph = named([path], [path], { bookkeeping: ["docs/ROADMAP.md", "docs/sessions"] });
      expect(graph.conflict("A", "B"), path).toBeUndefined();
      expect(graph.alone("A"), path).toBeUndefined();
    }
  });
});

describe("places", () => {
  it("that owners name are theirs as a whole", () => {
    expect(named(["src/pages"], ["src/pages/one.ts"]).between("A", "B")).toBe(true);
    expect(named(["src/pages/"], ["src/**"]).between("A", "B")).toBe(true);
    expect(named(["src/*/one.ts"], ["src/pages"]).between("A", "B")).toBe(true);
    expect(named(["src/pages"], ["src/page.ts"]).between("A", "B")).toBe(false);
  });

  it("are named by the file, where one names a folder and the other a file in it", () => {
    expect(named(["src/pages"], ["src/pages/one.ts"]).conflict("A", "B")?.because).toBe("both write src/pages/one.ts (0.85 × 0.95)");
  });

  it("below a folder of any name mean all that is below it", () => {
    expect(named(["packages/*/src/**"], ["packages/core/src/deep/one.ts"]).between("A", "B")).toBe(true);
    expect(named(["packages/*/"], ["packages/core/one.ts"]).between("A", "B")).toBe(true);
    expect(named(["{src,test}/**"], ["test/one.ts"]).between("A", "B")).toBe(true);
    expect(named(["packages/*/src/**"], ["apps/core/src/one.ts"]).between("A", "B")).toBe(false);
  });

  it("with brackets are the files web frameworks name so, not globs", () => {
    expect(named(["app/[id]/page.tsx"], ["app/[id]/page.tsx"]).conflict("A", "B")).toMatchObject({ probability: 0.903 });
    expect(named(["app/[id]/page.tsx"], ["app/[id]/layout.tsx"]).between("A", "B")).toBe(false);
    expect(named(["app/[id]/**"], ["app/[id]/layout.tsx"]).between("A", "B")).toBe(true);
    expect(named(["app/(shop)/*.tsx"], ["app/(shop)/cart.tsx"]).between("A", "B")).toBe(true);
    expect(pair({ "app/[id]/page.tsx": 0.8 }, { "app/[id]/page.tsx": 0.8 }).between("A", "B")).toBe(true);
  });

  it("that are only forecast keep nobody apart: new files have names of their own", () => {
    const place = { "test/*.ts": ["create", 0.9] } as const;
    expect(pair(place, place).conflict("A", "B")).toBeUndefined();
    expect(pair(place, { "test/old.ts": 0.9 }).conflict("A", "B")).toBeUndefined();
  });

  it("that an owner names beside a prediction count, though predictions speak of files only", () => {
    const tasks = [task("A", { write: ["src/pages"] }), predicted("B")];
    const graph = conflictGraph(
      tasks,
      footprints(["A", { writes: { "src/pages/one.ts": 0.1 } }], ["B", { writes: { "src/pages/two.ts": 0.6 } }]),
    );
    expect(graph.conflict("A", "B")).toMatchObject({ hard: true, because: "both write src/pages/two.ts (0.85 × 0.60)" });
  });

  it("do not hide that the task names a file in them as unlikely", () => {
    const file = { "src/pages/one.ts": 0.9 };
    const tasks = [task("A", { write: ["src/pages"] }), predicted("B")];
    const folder = conflictGraph(tasks, footprints(["A", { writes: { "src/pages/": 0.85 } }], ["B", { writes: file }]));
    const both = conflictGraph(
      tasks,
      footprints(["A", { writes: { "src/pages/": 0.85, "src/pages/one.ts": 0.05 } }], ["B", { writes: file }]),
    );
    expect(folder.between("A", "B")).toBe(true);
    expect(both.conflict("A", "B")).toEqual(folder.conflict("A", "B"));
  });

  it("that are only forecast count as the likelier of both where a file in them is forecast, too", () => {
    const graph = pair({ "src/pages/*.ts": 0.9, "src/pages/one.ts": 0.05 }, { "src/pages/one.ts": 0.4 });
    expect(graph.softPairs).toEqual([{ a: "A", b: "B", probability: expect.closeTo(rated(0.09)) }]);
    expect(graph.conflict("A", "B")).toMatchObject({ kind: "soft", probability: rated(0.09) });
  });

  it("count once where a task names both the file and the place around it", () => {
    const both = { "src/pages/": 0.9, "src/pages/one.ts": 0.9 };
    const graph = conflictGraph(
      [task("A", { write: ["src/pages"] }), predicted("B")],
      footprints(["A", { writes: both }], ["B", { writes: { "src/pages/one.ts": 0.9 } }]),
    );
    expect(graph.conflict("A", "B")?.probability).toBe(0.81);
  });
});

describe("a task that writes what another's files import", () => {
  const graphOf = (mode: "write" | "delete") =>
    conflictGraph(
      [predicted("A"), predicted("B")],
      footprints(["A", { writes: { "src/base.ts": [mode, 0.9] } }], ["B", { writes: { "src/b.ts": 0.9 }, reads: { "src/base.ts": 0.8 } }]),
    );

  it("may run beside it at a small risk", () => {
    const graph = graphOf("write");
    expect(graph.between("A", "B")).toBe(false);
    expect(graph.conflict("B", "A")).toEqual({
      kind: "import",
      hard: false,
      probability: 0.072,
      textual: 0,
      because: "A changes src/base.ts, which files of B import",
      evidence: ["src/base.ts: 0.72"],
    });
  });

  it("is kept apart from it when the file goes away", () => {
    const graph = graphOf("delete");
    expect(graph.between("A", "B")).toBe(true);
    expect(graph.conflict("A", "B")).toMatchObject({
      kind: "import",
      hard: true,
      because: "A deletes src/base.ts, which files of B import",
    });
  });

  it("gets that reason even where both also add lines to one file", () => {
    const log = ["append", 0.95] as const;
    const graph = conflictGraph(
      [predicted("A"), predicted("B")],
      footprints(
        ["A", { writes: { "src/base.ts": ["delete", 0.9], "CHANGES.md": log } }],
        ["B", { writes: { "CHANGES.md": log }, reads: { "src/base.ts": 0.8 } }],
      ),
    );
    expect(graph.conflict("A", "B")).toMatchObject({ hard: true });
  });
});

describe("a task that runs beside nothing", () => {
  it("is one about which nothing is known (promise 6): no path declared, or a prediction that says so", () => {
    const tasks = [task("A"), task("B", { write: [] }), predicted("C")];
    const graph = conflictGraph(tasks, footprints(["C", { writes: { "src/c.ts": 0.1 }, unknown: "only two words to go by" }]));
    expect(graph.alone("B")).toMatchObject({ kind: "unknown-footprint", because: "nothing says which files B writes" });
    expect(graph.alone("C")?.evidence).toEqual(["only two words to go by"]);
    expect(graph.alone("A")).toBeUndefined();
    for (const [a, b] of [
      ["A", "B"],
      ["A", "C"],
      ["B", "C"],
    ] as const)
      expect(graph.between(a, b), a + b).toBe(true);
    expect(graph.conflict("A", "B")).toMatchObject({ kind: "unknown-footprint", hard: true, probability: 1 });
  });

  it("is a barrier: it may change every file, or what every change must pass", () => {
    for (const path of ["**", "**/*", "./", "**/**"])
      expect(named([path], ["src/b.ts"]).alone("A"), path).toMatchObject({ kind: "barrier" });
    const vague = conflictGraph([task("A", { write: ["**"] }), task("B")], footprints(["A", { unknown: "two words" }]));
    expect(vague.alone("A"), "its owner says more than its words").toMatchObject({ kind: "barrier" });
    expect(named(["signalbox.yaml"], ["src/b.ts"]).conflict("A", "B")).toMatchObject({
      kind: "barrier",
      because: "A changes what every change must pass (signalbox.yaml)",
    });
    expect(pair({ "signalbox.yaml": 0.2, "a.ts": 0.9 }, { "b.ts": 0.9 }).alone("A")).toBeUndefined();
  });
});

describe("an owner's word", () => {
  it("keeps two tasks apart, whichever of them says it, with where it is said", () => {
    for (const [a, b] of [
      [["B"], []],
      [[], ["A"]],
    ] as const) {
      const graph = conflictGraph([task("A", { conflictsWith: a }), task("B", { conflictsWith: b })]);
      expect(graph.between("B", "A")).toBe(true);
      expect(graph.conflict("A", "B")).toMatchObject({
        kind: "declared",
        hard: true,
        probability: 1,
        because: "their owner says they conflict",
      });
      expect(graph.conflict("A", "B")?.evidence).toEqual(["docs/prompts/A.md:1", "docs/prompts/B.md:1"]);
    }
  });

  it("about tasks nobody knows, or about itself, changes nothing", () => {
    const graph = conflictGraph([task("A", { conflictsWith: ["GONE", "A"] }), task("B")]);
    expect(graph.hardPairs).toBe(0);
    expect(graph.between("A", "A")).toBe(false);
    expect(graph.between("A", "GONE")).toBe(false);
  });

  it("that forbids a path takes it out of what the task will write", () => {
    const tasks = [task("A", { declared: { write: ["src/a.ts", "src/b.ts"], forbid: ["src/b.ts"] } }), task("B", { write: ["src/b.ts"] })];
    expect(conflictGraph(tasks).between("A", "B")).toBe(false);
  });
});

describe("hot files", () => {
  const three = (chance: number, count = 3) => {
    const ids = Array.from({ length: count }, (_, index) => `T-${index + 1}`);
    const own = (id: string) => [id, { writes: { "src/hot.ts": chance, [`src/${id}.ts`]: 0.9 } }] as const;
    return conflictGraph(
      ids.map((id) => predicted(id)),
      footprints(...ids.map(own)),
    ).hotFiles;
  };

  it("are those that three tasks will probably write, with the tasks", () => {
    expect(three(0.5)).toEqual([{ path: "src/hot.ts", tasks: ["T-1", "T-2", "T-3"] }]);
    expect(three(0.9, 2)).toEqual([]);
  });

  it("are also those that many tasks may write, as history says: some of them will", () => {
    expect(three(0.3, 12)).toMatchObject([{ path: "src/hot.ts" }]);
    expect(three(0.3, 6)).toEqual([]);
  });
});
