import { describe, expect, it } from "vitest";
import { signalbox, signalboxJson } from "./support/signalbox.ts";

describe("bench", () => {
  it("lists the benchmarks of the checkout, and refuses others", async () => {
    const { code, json } = await signalboxJson("/", "bench");
    expect(code).toBe(0);
    expect(json.benchmarks).toEqual(expect.arrayContaining(["claims", "lander", "tasks", "workspaces"]));
    expect(await signalboxJson("/", "bench", "../src/cli/main")).toMatchObject({ code: 2, json: { error: { code: "bad-input" } } });
  });

  it("runs one with arguments of its own, and hands on what it prints", async () => {
    const { code, json } = await signalboxJson("/", "bench", "tasks", "20");
    expect(code).toBe(0);
    expect(json).toMatchObject({ benchmark: "tasks", exitCode: 0 });
    expect(json.lines.join("\n")).toContain("20");
    expect(await signalbox("/", "bench", "claims", "--", "--no-such-option")).toMatchObject({
      code: 1,
      err: expect.stringContaining("no-such-option"),
    });
  });
});
