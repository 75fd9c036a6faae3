import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { type WorldParameters, worldParameters } from "../simulation/landing/base-parameters.ts";
import { type Estimate, type Experiment, estimateOf, experiment, type Seeds } from "../simulation/landing/experiment.ts";
import { COLUMN_NOTES, experimentTable } from "../simulation/landing/experiment-table.ts";
import { MEASURES, type MeasureName } from "../simulation/landing/measures.ts";
import { POLICIES } from "../simulation/landing/policies/policies.ts";
import type { PolicyKind } from "../simulation/landing/policy.ts";
import { waitsPlot } from "../simulation/landing/waits-plot.ts";
import { decimal, type RawOptions, seedOption, textOption, wholeNumber } from "./options.ts";
import { type CommandContext, printJson, table } from "./output.ts";

const [WORKERS_MAX, PER_HOUR_MAX, HOURS_MAX, SEEDS_MAX] = [64, 240, 200, 1_000];

/** `signalbox simulate`: plays drawn changes by every policy and compares how long they wait and what their runs cost. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const [parameters, policies, seeds] = [parametersOf(options), policiesOf(options), seedsOf(options)];
  const experiments = experiment(parameters, policies, seeds, {}, ({ name }) => context.note(`simulating ${name}`));
  const svg = textOption(options, "svg");
  if (svg !== null) await writeFile(resolve(context.cwd, svg), waitsPlot(experiments, parameters));
  if (context.json) printJson(context, "simulate", { parameters, seeds, policies: experiments.map(asJson) });
  else context.print([headline(parameters, seeds), table(experimentTable(experiments)), "", COLUMN_NOTES].join("\n"));
  return EXIT.done;
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
