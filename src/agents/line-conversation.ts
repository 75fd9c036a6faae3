import type { AgentEvent } from "../core/agent.ts";
import { messageOf } from "../core/errors.ts";
import type { StartConversation } from "./conversation.ts";
import { keptOutput } from "./kept-output.ts";
import { outputLines } from "./output-lines.ts";
import type { OutputParser } from "./output-parser.ts";

export interface LinesToHold {
  /** What is written to the program's standard input at its start. */
  readonly input: string;
  /** True: standard input stays open, and answers to parts are written to it, one line each. */
  readonly answers: boolean;
  readonly parser: OutputParser;
}

const PARTS_MAX = 100;

/** With a program that gets one prompt, says what it does in lines, and ends by itself: splits, redacts, records and parses. */
export function lineConversation({ input, answers, parser }: LinesToHold): StartConversation {
  return (around) => {
    const { request, program } = around;
    const { outputBytesEnd } = request.limits;
    const kept = keptOutput(around);
    const lines = { stdout: outputLines(), stderr: outputLines() };
    let saidBytes = 0;
    let parts = 0;

    const answer = (text: string) => answers && program.write(`${text.replace(/\s+/g, " ").trim()}\n`);
    const submitPart = (subject: string) => {
      parts += 1;
      if (parts > PARTS_MAX) return answer(`Not taken: a session may submit at most ${PARTS_MAX} parts at a time.`);
      request.onPart(subject).then(answer, (error) => answer(`The part could not be taken: ${messageOf(error)}`));
    };
    const take = (stream: "stdout" | "stderr", said: readonly string[]) => {
      const events = said.flatMap((line): readonly AgentEvent[] => {
        const redacted = kept.keep(stream, line);
        return stream === "stdout" ? kept.fitting(parser(redacted)) : [];
      });
      kept.tell(events);
      for (const event of events) if (event.kind === "part-ready") submitPart(event.subject);
    };

    program.write(input);
    if (!answers) program.endInput();
    return {
      exitIsACrash: false,
      hear(stream, chunk) {
        if (saidBytes > outputBytesEnd) return;
        saidBytes += chunk.length;
        if (saidBytes <= outputBytesEnd) return take(stream, lines[stream].push(chunk));
        void program.stop({ reason: "output-limit", detail: `more than ${outputBytesEnd} bytes of output` }, 0);
      },
      async end() {
        for (const stream of ["stdout", "stderr"] as const) take(stream, lines[stream].end());
        return kept.end();
      },
    };
  };
}
