import type { AgentRequest } from "../core/agent.ts";
import { recordPaths } from "../records/record-paths.ts";
import type { SessionRow } from "../store/rows.ts";
import { describeCommand } from "./gates.ts";
import { followUpFor, type PromptParts, promptFor } from "./prompt.ts";
import type { RunContext } from "./run-context.ts";

/**
 * What a session's agent is told in its next turn.
 * @param tools it is given our tools.
 */
export async function promptsOf(
  context: RunContext,
  session: SessionRow,
  tools: boolean,
): Promise<Pick<AgentRequest, "prompt"> & { readonly followUp: string }> {
  const { config } = context.engine.site;
  const task = context.tasks.get(session.task);
  if (task === undefined) return { prompt: `${session.task}\n`, followUp: "Go on.\n" };
  const last = (await context.engine.store.changes({ session: session.id })).at(-1);
  const acceptance = await context.acceptance(task);
  const parts: PromptParts = {
    ...{ task, session: session.id, text: await context.promptText(task), paths: session.paths, tools },
    gates: config.gates.map((gate) => describeCommand(gate.run)),
    acceptance: acceptance === null ? null : describeCommand(acceptance),
    protectedPaths: config.protect,
    records: recordPaths(config.records),
    returned: last?.state === "returned" ? last.returned : null,
    exchange: session.question === null || session.answer === null ? null : { question: session.question, answer: session.answer },
  };
  return { prompt: promptFor(parts), followUp: followUpFor(parts) };
}
