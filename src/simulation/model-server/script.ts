import { z } from "zod";
import { messageOf, SignalboxError } from "../../core/errors.ts";

/**
 * What a scripted model does, one step a turn. A step may say something, call tools (`do`: one action, or several at
 * once) and have something go wrong first. A step without `do` ends the agent's turn.
 *
 * The prompt carries the script between marks, as JSON or, because some programs re-quote their arguments, as base64:
 *
 *     <<model-script [{"say":"Now the test.","do":{"run":"npm test"}},{"say":"Done."}] model-script>>
 *     <<model-script base64 W3sic2F5IjoiRG9uZS4ifV0= model-script>>
 */

const text = z.string().max(1_000_000);
const path = z.string().min(1).max(1000);
const input = z.record(z.string(), z.unknown());
const times = z.int().min(1).max(1_000_000).default(1);

const actionSchema = z.union([
  z.strictObject({ run: text.describe("a shell command") }),
  z.strictObject({ read: path }),
  z.strictObject({ write: path.describe("new or whole file"), content: text }),
  z.strictObject({ edit: path, find: text.min(1).describe("must occur exactly once"), replace: text }),
  z.strictObject({
    mcp: z.string().min(1).describe("the tool's own name; the agent's prefix is found"),
    input: input.default({}),
    /** Absent: the model says that it misses the tool. */
    without: text.optional().describe("a shell command in its place, for an agent that offers no such tool"),
  }),
  z.strictObject({ tool: z.string().min(1).describe("exactly this tool of the agent"), input: z.union([input, text]) }),
]);

/** What goes wrong the first `times` times the step is asked for; afterwards the step is played. */
const faultSchema = z.union([
  z.strictObject({
    status: z.int().min(400).max(599).describe("the request is answered with this HTTP status"),
    retryAfterSeconds: z.number().nonnegative().max(86_400).optional(),
    times,
  }),
  z.strictObject({ cut: z.literal(true).describe("the connection ends half-way through the answer"), times }),
  z.strictObject({ hang: z.literal(true).describe("no answer, and the connection stays open"), times }),
]);

const stepSchema = z.strictObject({
  say: text.optional(),
  do: z.union([actionSchema, z.array(actionSchema).min(1).max(32)]).optional(),
  fault: faultSchema.optional(),
  /** Milliseconds before the answer begins, and between the events of a stream. */
  delayMs: z.int().nonnegative().max(600_000).optional(),
  paceMs: z.int().nonnegative().max(60_000).optional(),
});

const scriptSchema = z.array(stepSchema).max(10_000);

export type ModelAction = z.infer<typeof actionSchema>;
export type ModelFault = z.infer<typeof faultSchema>;
export type ModelStep = z.infer<typeof stepSchema>;
export type ModelScript = readonly ModelStep[];

const MARKS = /<<model-script\s([\s\S]*?)\smodel-script>>/g;
const BASE64 = /^base64\s+([\w+/=\s]+)$/;

/** The script as a prompt carries it, in the form that survives any quoting. */
export function scriptMark(script: readonly z.input<typeof stepSchema>[]): string {
  const json = JSON.stringify(parseScript(JSON.stringify(script)));
  return `<<model-script base64 ${Buffer.from(json, "utf8").toString("base64")} model-script>>`;
}

/**
 * The last script in a text, or null when there is none.
 * @throws SignalboxError `bad-input` when what stands between the marks is no script.
 */
export function markedScript(prompt: string): ModelScript | null {
  const marked = [...prompt.matchAll(MARKS)].at(-1)?.[1]?.trim();
  if (marked === undefined) return null;
  const encoded = BASE64.exec(marked)?.[1];
  return parseScript(encoded === undefined ? marked : Buffer.from(encoded, "base64").toString("utf8"));
}

function parseScript(json: string): ModelScript {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new SignalboxError("bad-input", `expected a model script as JSON, got \`${json.slice(0, 60)}\`: ${messageOf(error)}`, {
      hint: "write it with scriptMark: an agent program may have changed the quotes",
    });
  }
  const parsed = scriptSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SignalboxError(
    "bad-input",
    `expected a valid model script, got a problem at ${issue?.path.join(".") || "the top level"}: ${issue?.message ?? "unknown"}`,
    { hint: "src/simulation/model-server/script.ts lists what a step may have" },
  );
}
