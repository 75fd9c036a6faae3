import { existsSync } from "node:fs";
import { readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { driverFor } from "../../src/agents/driver-for.ts";
import { outputLines } from "../../src/agents/output-lines.ts";
import type { AgentRequest } from "../../src/core/agent.ts";
import { writeFiles } from "../support/repository.ts";
import { setEnvironment } from "./environment.ts";
import { type Stage, stage } from "./request.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const KEY_LIKE = `sk-ant-api03-${"a1B2".repeat(8)}`;

async function play(at: Stage, steps: readonly object[], overrides: Partial<AgentRequest> = {}) {
  await writeFiles(at.root, { "script.json": JSON.stringify({ tasks: { "T-1": { steps } } }) });
  const run = await driverFor("demo", { driver: "scripted", script: "script.json" }, at.root).start(at.request(overrides));
  return run.finished;
}

async function transcriptOf(at: Stage) {
  const text = await readFile(at.request().transcriptFile ?? "", "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("an agent's output", () => {
  it("is kept up to a limit, then dropped and said to be dropped, while parts still count", async () => {
    const at = await stage();
    const limits = { timeoutMs: 60_000, outputBytesMax: 20_000, outputBytesEnd: 4_000_000 };
    const finish = await play(at, [{ say: "before" }, { flood: 300_000 }, { say: "after" }, { part: "Half" }], { limits });
    expect(finish.reason).toBe("completed");
    expect(at.said()).toContain("before");
    expect(at.said().match(/Output beyond 20000 bytes is dropped\./g)).toHaveLength(1);
    expect(at.said()).not.toContain("after");
    expect(at.events).toContainEqual({ kind: "part-ready", subject: "Half" });
    const kept = (await transcriptOf(at))
      .filter((entry) => entry.stream === "stdout")
      .map((entry) => entry.text)
      .join("\n");
    expect(kept.length).toBeGreaterThan(10_000);
    expect(kept.length).toBeLessThanOrEqual(20_000);
  });

  it("ends the agent when it is beyond all measure", async () => {
    const at = await stage();
    const limits = { timeoutMs: 60_000, outputBytesMax: 20_000, outputBytesEnd: 200_000 };
    const finish = await play(at, [{ flood: 50_000_000 }], { limits });
    expect(finish).toEqual({ reason: "output-limit", detail: "more than 200000 bytes of output" });
    expect((await stat(at.request().transcriptFile ?? "")).size).toBeLessThan(40_000);
  });

  it("does not become one event a line", async () => {
    const at = await stage();
    await play(at, [{ flood: 400_000 }]);
    expect(at.events.length).toBeLessThan(100);
  });

  it("is on record with the prompt, for all attempts of a session", async () => {
    const at = await stage();
    await play(at, [{ say: "hello" }, { exit: 3 }], { prompt: "Two\nlines" });
    await play(at, [{ say: "hello" }, { exit: 3 }], { attempt: 2 });
    const transcript = await transcriptOf(at);
    expect(transcript.map(({ attempt, stream, text }) => [attempt, stream, text])).toEqual([
      [1, "prompt", "Two"],
      [1, "prompt", "lines"],
      [1, "stdout", '{"kind":"text","text":"hello"}'],
      [2, "prompt", "Do it."],
    ]);
    expect((await stat(at.request().transcriptFile ?? "")).mode & 0o777).toBe(0o600);
  });

  it("holds no secrets: neither passed-through values nor key-like text, in events and transcript", async () => {
    const at = await stage();
    setEnvironment("MY_MODEL_CREDENTIAL", 'plain words "quoted" 123');
    const run = ["sh", "-c", `echo "$MY_MODEL_CREDENTIAL"; echo "$MY_MODEL_CREDENTIAL" >&2; echo ${KEY_LIKE}`, "{prompt}"];
    const driver = driverFor("demo", { driver: "command", run, env: ["MY_MODEL_CREDENTIAL"], output: "text" }, "/");
    const finish = await (await driver.start(at.request({ prompt: "token: abcdefgh12345678" }))).finished;
    const everything = JSON.stringify([at.events, await transcriptOf(at), finish]);
    expect(everything).not.toMatch(/plain words|abcdefgh|sk-ant/);
    expect(everything.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(4);
  });

  it("is not taken from an agent that was never started, because its transcript cannot be opened", async () => {
    const at = await stage();
    await symlink("/etc/hostname", join(at.root, "link"));
    const finish = await play(at, [{ write: "a.txt", content: "a" }], { transcriptFile: join(at.root, "link") });
    expect(finish.reason).toBe("spawn-failed");
    expect(existsSync(join(at.request().workspace, "a.txt"))).toBe(false);
  });

  it("may be bytes that are no text", async () => {
    const at = await stage();
    const run = ["node", "-e", "process.stdout.write(Buffer.from([0,255,254,10,195]))", "{prompt}"];
    const driver = driverFor("bytes", { driver: "command", run, env: [], output: "text" }, "/");
    expect((await (await driver.start(at.request())).finished).reason).toBe("completed");
    expect(at.said()).toContain("\uFFFD");
  });
});

describe("lines of output", () => {
  it("are joined across chunks and never longer than the limit", () => {
    const lines = outputLines(5);
    expect(lines.push(Buffer.from("ab"))).toEqual([]);
    expect(lines.push(Buffer.from("cdefgh"))).toEqual([]);
    expect(lines.push(Buffer.from("ij\r\nk\r\n\nl"))).toEqual(["abcde", "k", ""]);
    expect(lines.end()).toEqual(["l"]);
    expect(lines.end()).toEqual([]);
  });

  it("keep a character whose bytes come in two chunks", () => {
    const lines = outputLines();
    const bytes = Buffer.from("€\n");
    expect([...lines.push(bytes.subarray(0, 1)), ...lines.push(bytes.subarray(1))]).toEqual(["€"]);
  });
});
