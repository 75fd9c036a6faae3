import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as allOf } from "node:stream/consumers";
import { answerSession, TRY_AGAIN } from "../coordinator/questions.ts";
import { openSite, type Site } from "../coordinator/site.ts";
import type { Outcome } from "../core/claim.ts";
import { EXIT, messageOf, SignalboxError } from "../core/errors.ts";
import { connectCoordinator } from "../server/connect-coordinator.ts";
import { ANSWER_CHARACTERS_MAX } from "../server/coordinator-api.ts";
import { obey } from "./obey.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";
import { withStore } from "./read-store.ts";

/**
 * `signalbox answer SESSION TEXT`: what the session asked is answered; the answer is its agent's next message. While a run
 * goes on it is taken up at once; otherwise it is stored, and the next run takes it up.
 */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const session = argument(args, 0, "a session");
  const words = args.slice(1).join(" ").trim();
  if (options["drop"] === true) return drop(context, session, textOption(options, "reason") ?? "dropped instead of answered");
  const text = await answerText(context.cwd, words, options);
  const site = await openSite(context.cwd);
  const answered = await deliver(site, session, text);
  if (!answered.ok) return reportRefused(context, "answer", answered.refusal);
  return say(context, session, answered.value);
}

async function drop(context: CommandContext, session: string, reason: string): Promise<number> {
  const obeyed = await obey(context, "answer", () => ({ name: "answer", session, reply: { kind: "drop", reason } }));
  return typeof obeyed === "number" ? obeyed : say(context, session, obeyed.accepted.message);
}

function say(context: CommandContext, session: string, message: string): number {
  if (context.json) printJson(context, "answer", { session, message });
  else context.print(message);
  return EXIT.done;
}

async function deliver(site: Site, session: string, text: string): Promise<Outcome<string>> {
  const client = await connectCoordinator(site.state.coordinatorFile);
  if (client !== undefined) {
    const outcome = await client.command({ name: "answer", session, reply: { kind: "text", text } });
    return outcome.ok ? { ok: true, value: outcome.value.message } : outcome;
  }
  const stored = await withStore(site, (store) => answerSession(store, session, text));
  return stored.ok ? { ok: true, value: `stored for ${stored.value}; next: signalbox run goes on with it` } : stored;
}

/** The one answer given. @throws SignalboxError `bad-input` for none, several, or one that is too long. */
async function answerText(cwd: string, words: string, options: RawOptions): Promise<string> {
  const file = textOption(options, "file");
  const given = [
    ...(words === "" ? [] : [words]),
    ...(file === null ? [] : [await readAnswer(cwd, file)]),
    ...(options["retry"] === true ? [TRY_AGAIN] : []),
  ];
  const [answer] = given;
  if (answer === undefined || given.length > 1) {
    throw new SignalboxError("bad-input", `expected one answer (text, --file, --retry or --drop), got ${given.length}`);
  }
  if (answer !== "" && answer.length <= ANSWER_CHARACTERS_MAX) return answer;
  throw new SignalboxError("bad-input", `expected an answer of 1 to ${ANSWER_CHARACTERS_MAX} characters, got ${answer.length}`);
}

async function readAnswer(cwd: string, file: string): Promise<string> {
  try {
    return (file === "-" ? await allOf(process.stdin) : await readFile(resolve(cwd, file), "utf8")).trim();
  } catch (error) {
    throw new SignalboxError("bad-input", `expected a file to read the answer from, got \`${messageOf(error)}\``, { cause: error });
  }
}
