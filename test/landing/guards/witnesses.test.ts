import { describe, expect, it } from "vitest";
import { type LandedWork, witnessesFor } from "../../../src/landing/guards/witnesses.ts";

const near = (file: string) => (file === "src/page.ts" ? ["src/store.ts"] : []);
const landed = (task: string | null, ...files: readonly string[]): LandedWork => ({ kind: "task", task, files });
const choose = (work: readonly LandedWork[], candidate = [landed("QA-009", "src/page.ts")], max = 8) =>
  witnessesFor(candidate, work, { max, near });

describe("the witnesses of a candidate", () => {
  it("are the last landed tasks that changed its files or files an import away, the latest first", () => {
    const work = [
      landed("QA-001", "src/page.ts"),
      landed("QA-002", "src/other.ts"),
      landed("QA-003", "src/store.ts"),
      landed("QA-004", "src/page.ts"),
    ];
    expect(choose(work)).toEqual(["QA-004", "QA-003", "QA-001"]);
    expect(choose(work, undefined, 2)).toEqual(["QA-004", "QA-003"]);
  });

  it("are none of the candidate's own tasks, of parts and branches, nor of what was reverted and not landed again", () => {
    const revert = { ...landed("QA-001", "src/page.ts"), kind: "revert" };
    const part = { ...landed("QA-002", "src/page.ts"), kind: "part" };
    expect(choose([landed("QA-001", "src/page.ts"), revert, part, landed(null, "src/page.ts"), landed("QA-009", "src/page.ts")])).toEqual(
      [],
    );
    expect(choose([landed("QA-001", "src/page.ts"), revert, landed("QA-001", "src/page.ts")])).toEqual(["QA-001"]);
    expect(choose([landed("QA-001", "src/page.ts")], [revert])).toEqual([]);
  });
});
