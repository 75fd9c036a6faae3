import type { VerifyConfig } from "../core/config.ts";
import type { Clock } from "../core/ports.ts";
import { type GateContext, runGate } from "./gates/run-gate.ts";
import { verifyByActions } from "./verify-actions.ts";
import { verifyByHttp } from "./verify-http.ts";

/**
 * passed     what runs in production is healthy with this commit.
 * failed     it is not: take the landing back.
 * timed-out  not known in time. Pending is not passed; whether to take it back is the caller's policy.
 */
export type Verification = {
  readonly outcome: "passed" | "failed" | "timed-out";
  readonly detail: string;
  readonly ms: number;
};

export interface VerifyContext {
  readonly clock: Clock;
  /** For kind `command`, which runs in a clean checkout of the landed commit. */
  readonly gates: Omit<GateContext, "results">;
  /** Where the variable named by `tokenEnv` is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Verifies a landed commit as configured. Never rejects for anything the other side does. */
export async function verifyLanding(config: VerifyConfig, commit: string, context: VerifyContext): Promise<Verification> {
  const startedMs = context.clock.monotonicMs();
  const verdict = await verdictOf(config, commit, context);
  return { ...verdict, ms: context.clock.monotonicMs() - startedMs };
}

function verdictOf(config: VerifyConfig, commit: string, context: VerifyContext): Promise<Omit<Verification, "ms">> {
  switch (config.kind) {
    case "command":
      return verifyByCommand(config, commit, context);
    case "http":
      return verifyByHttp(config, commit, context);
    case "github-actions":
      return verifyByActions(config, commit, context);
  }
}

async function verifyByCommand(
  config: Extract<VerifyConfig, { kind: "command" }>,
  commit: string,
  { gates }: VerifyContext,
): Promise<Omit<Verification, "ms">> {
  const uncached = { find: async () => undefined, save: async () => undefined };
  const env = { ...gates.env, SIGNALBOX_COMMIT: commit };
  const gate = { name: "verify", run: config.run, timeoutMs: config.timeoutSeconds * 1000 };
  const verdict = await runGate({ ...gates, env, results: uncached }, gate, commit);
  if (verdict.kind !== "infrastructure") return { outcome: verdict.kind, detail: verdict.detail };
  return { outcome: "timed-out", detail: `${verdict.cause}: ${verdict.detail}` };
}
