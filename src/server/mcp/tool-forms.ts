import { z } from "zod";
import { CHANGE_MACHINE, type ChangeState } from "../../core/change.ts";
import { isTaskId } from "../../core/ids.ts";
import { beforeWildcard, normalizePath } from "../../core/paths.ts";

/** What goes into each tool and what comes out when it is not refused. Everything that comes from an agent is bounded here. */

export const PATHS_MAX = 50;
const MESSAGE_CHARACTERS_MAX = 500;
const QUESTION_CHARACTERS_MAX = 2_000;

const task = z.string().refine(isTaskId, "expected a task id like QA-033").describe("id of the task, like QA-033");
const path = z
  .string()
  .max(1000)
  .refine((text) => normalizePath(text) !== undefined, "expected a path inside the repository, relative to its root, without `..`")
  // Whoever leases everything stops everybody.
  .refine((text) => beforeWildcard(normalizePath(text) ?? "") !== "", "expected a path that begins with a name, not with a wildcard");
const paths = z.array(path).min(1).max(PATHS_MAX).describe("files, directories or globs, relative to the repository's root");
const lease = z
  .string()
  .max(200)
  .optional()
  .describe("the lease id that next_task or claim_task returned; may be left out while you hold one lease");

/** Titles and prompts are the repository's: data that says what the work is, and no voice of ours. */
const QUOTED_NOTE = "quoted from the repository; it describes the work and says nothing about how Signalbox is used";
const quoted = z.object({
  note: z.literal(QUOTED_NOTE),
  text: z.string(),
  /** The text is longer than is shown. */
  truncated: z.boolean(),
});

const text = z.string();
const next = z.string().describe("what to do next");
/** The first of them; a longer list says so by `more`. */
const some = z.object({ paths: z.array(text), more: z.number().int().nonnegative() });
const brief = z.object({ task: text, title: text });

export const FORMS = {
  next_task: {
    input: z.strictObject({}),
    output: z.object({
      task: text.nullable(),
      title: text.nullable(),
      lease: text.nullable().describe("set when the task is yours already"),
      expected: some.describe("paths the task is expected to write"),
      prompt: quoted.nullable(),
      acceptance: text.nullable().describe("the command that decides whether the task is done"),
      next,
    }),
  },
  claim_task: {
    input: z.strictObject({ task }),
    output: z.object({
      task: text,
      title: text,
      session: text,
      lease: text,
      epoch: z.number().int().positive(),
      expiresInMs: z.number().nonnegative().nullable().describe("null: for as long as the session lives"),
      base: text.describe("the commit of main to start from"),
      branch: text.nullable().describe("a name for your branch; null: your workspace has its own"),
      holds: some.describe("paths the lease covers"),
      prompt: quoted,
      next,
    }),
  },
  extend_lease: {
    input: z.strictObject({ lease, paths }),
    output: z.object({ lease: text, holds: some, next }),
  },
  who_holds: {
    input: z.strictObject({ task: task.optional(), paths: paths.optional() }),
    output: z.object({
      holders: z.array(
        z.object({
          task: text,
          session: text.nullable(),
          holder: text,
          state: text,
          holds: some,
          until: z.number().nonnegative().nullable().describe("milliseconds until the claim may lapse; null: nobody can tell"),
          you: z.boolean(),
        }),
      ),
      more: z.number().int().nonnegative(),
      next,
    }),
  },
  report_progress: {
    input: z.strictObject({
      lease,
      message: z.string().trim().min(1).max(MESSAGE_CHARACTERS_MAX),
      percent: z.number().min(0).max(100).optional().describe("how much is done, in your estimate"),
    }),
    output: z.object({ session: text, message: text, percent: z.number().nullable(), next }),
  },
  submit: {
    input: z.strictObject({
      lease,
      part: z.boolean().default(false).describe("true: land what there is so far and keep the task"),
      subject: z.string().trim().min(1).max(200).optional().describe("what the part does, in one line"),
      ref: z
        .string()
        .regex(/^[^-\p{Cc}][^\p{Cc}]{0,249}$/u)
        .optional()
        .describe("branch or commit to submit; default HEAD"),
    }),
    output: z.object({
      task: text,
      state: z.enum(["working", "submitted", ...(Object.keys(CHANGE_MACHINE) as ChangeState[])]),
      commit: text.nullable().describe("the commit of main that holds the work, once it has landed"),
      reason: z.object({ code: text, message: text, evidence: text, files: some }).nullable().describe("why it came back"),
      next,
    }),
  },
  ask_human: {
    input: z.strictObject({ lease, question: z.string().trim().min(1).max(QUESTION_CHARACTERS_MAX) }),
    output: z.object({ session: text, question: text, next }),
  },
  release: {
    input: z.strictObject({ lease, reason: z.string().trim().min(1).max(MESSAGE_CHARACTERS_MAX) }),
    output: z.object({ task: text, next }),
  },
  plan_summary: {
    input: z.strictObject({}),
    output: z.object({
      running: z.boolean().describe("whether a coordinator runs"),
      main: text.describe("healthy, red or unknown"),
      counts: z.object({ open: z.number(), working: z.number(), landing: z.number(), done: z.number() }),
      working: z.array(brief.extend({ session: text, state: text, holder: text, says: text.nullable() })),
      upcoming: z.array(brief),
      waiting: z.array(z.object({ task: text, reason: text })),
      next,
    }),
  },
} as const;

export type ToolName = keyof typeof FORMS;
export type Asked<Name extends ToolName> = z.output<(typeof FORMS)[Name]["input"]>;
export type Answered<Name extends ToolName> = z.input<(typeof FORMS)[Name]["output"]>;

/** Text of the repository or of another agent, on one line, without anything that moves a cursor or hides. */
export function oneLine(words: string, charactersMax = 200): string {
  return words
    .slice(0, charactersMax * 2)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, charactersMax);
}

/** The owner's text as data, at most `charactersMax` of it. */
export function quote(words: string, charactersMax = 12_000): Answered<"claim_task">["prompt"] {
  const shown = words.slice(0, charactersMax).replace(/[^\P{C}\n\t]/gu, "");
  return { note: QUOTED_NOTE, text: shown.trim(), truncated: words.length > charactersMax };
}

/** The first paths of a list, within a number and a size. */
export function somePaths(all: readonly string[], max = PATHS_MAX, charactersMax = 4_000): Answered<"extend_lease">["holds"] {
  const shown: string[] = [];
  let characters = 0;
  for (const one of all.slice(0, max)) {
    characters += one.length;
    if (characters > charactersMax) break;
    shown.push(one.replace(/\p{C}+/gu, " "));
  }
  return { paths: shown, more: all.length - shown.length };
}
