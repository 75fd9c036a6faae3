import type { TestResult } from "../core/test-result.ts";
import { flakeRate } from "../landing/gates/flake-rate.ts";
import type { GateVerdict } from "../landing/gates/gate.ts";
import { failedTests } from "../landing/gates/second-run.ts";
import type { GateAnswer } from "./gates.ts";
import { type RunContext, record } from "./run-context.ts";

const DETAIL_CHARACTERS = 4_000;
const TESTS_NAMED = 50;

/** What a run says, for people and for the agent that gets it back: the failed tests by name, what does not fit together, the end of the output. */
export function answerOf(verdict: GateVerdict, failed: readonly TestResult[], flaky: readonly string[] = []): GateAnswer {
  const { gate, tree, kind } = verdict;
  const isInfrastructure = kind === "infrastructure";
  return withDetail({
    ...{ gate, tree, passed: kind === "passed", infrastructure: isInfrastructure ? verdict.cause : null },
    ...{ tests: failed, flaky, notes: isInfrastructure ? [] : verdict.notes, detail: "", output: verdict.detail },
  });
}

/** The same answer with other tests or notes, and a detail that tells them. */
export function withDetail(answer: GateAnswer): GateAnswer {
  const { tests, notes, output } = answer;
  const said = [
    ...(tests.length === 0 ? [] : ["failed tests:", ...tests.slice(0, TESTS_NAMED).map(({ id }) => `- ${id}`)]),
    ...(tests.length > TESTS_NAMED ? [`- and ${tests.length - TESTS_NAMED} more`] : []),
    ...notes.map((note) => `note: ${note}`),
  ].join("\n");
  const room = Math.max(0, DETAIL_CHARACTERS - said.length);
  return { ...answer, detail: `${said}\n${room === 0 ? "" : output.slice(-room)}`.trim() };
}

/** Every run of a gate is an event. */
export async function recordRun(context: RunContext, verdict: GateVerdict, changes: readonly string[]): Promise<void> {
  const { gate, tree, kind, ms } = verdict;
  const isInfrastructure = kind === "infrastructure";
  const failed = isInfrastructure ? [] : failedTests(verdict).slice(0, TESTS_NAMED);
  await record(
    context,
    {},
    {
      ...{ kind: "gate-run", gate, tree, passed: kind === "passed", cached: !isInfrastructure && verdict.cached, ms: Math.round(ms) },
      ...{ changes: [...changes], infrastructure: isInfrastructure },
      detail: (isInfrastructure ? `${verdict.cause}: ${verdict.detail}` : verdict.detail).slice(-DETAIL_CHARACTERS),
      ...(failed.length === 0 ? {} : { failedTests: failed.map(({ id }) => id) }),
      ...(isInfrastructure || verdict.notes.length === 0 ? {} : { notes: [...verdict.notes] }),
    },
  );
}

/** Adds what one run said to the record of its tests. */
export async function rememberTests({ engine }: RunContext, verdict: GateVerdict): Promise<void> {
  if (verdict.kind === "infrastructure") return;
  const seen = verdict.tests.flatMap(({ id, outcome }) => (outcome === "skipped" ? [] : [{ id, outcome }]));
  if (seen.length > 0) await engine.store.recordTests(verdict.gate, seen);
}

/** Tests that had failed passed on the same tree. */
export async function recordFlake(
  context: RunContext,
  { gate, tree }: Pick<GateVerdict, "gate" | "tree">,
  changes: readonly string[],
  flaky: readonly string[],
): Promise<void> {
  const { store } = context.engine;
  await store.recordTests(
    gate,
    flaky.map((id) => ({ id, outcome: "flaky" })),
  );
  const records = await store.testRecords(flaky.slice(0, TESTS_NAMED));
  const tests = records.map((test) => ({ id: test.id, runs: test.runs, flakes: test.flakes, rate: flakeRate(test).mean }));
  await record(context, {}, { kind: "flake-seen", gate, tree, changes, tests });
}
