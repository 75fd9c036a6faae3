import { readdir, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { SignalboxError } from "../../src/core/errors.ts";
import { connectCoordinator } from "../../src/server/connect-coordinator.ts";
import { writeCoordinatorFile } from "../../src/server/coordinator-file.ts";
import { startServer } from "../../src/server/start-server.ts";
import { newSession } from "../store/random-step.ts";
import { temporaryDirectory } from "../support/repository.ts";
import { note, TOKEN, testServer } from "./support.ts";

describe("the client", () => {
  it("gets what the coordinator answers", async () => {
    const { connect, store, commands } = await testServer();
    await store.openRun({ id: "r", agents: 2, primary: null, tasks: ["A-1"], options: { only: ["A-1"] } });
    await store.openSession(newSession("S-1", "A-1", ["src"]));
    const noted = await note(store, "hello", "S-1");
    const client = await connect();
    expect(await client.status()).toMatchObject({ mode: "running", run: await store.latestRun(), sessions: [await store.session("S-1")] });
    expect((await client.report()).run).toMatchObject({ agents: 2 });
    expect(await client.logs("S-1", noted.seq - 1)).toEqual([noted]);
    expect(await client.logs("S-1/../../status")).toEqual([]);
    const command = { name: "drop", task: "A-1", reason: "not wanted" } as const;
    expect(await client.command(command)).toEqual({ ok: true, value: { message: "drop: accepted", change: null } });
    expect(commands).toEqual([command]);
  });

  it("gets refusals as values and faults as the errors they were", async () => {
    const refusal = { code: "busy", holder: "S-1", untilMs: null, next: "wait" } as const;
    const { connect } = await testServer({
      command: async () => ({ ok: false, refusal }),
      report: () => Promise.reject(new SignalboxError("disk-full", "no room", { hint: "free some" })),
    });
    const client = await connect();
    expect(await client.command({ name: "drain" })).toEqual({ ok: false, refusal });
    await expect(client.report()).rejects.toMatchObject({ code: "disk-full", message: "no room", hint: "free some", exitCode: 1 });
  });

  it("says when the coordinator went away meanwhile", async () => {
    const { connect, server } = await testServer();
    const client = await connect();
    await server.close();
    await expect(client.status()).rejects.toMatchObject({ code: "work-failed", message: expect.stringContaining(server.url) });
  });
});

describe("the coordinator file", () => {
  it("is readable by its owner only and replaced in one step", async () => {
    const { file, server } = await testServer();
    await writeCoordinatorFile(file, { url: server.url, token: TOKEN, pid: process.pid });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(dirname(file))).filter((name) => name.startsWith("coordinator.json"))).toEqual(["coordinator.json"]);
  });

  it("leads nowhere when no coordinator answers", async () => {
    const { file, server } = await testServer();
    expect(await connectCoordinator(`${file}.missing`)).toBeUndefined();
    expect(await connectCoordinator(file)).toMatchObject({ pid: process.pid });
    await writeCoordinatorFile(file, { url: server.url, token: "f".repeat(32), pid: process.pid });
    expect(await connectCoordinator(file), "another token").toBeUndefined();
    await writeCoordinatorFile(file, { url: server.url, token: TOKEN, pid: process.pid + 1 });
    expect(await connectCoordinator(file), "another process").toBeUndefined();
    await server.close();
    await writeCoordinatorFile(file, { url: server.url, token: TOKEN, pid: process.pid });
    expect(await connectCoordinator(file), "nobody").toBeUndefined();
  });

  it("never sends its token anywhere but to this machine", async () => {
    const file = join(await temporaryDirectory(), "coordinator.json");
    for (const url of ["http://evil.example:80", "http://127.0.0.1:80@evil.example", "https://127.0.0.1:1", "http://127.0.0.1"]) {
      await expect(writeCoordinatorFile(file, { url, token: TOKEN, pid: 1 })).rejects.toThrow();
      await writeFile(file, JSON.stringify({ url, token: TOKEN, pid: process.pid }));
      expect(await connectCoordinator(file)).toBeUndefined();
    }
    await writeFile(file, "{");
    expect(await connectCoordinator(file)).toBeUndefined();
  });

  it("leads nowhere when another program took the port", async () => {
    const other = createServer((_, answer) => answer.end("hello"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const file = join(await temporaryDirectory(), "coordinator.json");
    await writeCoordinatorFile(file, { url: `http://127.0.0.1:${port}`, token: TOKEN, pid: process.pid });
    expect(await connectCoordinator(file)).toBeUndefined();
    const handlers = {} as Parameters<typeof startServer>[0]["handlers"];
    await expect(startServer({ handlers, token: () => TOKEN, port })).rejects.toMatchObject({ code: "already-running" });
  });
});
