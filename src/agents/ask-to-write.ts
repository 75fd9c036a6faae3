import type { AgentRequest, ToolKind, WriteAnswer } from "../core/agent.ts";
import { messageOf } from "../core/errors.ts";

/**
 * Asks whether paths may be written. Where that cannot be found out the write is granted and said so: only a path known
 * to be held is refused, and submission checks the real diff again.
 */
export async function askToWrite(request: AgentRequest, tool: ToolKind, paths: readonly string[]): Promise<WriteAnswer> {
  return request.mayWrite(paths, tool).catch((error: unknown) => {
    request.onEvent({ kind: "text", text: `Whether ${paths.join(", ")} may be written could not be found out: ${messageOf(error)}` });
    return { granted: true };
  });
}
