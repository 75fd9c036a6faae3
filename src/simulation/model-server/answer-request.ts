import { keptTools } from "./kept-tools.ts";
import { nextStep } from "./next-step.ts";
import { sampleOfSchema } from "./sample-of-schema.ts";
import type { ModelScript, ModelStep } from "./script.ts";
import { toolCall } from "./tool-calls.ts";
import type { ModelAnswer, ModelRequest } from "./turn.ts";
import { workingDirectory } from "./working-directory.ts";

/** What is to be done about a request, before anything of it is sent. */
export interface PlannedAnswer {
  readonly answer: ModelAnswer;
  readonly step: ModelStep;
  /** Which step of the script; null where none is played. */
  readonly index: number | null;
  /** The message that carries the script. */
  readonly prompt: string;
}

const CHARACTERS_PER_TOKEN = 4;

/**
 * The answer a script has for a request. Requests without tools are side business, such as a title for the
 * conversation, and requests for a schema a machine's question: both get something short, and never a step.
 * @param body the request as it was sent: its length is what its tokens are reckoned from.
 */
export function answerRequest(request: ModelRequest, body: string, scriptOf: (text: string) => ModelScript | null): PlannedAnswer {
  if (request.answerSchema !== null) return aside(JSON.stringify(sampleOfSchema(request.answerSchema)), body.length);
  if (request.tools.length === 0) return aside("A scripted conversation", body.length);
  const { step, index, prompt } = nextStep(request.turns, scriptOf);
  const actions = step.do === undefined ? [] : [step.do].flat();
  const toolbox = { offers: request.tools, directory: workingDirectory(body), kept: keptTools(body) };
  const calls = actions.map((action) => toolCall(action, toolbox));
  const missing = actions.filter((_, at) => calls[at] === null);
  const possible = calls.filter((call) => call !== null);
  const words = missing.map((action) => `The agent offers no tool for ${JSON.stringify(action).slice(0, 200)}.`);
  const text = [...(step.say === undefined ? [] : [step.say]), ...words].join("\n");
  // An answer without calls ends the turn and needs words: some programs treat an empty one as a fault and ask again.
  const said = text !== "" || possible.length > 0 ? text || null : "Done.";
  return { answer: withUsage(said, possible, body.length), step, index, prompt };
}

function aside(text: string, requestBytes: number): PlannedAnswer {
  return { answer: withUsage(text, [], requestBytes), step: {}, index: null, prompt: "" };
}

function withUsage(text: string | null, calls: ModelAnswer["calls"], requestBytes: number): ModelAnswer {
  const usage = { inputTokens: tokens(requestBytes), outputTokens: tokens(JSON.stringify([text, calls]).length) };
  return { text, calls, usage };
}

function tokens(characters: number): number {
  return Math.max(1, Math.ceil(characters / CHARACTERS_PER_TOKEN));
}
