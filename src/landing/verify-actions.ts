import { z } from "zod";
import type { VerifyConfig } from "../core/config.ts";
import { httpGet } from "./http-request.ts";
import { notYet, poll } from "./poll.ts";
import type { Verification, VerifyContext } from "./verify-landing.ts";

const REQUEST_MS_MAX = 30_000;
const PAGE = 100;
const PAGES_MAX = 10;

const runsSchema = z.object({
  total_count: z.number(),
  workflow_runs: z.array(
    z.object({ id: z.number(), name: z.string().nullish(), status: z.string().nullable(), conclusion: z.string().nullable() }),
  ),
});

type Run = z.infer<typeof runsSchema>["workflow_runs"][number];

const GOOD = ["success", "neutral", "skipped"];

/**
 * Polls the workflow runs of the landed commit (`GET /repos/{owner}/{repo}/actions/runs?head_sha=`). One bad conclusion
 * fails at once. Passed means: at least one run, all completed well, and the same set of runs twice in a row, because a
 * push starts its workflows one after the other. Runs that never start or never end time out: pending is not passed.
 */
export async function verifyByActions(
  config: Extract<VerifyConfig, { kind: "github-actions" }>,
  commit: string,
  { clock, environment, signal }: VerifyContext,
): Promise<Omit<Verification, "ms">> {
  const token = environment[config.tokenEnv];
  const options = { clock, intervalMs: config.intervalSeconds * 1000, timeoutMs: config.timeoutSeconds * 1000, ...(signal && { signal }) };
  let goodBefore = "";
  const seen = await poll<Omit<Verification, "ms">>(options, async (limitMs) => {
    const runs = await listRuns(config, commit, { token, timeoutMs: Math.min(REQUEST_MS_MAX, limitMs), ...(signal && { signal }) });
    if (typeof runs === "string") return notYet(runs);
    const bad = runs.filter((run) => run.status === "completed" && !GOOD.includes(run.conclusion ?? ""));
    if (bad.length > 0) {
      return { done: true, answer: { outcome: "failed", detail: `expected every workflow to pass, got ${describe(bad)}` } };
    }
    if (runs.length === 0) return notYet(`expected a workflow run of ${commit}, got none`);
    const good = runs.every((run) => run.status === "completed")
      ? runs
          .map(({ id }) => id)
          .sort()
          .join()
      : "";
    const isSettled = good !== "" && good === goodBefore;
    goodBefore = good;
    return isSettled ? { done: true, answer: { outcome: "passed", detail: describe(runs) } } : notYet(describe(runs));
  });
  return seen.done ? seen.answer : { outcome: "timed-out", detail: seen.detail };
}

interface Access {
  readonly token: string | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** All runs of the commit, or one sentence why they could not be read; that may pass (rate limits, outages). */
async function listRuns(
  { apiUrl, repository }: Extract<VerifyConfig, { kind: "github-actions" }>,
  commit: string,
  { token, ...limits }: Access,
): Promise<readonly Run[] | string> {
  const headers: Record<string, string> = { accept: "application/vnd.github+json", "user-agent": "signalbox" };
  if (token !== undefined && token !== "") headers["authorization"] = `Bearer ${token}`;
  const runs: Run[] = [];
  for (let page = 1; page <= PAGES_MAX; page++) {
    const url = `${apiUrl.replace(/\/$/, "")}/repos/${repository}/actions/runs?head_sha=${commit}&per_page=${PAGE}&page=${page}`;
    const answer = await httpGet({ url, headers, ...limits });
    if (!answer.ok) return `expected the workflow runs of ${repository}, got \`${answer.detail}\``;
    if (answer.status !== 200) return `expected the workflow runs of ${repository}, got status \`${answer.status}\``;
    const parsed = runsSchema.safeParse(parseJson(answer.body));
    if (!parsed.success) return `expected a list of workflow runs from ${apiUrl}, got another answer`;
    runs.push(...parsed.data.workflow_runs);
    if (runs.length >= parsed.data.total_count || parsed.data.workflow_runs.length === 0) break;
  }
  return runs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe(runs: readonly Run[]): string {
  return runs
    .map(({ id, name, status, conclusion }) => `${name ?? "run"} ${id}: ${conclusion ?? status ?? "unknown"}`)
    .sort()
    .join(", ")
    .slice(0, 1000);
}
