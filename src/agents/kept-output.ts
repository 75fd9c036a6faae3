import type { AgentEvent } from "../core/agent.ts";
import type { ConversationAround } from "./conversation.ts";
import { shortText, withoutEscapes } from "./output-parser.ts";
import { makeRedactor } from "./redact.ts";
import type { TranscriptEntry } from "./transcript.ts";

/** What an agent says, on its way to the transcript and to events: redacted, and within the session's limit. */
export interface KeptOutput {
  /** Puts a line on record while there is room. @returns it redacted. Lines of a stream must be given in order. */
  keep(stream: "stdout" | "stderr", line: string): string;
  /** What of a kept line's events there is room for: beyond the limit no more texts and tools. */
  fitting(events: readonly AgentEvent[]): readonly AgentEvent[];
  /** Hands events on, neighbouring texts as one. */
  tell(events: readonly AgentEvent[]): void;
  /** Closes the transcript. @returns the last line kept that was not blank. */
  end(): string;
}

/** Of the prompt, so much is put on record. */
const PROMPT_CHARACTERS_MAX = 100_000;

/**
 * Begins with the prompt. Beyond `outputBytesMax` of a session nothing more is kept and no more text becomes events,
 * which is said once; other events go on, because a part or a rate limit still matters.
 */
export function keptOutput({ request, transcript, secrets, clock }: ConversationAround): KeptOutput {
  const { limits, attempt, onEvent } = request;
  const redact = { prompt: makeRedactor(secrets), stdout: makeRedactor(secrets), stderr: makeRedactor(secrets) };
  let keptBytes = transcript.bytes;
  let dropping = false;
  let lastLine = "";
  const record = (stream: TranscriptEntry["stream"], text: string) => transcript.write({ atMs: clock.now(), attempt, stream, text });

  for (const line of shortText(request.prompt, PROMPT_CHARACTERS_MAX).split("\n")) record("prompt", redact.prompt(line));
  return {
    keep(stream, raw) {
      const line = withoutEscapes(redact[stream](raw));
      if (line.trim() !== "") lastLine = shortText(line.trim(), 300);
      keptBytes += Buffer.byteLength(line) + 1;
      if (!dropping && keptBytes > limits.outputBytesMax) {
        dropping = true;
        const text = `Output beyond ${limits.outputBytesMax} bytes is dropped.`;
        record("note", text);
        onEvent({ kind: "text", text });
      }
      if (!dropping) record(stream, line);
      return line;
    },
    fitting: (events) => (dropping ? events.filter(({ kind }) => kind !== "text" && kind !== "tool") : events),
    tell(events) {
      for (const event of mergeText(events)) onEvent(event);
    },
    end() {
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
