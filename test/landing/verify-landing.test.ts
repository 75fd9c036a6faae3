import { mkdtemp } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { VerifyConfig } from "../../src/core/config.ts";
import { type VerifyContext, verifyLanding } from "../../src/landing/verify-landing.ts";
import { systemClock, systemRandom } from "../../src/system/clock.ts";
import { temporaryDirectory } from "../support/repository.ts";

const COMMIT = "c".repeat(40);

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function context(patch: Partial<VerifyContext> = {}): Promise<VerifyContext> {
  const root = await temporaryDirectory();
  const openCheckout = async () => ({ path: await mkdtemp(join(root, "checkout-")), close: async () => undefined });
  const gates = { openCheckout, random: systemRandom, env: { PATH: process.env["PATH"] ?? "" }, directory: join(root, "gates") };
  return { clock: systemClock, gates, environment: {}, ...patch };
}

const http = (url: string, patch: Partial<Extract<VerifyConfig, { kind: "http" }>> = {}): VerifyConfig => ({
  kind: "http",
  url,
  expectStatus: 200,
  intervalSeconds: 0.02,
  timeoutSeconds: 10,
  ...patch,
});

describe("verifying by a command", () => {
  const command = (run: string, timeoutSeconds = 20): VerifyConfig => ({ kind: "command", run, timeoutSeconds });

  it("passes or fails by its exit code and is told the commit", async () => {
    expect(await verifyLanding(command(`test "$SIGNALBOX_COMMIT" = ${COMMIT}`), COMMIT, await context())).toMatchObject({
      outcome: "passed",
    });
    expect(await verifyLanding(command("echo unhealthy; exit 1"), COMMIT, await context())).toMatchObject({
      outcome: "failed",
      detail: "unhealthy\n",
    });
  });

  it("runs again every time, and its timeout is no failure", async () => {
    const shared = await context();
    expect((await verifyLanding(command("true"), COMMIT, shared)).outcome).toBe("passed");
    expect((await verifyLanding(command("sleep 60", 0.2), COMMIT, shared)).outcome).toBe("timed-out");
  });
});

describe("verifying by http", () => {
  it("probes until healthy with the landed commit", async () => {
    let probes = 0;
    const url = await serve((_, response) => {
      probes++;
      if (probes < 3) response.writeHead(503).end("starting");
      else response.end(probes < 5 ? "version old" : `version ${COMMIT}`);
    });
    expect(await verifyLanding(http(url, { expectText: "version {commit}" }), COMMIT, await context())).toMatchObject({
      outcome: "passed",
    });
    expect(probes).toBe(5);
  });

  it("fails with what it last saw when it never becomes healthy", async () => {
    const url = await serve((_, response) => response.writeHead(500).end());
    const result = await verifyLanding(http(url, { timeoutSeconds: 0.2 }), COMMIT, await context());
    expect(result).toMatchObject({ outcome: "failed", detail: expect.stringContaining("got `500`") });
    const dead = await verifyLanding(http("http://127.0.0.1:1/", { timeoutSeconds: 0.1 }), COMMIT, await context());
    expect(dead).toMatchObject({ outcome: "failed", detail: expect.stringContaining("fetch failed: bad port") });
  });

  it("is not held up by a server that never answers or never stops talking", async () => {
    const silent = await serve(() => undefined);
    expect((await verifyLanding(http(silent, { timeoutSeconds: 0.2 }), COMMIT, await context())).outcome).toBe("failed");
    const endless = await serve((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, "x");
      const more = () => void response.write(chunk, more);
      more();
    });
    expect((await verifyLanding(http(endless), COMMIT, await context())).outcome).toBe("passed");
  });
});

describe("verifying by workflow runs", () => {
  type Run = { readonly id: number; readonly name: string; readonly status: string; readonly conclusion: string | null };
  const running = (id: number): Run => ({ id, name: `flow-${id}`, status: "in_progress", conclusion: null });
  const ended = (id: number, conclusion: string): Run => ({ id, name: `flow-${id}`, status: "completed", conclusion });

  /** Answers each request with the next list of runs; the last one stays. */
  async function actions(lists: readonly (readonly Run[] | number)[], timeoutSeconds = 10) {
    const requests: { url: string; authorization: string | undefined }[] = [];
    const apiUrl = await serve((request, response) => {
      const list = lists[Math.min(requests.length, lists.length - 1)];
      requests.push({ url: request.url ?? "", authorization: request.headers.authorization });
      if (typeof list === "number") response.writeHead(list).end("{}");
      else response.end(JSON.stringify({ total_count: list?.length ?? 0, workflow_runs: list }));
    });
    const config: VerifyConfig = {
      kind: "github-actions",
      repository: "owner/repo",
      apiUrl,
      tokenEnv: "TOKEN",
      intervalSeconds: 0.02,
      timeoutSeconds,
    };
    return { result: await verifyLanding(config, COMMIT, await context({ environment: { TOKEN: "secret" } })), requests };
  }

  it("waits for every run of the landed commit and passes when the same set was seen complete twice", async () => {
    const { result, requests } = await actions([
      [],
      [running(1)],
      [ended(1, "success")],
      [ended(1, "success"), running(2)],
      [ended(1, "success"), ended(2, "skipped")],
    ]);
    expect(result).toMatchObject({ outcome: "passed", detail: "flow-1 1: success, flow-2 2: skipped" });
    expect(requests).toHaveLength(6);
    expect(requests[0]).toEqual({
      url: `/repos/owner/repo/actions/runs?head_sha=${COMMIT}&per_page=100&page=1`,
      authorization: "Bearer secret",
    });
  });

  it.each(["failure", "cancelled", "timed_out", "action_required", "startup_failure"])(
    "a run that ends in %s is a failure at once",
    async (conclusion) => {
      const { result } = await actions([[ended(1, conclusion), running(2)]]);
      expect(result).toMatchObject({ outcome: "failed", detail: expect.stringContaining(`flow-1 1: ${conclusion}`) });
    },
  );

  it("pending is not passed: runs that never end, or never start, time out", async () => {
    expect((await actions([[running(1)]], 0.2)).result).toMatchObject({ outcome: "timed-out", detail: "flow-1 1: in_progress" });
    expect((await actions([[]], 0.2)).result).toMatchObject({ outcome: "timed-out", detail: expect.stringContaining("got none") });
  });

  it("an outage or a nonsense answer is waited out", async () => {
    expect((await actions([503, 403, [ended(1, "success")]])).result.outcome).toBe("passed");
    expect((await actions([200], 0.2)).result).toMatchObject({ outcome: "timed-out", detail: expect.stringContaining("another answer") });
  });
});
