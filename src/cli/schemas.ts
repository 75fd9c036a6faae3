import { z } from "zod";
import { CHANGE_MACHINE, type ChangeState } from "../core/change.ts";
import { configSchema } from "../core/config.ts";
import { HEALTH_CHECKS, SEVERITIES } from "../doctor/health-finding.ts";
import { FINDING_CODES } from "../records/findings.ts";
import { event } from "./schemas/event.ts";
import { plan } from "./schemas/plan.ts";
import { report } from "./schemas/report.ts";
import { claim, errorBody, oid, refused, refusedBody, returnReason } from "./schemas/shared.ts";
import { replayed, simulated } from "./schemas/simulate.ts";
import { status } from "./schemas/status.ts";
import { prediction, problem, task } from "./schemas/tasks.ts";

const text = z.string();
const texts = z.array(z.string());

const found = z.strictObject({
  prompts: z.array(z.strictObject({ folder: text, files: z.int().positive() })),
  roadmap: text.nullable(),
  sessions: text.nullable(),
  backlog: text.nullable(),
  taskMaster: text.nullable(),
  gates: texts,
  lockfile: text.nullable(),
  acceptance: text.nullable(),
});

const finding = z.strictObject({
  code: z.enum(FINDING_CODES),
  task: text.nullable(),
  session: text.nullable(),
  owner: text.nullable(),
  message: text,
  file: text,
  line: z.int().positive(),
});

const healthFinding = z.strictObject({
  check: z.enum(HEALTH_CHECKS),
  severity: z.enum(SEVERITIES),
  message: text,
  fix: text.nullable(),
  fixable: z.boolean(),
});

const hook = z.strictObject({ kind: z.enum(["installed", "chained", "already", "manual"]), path: text, line: text });
/** `submitted`: it waits on the remote for the lander; the others are the change's own states. */
const submissionState = z.enum(["submitted", ...(Object.keys(CHANGE_MACHINE) as ChangeState[])]);
const taskDone = z.strictObject({ task: z.strictObject({ id: text }), message: text });

/** The forms of what each command prints under `--json` unless it fails, without `schema` (DESIGN §11). */
export const BODIES = {
  init: [z.strictObject({ config: configSchema, found })],
  tasks: [z.strictObject({ tasks: z.array(task), problems: z.array(problem) })],
  predict: [prediction],
  plan: [plan],
  run: [z.strictObject({ report })],
  status: [status],
  logs: [z.strictObject({ session: text, events: z.array(event) })],
  report: [z.strictObject({ report })],
  claim: [z.strictObject({ claim, prompt: text, base: oid, branch: text })],
  renew: [z.strictObject({ claim })],
  extend: [z.strictObject({ claim, paths: texts })],
  submit: [z.strictObject({ claim, state: submissionState, reason: returnReason.nullable() })],
  release: [z.strictObject({ claim })],
  land: [
    z.strictObject({ landed: z.strictObject({ commit: oid, tree: oid }) }),
    z.strictObject({ refused, reason: returnReason.nullable() }),
  ],
  abort: [taskDone],
  answer: [z.strictObject({ session: text, message: text })],
  rollback: [taskDone],
  retry: [taskDone],
  drop: [taskDone],
  check: [z.strictObject({ findings: z.array(finding), blocked: z.boolean() }), z.strictObject({ hook })],
  doctor: [z.strictObject({ findings: z.array(healthFinding), fixed: texts })],
  simulate: [simulated, replayed],
  bench: [z.strictObject({ benchmarks: texts }), z.strictObject({ benchmark: text, exitCode: z.int().nullable(), lines: texts })],
  /** Only ever fails: it is a show for people. */
  demo: [],
  /** Only ever fails: what it writes is the protocol's. */
  mcp: [],
  /** What is printed when no command was understood: only ever an error. */
  usage: [],
} as const satisfies Readonly<Record<string, readonly z.ZodObject[]>>;

export type OutputName = keyof typeof BODIES;

/** What a command may hand to `printJson`. */
export type OutputBody<Name extends OutputName> = DeepReadonly<z.infer<(typeof BODIES)[Name][number]>>;

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** Everything a command prints under `--json`: its own forms, a refusal, an error. Published in docs/schema/. */
export function outputSchema(name: OutputName): z.ZodType {
  const schema = z.literal(`signalbox.${name}/1`);
  const bodies: readonly z.ZodObject[] = [...BODIES[name], refusedBody, errorBody];
  return z.union(bodies.map((body) => z.strictObject({ schema, ...body.shape })));
}
