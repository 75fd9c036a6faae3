import { parse } from "yaml";
import { messageOf } from "../core/errors.ts";

/** The parts of a GitHub Actions workflow the doctor reads. Everything in it is untrusted text. */
export interface Workflow {
  readonly triggers: readonly string[];
  readonly jobs: ReadonlyMap<string, Job>;
}

export interface Job {
  /** The reusable workflow it calls instead of having steps. */
  readonly uses: string | undefined;
  readonly needs: readonly string[];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly uses: string | undefined;
  readonly run: string | undefined;
  /** Where `run` starts, relative to the repository's root, as written. */
  readonly directory: string;
  readonly inputs: ReadonlyMap<string, string>;
}

/** Reads a workflow. @returns instead, in words for a person, why GitHub would not run it. */
export function readWorkflow(text: string): Workflow | string {
  let top: Fields;
  try {
    top = fields(parse(text));
  } catch (error) {
    return `is no valid YAML: ${messageOf(error).split(": ", 1).join("")}`;
  }
  const jobs = new Map(Object.entries(fields(top["jobs"])).map(([id, job]) => [id, readJob(fields(job), directoryOf(top))]));
  const triggers = namesOf(top["on"]);
  if (triggers.length === 0) return "has no trigger (`on:`)";
  if (jobs.size === 0) return "has no jobs";
  for (const [id, { uses, needs, steps }] of jobs) {
    if (uses === undefined && steps.length === 0) return `has a job without steps (\`${id}\`)`;
    const missing = needs.find((need) => !jobs.has(need));
    if (missing !== undefined) return `has a job (\`${id}\`) that needs a job there is not (\`${missing}\`)`;
  }
  return { triggers, jobs };
}

function readJob(job: Fields, directory: string): Job {
  const steps = Array.isArray(job["steps"]) ? job["steps"].map(fields) : [];
  const own = directoryOf(job) || directory;
  return { uses: textOf(job["uses"]), needs: namesOf(job["needs"]), steps: steps.map((step) => readStep(step, own)) };
}

function readStep(step: Fields, directory: string): Step {
  const inputs = Object.entries(fields(step["with"])).map(([name, value]) => [name, String(value)] as const);
  return {
    uses: textOf(step["uses"]),
    run: textOf(step["run"]),
    directory: textOf(step["working-directory"]) ?? directory,
    inputs: new Map(inputs),
  };
}

/** `defaults: run: working-directory:` of a workflow or a job; "" when it sets none. */
function directoryOf(owner: Fields): string {
  return textOf(fields(fields(owner["defaults"])["run"])["working-directory"]) ?? "";
}

/** A name, a list of names, or a map by name: `on` and `needs` may be written in each of these forms. */
function namesOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.map(String) : Object.keys(fields(value));
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
