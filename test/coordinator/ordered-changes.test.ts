import { describe, expect, it } from "vitest";
import { newLandingBook, tell } from "../../src/coordinator/landing/landing-book.ts";
import { orderedChanges } from "../../src/coordinator/landing/ordered-changes.ts";
import { configSchema } from "../../src/core/config.ts";

describe("changes that are kept in order", () => {
  it("are told with the last one before them that they conflict with, and why; others are not", () => {
    const book = newLandingBook({ workers: 1, strict: false, batchMax: 8, retryShare: 1 }, "main", configSchema.parse({}));
    for (const [at, [id, path]] of Object.entries([
      ["a", "src/x.ts"],
      ["b", "src/y.ts"],
      ["c", "src/x.ts"],
      ["d", "package-lock.json"],
    ] as const)) {
      book.conflicts.addChange({ id, files: [{ path, mode: "modified" }], exports: [], imports: [], flags: [] });
      const change = { id, rank: 2, barrier: id === "d", submittedMs: Number(at) } as const;
      tell(book, { kind: "submitted", change, conflictsWith: book.conflicts.neighbours(id) });
    }
    expect(orderedChanges(book)).toEqual([
      { change: "c", behind: "a", because: "both change src/x.ts" },
      { change: "d", behind: "c", because: "one of them changes package-lock.json, a lock file" },
    ]);
  });

  it("are told with the session they wait for outside the queue, and not once they may go", () => {
    const book = newLandingBook({ workers: 1, strict: false, batchMax: 8, retryShare: 1 }, "main", configSchema.parse({}));
    book.holds.set("S-2.1", { holder: { session: "S-1", path: "src/x.ts", isOver: null } });
    book.holds.set("S-3.1", { holder: null, because: "its holder is done" });
    const because = "it wrote src/x.ts, which that session holds and works on";
    expect(orderedChanges(book)).toEqual([{ change: "S-2.1", behind: "S-1", because }]);
  });
});
