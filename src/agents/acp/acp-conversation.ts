import { client } from "@agentclientprotocol/sdk";
import type { AgentEvent } from "../../core/agent.ts";
import type { ConversationAround, StartConversation } from "../conversation.ts";
import { keptOutput } from "../kept-output.ts";
import { outputLines } from "../output-lines.ts";
import { shortText } from "../output-parser.ts";
import { permissions } from "./permissions.ts";
import { sessionUpdates } from "./session-updates.ts";
import { type AcpToSpeak, type Turn, takeTurns } from "./take-turns.ts";
import { toolCalls } from "./tool-calls.ts";
import { type AcpWire, acpWire } from "./wire.ts";

/** A message may hold a whole file twice. A longer line is noise. */
const MESSAGE_CHARACTERS_MAX = 16 * 1024 * 1024;
/** A few characters of text travel in some two hundred of envelope: the limit on output counts that much more here. */
const ENVELOPE_FACTOR = 8;
const END_GRACE_MS = 2000;

/** Speaks the Agent Client Protocol, version 1, with a program: one session, one prompt, and no person anywhere. */
export function acpConversation(speak: AcpToSpeak): StartConversation {
  return (around) => {
    const { request, program, clock } = around;
    const onRecord = record(around);
    const { tell } = onRecord;
    const calls = toolCalls(request.workspace);
    const updates = sessionUpdates(calls);
    const asked = permissions(request, calls, (events) => tell([...updates.rest(), ...events]));
    const turn: Turn = {
      session: null,
      isResumed: false,
      isListening: false,
      stopping: new AbortController(),
      over: new AbortController(),
    };
    const wire = acpWire({
      send: program.write,
      onUpdate: (params) => turn.isListening && tell(updates.take(params)),
      onNoise: (line) => onRecord.keep("stdout", line),
    });
    const { agent } = client({ name: "signalbox" })
      .onRequest("session/request_permission", ({ params }) => asked.answer(params))
      .connect(wire.stream);
    let isGone = false;
    const flow = takeTurns({ request, clock, speak, agent, turn, tell, updates, asked }).then(async ({ reason, detail }) => {
      turn.over.abort();
      tell(updates.rest());
      // How a program that is gone has ended, its exit says best.
      if (isGone) return;
      program.endInput();
      await program.stop({ reason, detail: onRecord.keep("stdout", detail) }, END_GRACE_MS);
    });
    const hearing = hear(around, wire, onRecord);
    return {
      exitIsACrash: true,
      hear: hearing.hear,
      async interrupt(graceMs) {
        if (turn.session === null || turn.over.signal.aborted) return;
        turn.stopping.abort();
        await agent.notify("session/cancel", { sessionId: turn.session }).catch(() => undefined);
        await clock.sleep(graceMs / 2, turn.over.signal);
      },
      async end() {
        hearing.end();
        // Its last message may be the end of its turn, and is still on its way through the connection.
        await new Promise((resolve) => setImmediate(resolve));
        isGone = true;
        turn.stopping.abort();
        wire.close();
        await flow;
        return onRecord.end();
      },
    };
  };
}

interface OnRecord {
  /** Hands events on, each on record as one line of JSON. */
  readonly tell: (events: readonly AgentEvent[]) => void;
  /** Puts what is no message on record. @returns it redacted. */
  readonly keep: (stream: "stdout" | "stderr", line: string) => string;
  /** @returns the last line that was no message. */
  readonly end: () => string;
}

/** The transcript holds our events, not the protocol's messages: those are mostly envelope, and may hold whole files. */
function record(around: ConversationAround): OnRecord {
  const kept = keptOutput(around);
  let lastWords = "";
  const redacted = (event: AgentEvent): AgentEvent => {
    const line = kept.keep("stdout", JSON.stringify(event));
    try {
      return JSON.parse(line);
    } catch {
      // A key that began in an earlier event: the whole line is blotted out.
      return event.kind === "text" || event.kind === "tool" ? { kind: "text", text: line } : event;
    }
  };
  return {
    tell: (events) => kept.tell(events.flatMap((event) => kept.fitting([redacted(event)]))),
    keep(stream, line) {
      const said = kept.keep(stream, line);
      lastWords = shortText(said.trim(), 300) || lastWords;
      return said;
    },
    end() {
      kept.end();
      return lastWords;
    },
  };
}

/** Splits what the program writes into messages for the wire and lines for the record, and ends it beyond all measure. */
function hear({ request, program }: ConversationAround, wire: AcpWire, onRecord: OnRecord) {
  const lines = { stdout: outputLines(MESSAGE_CHARACTERS_MAX), stderr: outputLines() };
  const bytesMax = request.limits.outputBytesEnd * ENVELOPE_FACTOR;
  let saidBytes = 0;
  const take = (stream: "stdout" | "stderr", said: readonly string[]) => {
    for (const line of said) {
      if (line.trim() === "") continue;
      if (stream === "stdout") wire.hear(line);
      else onRecord.keep(stream, line);
    }
  };
  return {
    hear(stream: "stdout" | "stderr", chunk: Buffer) {
      if (saidBytes > bytesMax) return;
      saidBytes += chunk.length;
      if (saidBytes <= bytesMax) return take(stream, lines[stream].push(chunk));
      void program.stop({ reason: "output-limit", detail: `more than ${bytesMax} bytes of messages` }, 0);
    },
    end() {
      for (const stream of ["stdout", "stderr"] as const) take(stream, lines[stream].end());
    },
  };
}
