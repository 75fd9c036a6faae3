import { planningSourceHere } from "../coordinator/planning-here.ts";
import type { PlanningSource } from "../coordinator/planning-input.ts";
import { promptTexts } from "../coordinator/prompt-texts.ts";
import { EXIT, SignalboxError } from "../core/errors.ts";
import type { Footprint } from "../core/footprint.ts";
import { isGlob, parsePath } from "../core/paths.ts";
import type { Task } from "../core/task.ts";
import { ownWords } from "../footprint/mentions/own-words.ts";
import { openPredictor } from "../footprint/open-predictor.ts";
import { type OwnersWord, withOwnersWord } from "../footprint/owners-word.ts";
import type { PredictTask } from "../footprint/predict.ts";
import { resolveObject } from "../git/objects.ts";
import { type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, table } from "./output.ts";

/** A free text is a task of no source; no file can have this id. */
const TEXT_TASK = "text";
const TITLE_CHARACTERS_MAX = 200;
const EVIDENCE_CHARACTERS_MAX = 120;
/** The less likely ones are for the plan, which adds them up; `--json` has them. */
const SHOWN_MIN = 0.02;

/** `signalbox predict TASK | --text "…"`: which files it will change, how surely, and why. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const wish = whatIf(options);
  const text = textOption(options, "text");
  if ((args[0] === undefined) === (text === null)) {
    const got = text === null ? "neither" : "both";
    throw new SignalboxError("bad-input", `expected a task or --text, got ${got}`, {
      hint: 'signalbox predict QA-033, or signalbox predict --text "the login page forgets its user"',
    });
  }
  const source = await planningSourceHere(context.cwd);
  const asked = text === null ? await askedTask(source, args[0] ?? "") : { task: taskOfText(text), text };
  const footprint = await predict(source, asked, wish, context.note);
  const { entries, reads, symbols, size, unknown } = footprint;
  const task = text === null ? asked.task.id : null;
  if (context.json) printJson(context, "predict", { task, footprint: entries, reads, symbols, size, unknown });
  else printFootprint(context, footprint);
  return EXIT.done;
}

async function predict(source: PlanningSource, asked: PredictTask, wish: OwnersWord, note: (line: string) => void): Promise<Footprint> {
  const { git, commit, indexFile, config } = source;
  const exists = new Set<string>();
  for (const path of [...wish.add, ...wish.pin]) {
    if (isGlob(path) || (commit !== null && (await resolveObject(git, `${commit}:${path}`)) !== undefined)) exists.add(path);
  }
  // Said to the predictor too: whether enough is known depends on what may be written.
  const { declared } = asked.task;
  const wished = { ...asked, task: { ...asked.task, declared: { ...declared, forbid: [...declared.forbid, ...wish.forbid] } } };
  const predicted =
    commit === null ? emptyRepository(asked.task) : (await openPredictor(git, commit, { indexFile, config, say: note })).predict(wished);
  return withOwnersWord(predicted, wish, (path) => exists.has(path));
}

/** Its own words: what most prompts of the folder share says nothing about this one. */
async function askedTask({ tasks, reader }: PlanningSource, id: string): Promise<PredictTask> {
  const task = tasks.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (task === undefined) {
    const hint = tasks.length === 0 ? 'no tasks found; signalbox init, or signalbox predict --text "…"' : "signalbox tasks lists them";
    throw new SignalboxError("bad-input", `expected a known task, got \`${id.slice(0, 80)}\``, { hint });
  }
  const beside = tasks.filter((one) => one === task || (one.status !== "done" && one.status !== "dropped"));
  return { task, text: ownWords(await promptTexts(reader, beside)).get(task.id) ?? "" };
}

function taskOfText(text: string): Task {
  const title = (text.trim().split("\n", 1)[0] ?? "").slice(0, TITLE_CHARACTERS_MAX);
  const nothing = { priority: null, status: "todo", effort: null, acceptance: null, promptFile: null, production: false } as const;
  return { id: TEXT_TASK, title, ...nothing, dependsOn: [], conflictsWith: [], declared: { write: [], forbid: [] }, sources: [] };
}

function emptyRepository({ id, declared }: Task): Footprint {
  const evidence = ["its sources declare it"];
  const entries = declared.write.map((path) => ({ path, mode: "create" as const, probability: 1, evidence }));
  return {
    task: id,
    entries,
    reads: [],
    symbols: [],
    size: null,
    unknown: "the repository has no commit yet: there is nothing to predict from",
  };
}

/** @throws SignalboxError `bad-input` for a path outside the repository. */
function whatIf(options: RawOptions): OwnersWord {
  const paths = (name: string) =>
    (textOption(options, name) ?? "")
      .split(/[,\s]+/)
      .filter((path) => path !== "")
      .map(parsePath);
  return { add: paths("add"), pin: paths("pin"), forbid: paths("forbid"), names: [], place: "on the command line" };
}

function shortened(sentence: string): string {
  return sentence.length <= EVIDENCE_CHARACTERS_MAX ? sentence : `${sentence.slice(0, EVIDENCE_CHARACTERS_MAX - 1)}…`;
}

function filesOf(size: number): string {
  const files = Math.round(size);
  return `${files} existing ${files === 1 ? "file" : "files"}`;
}

function printFootprint({ print }: CommandContext, { entries, size, unknown }: Footprint): void {
  const shown = entries.filter(({ probability }) => probability >= SHOWN_MIN);
  if (shown.length > 0) {
    const rows = shown.map(({ path, mode, probability, evidence }) => [path, mode, probability.toFixed(2), shortened(evidence[0] ?? "")]);
    print(table([["PATH", "MODE", "PROBABILITY", "WHY"], ...rows]));
    if (size !== null) print(`\nIt will change about ${filesOf(size)} in all: a guess from its title and from what commits change.`);
  }
  if (unknown !== null) print(`${shown.length > 0 ? "\n" : ""}unknown: ${unknown}; it will run alone unless its owner adds paths`);
}
