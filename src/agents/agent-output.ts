import type { AgentEvent, AgentRequest } from "../core/agent.ts";
import { messageOf } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import { outputLines } from "./output-lines.ts";
import { type OutputParser, shortText } from "./output-parser.ts";
import { makeRedactor } from "./redact.ts";
import type { Transcript, TranscriptEntry } from "./transcript.ts";

export interface AgentOutputOptions {
  readonly request: AgentRequest;
  /** Closed when the output ends. */
  readonly transcript: Transcript;
  readonly parser: OutputParser;
  readonly secrets: readonly string[];
  readonly clock: Clock;
  /** Gives the agent the one-line answer to a part. */
  readonly answer: (line: string) => void;
  /** The agent has said more than `outputBytesEnd`. */
  readonly onLimit: () => void;
}

/** Everything an agent says, on its way to the transcript and to events. */
export interface AgentOutput {
  push(stream: "stdout" | "stderr", chunk: Buffer): void;
  /** Takes the last lines and closes the transcript. Returns the last line said, redacted. */
  end(): string;
}

const PARTS_MAX = 100;
/** Of the prompt, so much is put on record. */
const PROMPT_CHARACTERS_MAX = 100_000;

/**
 * Counts, splits, redacts, records and parses. Beyond `outputBytesMax` of a session nothing more is kept and no more
 * text becomes events, which is said once; other events go on, because a part or a rate limit still matters.
 */
export function agentOutput({ request, transcript, parser, secrets, clock, answer, onLimit }: AgentOutputOptions): AgentOutput {
  const { limits, attempt, onEvent } = request;
  const redact = { prompt: makeRedactor(secrets), stdout: makeRedactor(secrets), stderr: makeRedactor(secrets) };
  const lines = { stdout: outputLines(), stderr: outputLines() };
  let keptBytes = transcript.bytes;
  let saidBytes = 0;
  let parts = 0;
  let dropping = false;
  let lastLine = "";

  const record = (stream: TranscriptEntry["stream"], text: string) => transcript.write({ atMs: clock.now(), attempt, stream, text });
  const note = (text: string) => {
    record("note", text);
    onEvent({ kind: "text", text });
  };
  const takeLine = (stream: "stdout" | "stderr", raw: string): readonly AgentEvent[] => {
    const line = redact[stream](raw);
    if (line.trim() !== "") lastLine = shortText(line.trim(), 300);
    keptBytes += Buffer.byteLength(line) + 1;
    if (!dropping && keptBytes > limits.outputBytesMax) {
      dropping = true;
      note(`Output beyond ${limits.outputBytesMax} bytes is dropped.`);
    }
    if (!dropping) record(stream, line);
    const events = stream === "stdout" ? parser(line) : [];
    return dropping ? events.filter((event) => event.kind !== "text" && event.kind !== "tool") : events;
  };
  const submitPart = (subject: string) => {
    parts += 1;
    if (parts > PARTS_MAX) return answer(`Not taken: a session may submit at most ${PARTS_MAX} parts at a time.`);
    request.onPart(subject).then(
      (text) => answer(oneLine(text)),
      (error) => answer(oneLine(`The part could not be taken: ${messageOf(error)}`)),
    );
  };
  const emit = (events: readonly AgentEvent[]) => {
    for (const event of mergeText(events)) {
      onEvent(event);
      if (event.kind === "part-ready") submitPart(event.subject);
    }
  };

  for (const line of shortText(request.prompt, PROMPT_CHARACTERS_MAX).split("\n")) record("prompt", redact.prompt(line));
  return {
    push(stream, chunk) {
      if (saidBytes > limits.outputBytesEnd) return;
      saidBytes += chunk.length;
      if (saidBytes > limits.outputBytesEnd) return onLimit();
      emit(lines[stream].push(chunk).flatMap((line) => takeLine(stream, line)));
    },
    end() {
      for (const stream of ["stdout", "stderr"] as const) emit(lines[stream].end().flatMap((line) => takeLine(stream, line)));
      transcript.close();
      return lastLine;
    },
  };
}

/** Neighbouring texts as one event: a chatty program must not become one stored event a line. */
function mergeText(events: readonly AgentEvent[]): readonly AgentEvent[] {
  const merged: AgentEvent[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    if (event.kind === "text" && last?.kind === "text")
      merged[merged.length - 1] = { ...last, text: shortText(`${last.text}\n${event.text}`) };
    else merged.push(event);
  }
  return merged;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
