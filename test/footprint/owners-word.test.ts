import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/core/config.ts";
import type { Footprint } from "../../src/core/footprint.ts";
import { ownersWordOf, withOwnersWord } from "../../src/footprint/owners-word.ts";
import { asked } from "./past.ts";

const NOTHING_KNOWN: Footprint = { task: "T-1", entries: [], reads: [], symbols: [], size: null, unknown: "nothing tells" };

/** A prediction that knows nothing, after sources that name these files were heard. */
function heard(...write: string[]): Footprint {
  const { task } = asked("Change it", "", { write, forbid: ["src/kept.ts"] });
  return withOwnersWord(NOTHING_KNOWN, ownersWordOf(task, parseConfig({})), () => true);
}

describe("what a task's sources name", () => {
  it("stands where nothing is predicted, and is enough to run beside others", () => {
    const { entries, unknown } = heard("images/logo.png");
    expect(entries).toMatchObject([{ path: "images/logo.png", mode: "write" }]);
    expect(unknown).toBeNull();
  });

  it.each(["docs/roadmaps/MASTER_ROADMAP.md", "docs/sessions", "package-lock.json", "dist/app.js", "src/kept.ts"])(
    "says nothing of the work when it is only a record, a lock, a generated or a forbidden file: %s",
    (path) => {
      expect(heard(path)).toMatchObject({ entries: [], unknown: "nothing tells" });
      expect(heard(path, "src/a.ts").entries.map((entry) => entry.path)).toEqual(["src/a.ts"]);
    },
  );
});
