import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { type WorldParameters, worldParameters } from "../simulation/landing/base-parameters.ts";
import { type Estimate, type Experiment, estimateOf, experiment, type Seeds } from "../simulation/landing/experiment.ts";
import { COLUMN_NOTES, experimentTable } from "../simulation/landing/experiment-table.ts";
import { MEASURES, type MeasureName } from "../simulation/landing/measures.ts";
import { POLICIES } from "../simulation/landing/policies/policies.ts";
import type { PolicyKind } from "../simulation/landing/policy.ts";
import { type ReplayReport, replay } from "../simulation/landing/replay/replay.ts";
import { waitsPlot } from "../simulation/landing/waits-plot.ts";
import { decimal, type RawOptions, seedOption, textOption, wholeNumber } from "./options.ts";
import { type CommandContext, printJson, table } from "./output.ts";

const [WORKERS_MAX, PER_HOUR_MAX, HOURS_MAX, SEEDS_MAX, MERGES_MAX] = [64, 240, 200, 1_000, 10_000];

/**
 * `signalbox simulate`: plays drawn changes, or with `--repo` a repository's own, by every policy and compares how long they
 * wait and what their runs cost.
 */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const [parameters, policies, seeds] = [parametersOf(options), policiesOf(options), seedsOf(options)];
  const repository = textOption(options, "repo");
  if (repository !== null) return runReplay(context, resolve(context.cwd, repository), parameters, policies, options);
  const experiments = experiment(parameters, policies, seeds, {}, ({ name }) => context.note(`simulating ${name}`));
  const svg = textOption(options, "svg");
  if (svg !== null) await writeFile(resolve(context.cwd, svg), waitsPlot(experiments, parameters));
  if (context.json) printJson(context, "simulate", { parameters, seeds, policies: experiments.map(asJson) });
  else context.print([headline(parameters, seeds), table(experimentTable(experiments)), "", COLUMN_NOTES].join("\n"));
  return EXIT.done;
}

async function runReplay(
  context: CommandContext,
  repository: string,
  parameters: WorldParameters,
  policies: readonly PolicyKind[],
  options: RawOptions,
): Promise<number> {
  const [seed, mergesMax] = [seedOption(options) ?? 1, wholeNumber(options["merges"], "merges", 1, MERGES_MAX)];
  const report = await replay(repository, parameters, policies, { mergesMax, seed, say: context.note });
  if (context.json) printJson(context, "simulate", { repository, seed, ...report });
  else context.print(replayText(report, parameters));
  return EXIT.done;
}

function replayText({ merges, rebuilt, conflicted, policies }: ReplayReport, { workers, changesPerHour }: WorldParameters): string {
  const head = [
    "policy",
    "landed",
    "returned",
    "conflicts met",
    "foreseen",
    "overlapping pairs",
    "in order",
    "as committed",
    "p50 min",
    "p95 min",
  ];
  const rows = policies.map((one) => [
    one.policy,
    ...[one.landed, one.returned, one.conflictsMet, one.conflictsForeseen, one.overlappingPairs, one.pairsInOrder].map(String),
    ...[String(one.sameAsCommitted), one.p50.toFixed(1), one.p95.toFixed(1)],
  ]);
  return `${merges} merges, ${changesPerHour} changes/h, ${workers} workers. Made again from their two parents: ${rebuilt} give the committed tree, \
${conflicted} conflict.\n\n${table([head, ...rows])}

conflicts met: changes git could not merge where the policy wanted them; foreseen: those that wrote a file that something below
them had written too; as committed: landed changes whose files came out as in the recorded merge.`;
}

function parametersOf(options: RawOptions): WorldParameters {
  const given = <T>(name: string, parse: (value: unknown) => T) => (options[name] === undefined ? undefined : parse(options[name]));
  const share = (name: string) => given(name, (value) => decimal(value, name, 0, 1));
  const replaced = {
    workers: given("workers", (value) => wholeNumber(value, "workers", 1, WORKERS_MAX)),
    changesPerHour: given("rate", (value) => decimal(value, "rate", 0.1, PER_HOUR_MAX)),
    hours: given("hours", (value) => decimal(value, "hours", 0.1, HOURS_MAX)),
    overlap: share("overlap"),
    failure: share("failure"),
    flake: share("flake"),
  };
  return worldParameters(Object.fromEntries(Object.entries(replaced).filter(([, value]) => value !== undefined)));
}

/** @throws SignalboxError `bad-input` for a policy that is none. */
function policiesOf(options: RawOptions): readonly PolicyKind[] {
  const wanted = textOption(options, "policy")?.split(/[\s,]+/);
  return wanted === undefined ? POLICIES : wanted.map(policyNamed);
}

function policyNamed(name: string): PolicyKind {
  const found = POLICIES.find((policy) => policy.name === name);
  if (found !== undefined) return found;
  throw new SignalboxError(
    "bad-input",
    `expected --policy to name policies (${POLICIES.map((one) => one.name).join(", ")}), got \`${name}\``,
  );
}

function seedsOf(options: RawOptions): Seeds {
  return { first: seedOption(options) ?? 1, count: wholeNumber(options["seeds"], "seeds", 1, SEEDS_MAX) };
}

function headline(
  { workers, changesPerHour, hours, overlap, failure, flake, suiteMinutes }: WorldParameters,
  { first, count }: Seeds,
): string {
  return `${workers} workers, ${changesPerHour} changes/h for ${hours} h, overlap ${overlap}, failure ${failure}, flake ${flake}, a suite of ${suiteMinutes} min; \
seeds ${first} to ${first + count - 1}, means with 95 % confidence\n`;
}

function asJson(one: Experiment) {
  const { name, summary, isExact, isYardstick } = one.policy;
  const measures = Object.fromEntries(MEASURES.map((measure) => [measure, estimateOf(one, measure)])) as Record<MeasureName, Estimate>;
  return { policy: name, summary, exact: isExact, yardstick: isYardstick, measures };
}
