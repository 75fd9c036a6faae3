import type { AgentRequest } from "../../core/agent.ts";
import type { Clock } from "../../core/ports.ts";
import { askToWrite } from "../ask-to-write.ts";
import { pathsInside } from "../output-parser.ts";
import type { RefusedWrite } from "./permissions.ts";

/** So long an agent that is done with everything else waits for paths that others hold. */
const WAIT_MS_MAX = 5 * 60_000;
const ASK_AGAIN_MS = 5000;

/**
 * What an agent is told after a turn in which writes were refused: the reasons, which the protocol's refusal does not
 * carry, and which of the paths are its own by now. It has nothing else to do, so others get some time to finish.
 * @param signal aborted when the run ends meanwhile.
 */
export async function heldWritesPrompt(
  refused: readonly RefusedWrite[],
  request: AgentRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<string> {
  const untilMs = clock.monotonicMs() + WAIT_MS_MAX;
  const free: RefusedWrite[] = [];
  let held = refused.filter(({ forGood }) => !forGood);
  for (;;) {
    const still: RefusedWrite[] = [];
    for (const one of held) ((await askToWrite(request, one.tool, one.paths)).granted ? free : still).push(one);
    held = still;
    if (held.length === 0 || clock.monotonicMs() >= untilMs || signal.aborted) break;
    await clock.sleep(ASK_AGAIN_MS, signal);
  }
  const names = (writes: readonly RefusedWrite[]) =>
    [
      ...new Set(
        pathsInside(
          request.workspace,
          writes.flatMap(({ paths }) => paths),
        ),
      ),
    ].join(", ");
  return [
    "Signalbox refused some of your writes:",
    ...refused.map(({ text }) => `- ${text}`),
    free.length === 0 ? "" : `Free by now, and yours: ${names(free)}. Go on with what needed them.`,
    held.length === 0 ? "" : `Still not yours: ${names(held)}.`,
    free.length === 0 ? "If something is left to do without them, do it; otherwise end your turn." : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
}
