import type { RunContext } from "../coordinator/run-context.ts";
import type { StoredEvent } from "../core/event.ts";
import { phaseOf } from "../core/session.ts";
import type { SessionRow } from "../store/rows.ts";
import { eventLine } from "./event-line.ts";
import { table } from "./output.ts";

const REDRAW_MS = 250;
const RECENT_LINES = 6;
const CLEAR_BELOW = "\u001b[0J";

/**
 * The live table on a terminal: one line a task (state, elapsed, last word) and the last events below. It redraws in
 * place and leaves its last state standing.
 */
export function liveView(context: RunContext): { stop(): void } {
  const { store, clock } = context.engine;
  const lastLines = new Map<string, string>();
  const recent: string[] = [];
  let drawnLines = 0;
  const unsubscribe = store.subscribe((event) => {
    if (event.task !== null) lastLines.set(event.task, wordOf(event));
    const line = eventLine(event);
    if (line !== undefined) recent.push(line);
    if (recent.length > RECENT_LINES) recent.shift();
  });
  const draw = async () => {
    const sessions = await store.sessions({ run: context.run });
    const rows = context.plan.schedule.map(({ task }) =>
      rowOf(
        task,
        sessions.findLast((session) => session.task === task),
        lastLines.get(task) ?? "",
        clock.now(),
      ),
    );
    const width = process.stdout.columns ?? 120;
    const lines = [...table([["TASK", "PHASE", "STATE", "ELAPSED", "LAST"], ...rows]).split("\n"), "", ...recent].map((line) =>
      line.slice(0, width - 1),
    );
    process.stdout.write(`${drawnLines > 0 ? `\u001b[${drawnLines}A` : ""}\r${CLEAR_BELOW}${lines.join("\n")}\n`);
    drawnLines = lines.length;
  };
  let drawing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    drawing = drawing.then(draw).catch(() => undefined);
  }, REDRAW_MS);
  return {
    stop() {
      clearInterval(timer);
      unsubscribe();
    },
  };
}

function rowOf(task: string, session: SessionRow | undefined, last: string, nowMs: number): string[] {
  if (session === undefined) return [task, "-", "waiting", "", last];
  const ended = phaseOf(session.state) === "Completion" || phaseOf(session.state) === "Ended";
  const seconds = Math.round(((ended ? session.updatedAtMs : nowMs) - session.openedAtMs) / 1000);
  return [task, phaseOf(session.state), session.state, `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`, last];
}

function wordOf({ body }: StoredEvent): string {
  const text = body.kind === "agent" ? agentWord(body.event) : body.kind === "session-moved" ? body.reason : "";
  return text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 80);
}

function agentWord(event: Extract<StoredEvent["body"], { kind: "agent" }>["event"]): string {
  if (event.kind === "text") return event.text;
  return event.kind === "tool" ? `${event.tool} ${event.title}` : event.kind;
}
