import { describe, expect, it } from "vitest";
import { replanCause } from "../../src/coordinator/replan-cause.ts";
import type { EventBody } from "../../src/core/event.ts";
import type { SessionState } from "../../src/core/session.ts";

const cause = (body: EventBody) => replanCause({ seq: 1, atMs: 0, run: "run-1", task: "QA-001", session: "S-1", body });
const moved = (to: SessionState): EventBody => ({ kind: "session-moved", from: "working", to, reason: "" });

describe("what makes the order of open tasks worth another look", () => {
  it("a session that finished, failed, strayed or gave paths back, a task that came up or fell away, a foreign push", () => {
    expect(cause(moved("landed"))).toBe("QA-001 is landed");
    expect(cause(moved("failed"))).toBe("QA-001 is failed");
    expect(cause({ kind: "lease-extended", paths: ["src/a.ts"], granted: true, holder: null })).toBe("QA-001 also writes src/a.ts");
    expect(cause({ kind: "lease-narrowed", dropped: ["src/a.ts"], kept: [], because: "b" })).toBe("QA-001 gave back src/a.ts");
    expect(cause({ kind: "task-reopened", reason: "r" })).toBe("QA-001 is open again");
    expect(cause({ kind: "task-dropped", reason: "r" })).toBe("QA-001 was dropped");
    expect(cause({ kind: "main-moved", from: null, to: "b", by: "foreign" })).toBe("somebody else moved main");
  });
  it("nothing that agents say, and nothing that changes no plan", () => {
    expect(cause({ kind: "agent", event: { kind: "text", text: "hello" } })).toBeNull();
    expect(cause(moved("submitted"))).toBeNull();
    expect(cause({ kind: "lease-extended", paths: ["src/a.ts"], granted: false, holder: "S-2" })).toBeNull();
    expect(cause({ kind: "main-moved", from: null, to: "b", by: "us" })).toBeNull();
  });
});
