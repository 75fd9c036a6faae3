import type { AgentRequest } from "../core/agent.ts";
import { RUN_TOKEN_NAME } from "./process-tree.ts";

/** What every agent gets from the coordinator's environment; the rest only by name, from the configuration. */
const ALLOWED = /^(PATH|LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM)$/;

/** The address in everything an agent's git writes, unless the agent hides it: commits, and who moved a branch. */
export const AGENT_EMAIL = "agent@signalbox.invalid";

export interface AgentEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Values of the variables passed through by name: to be redacted wherever the agent's output is kept. */
  readonly secrets: readonly string[];
}

/**
 * The whole environment of an agent's program, an allow-list (DESIGN §12). HOME and TMPDIR are the session's own;
 * an identity is set so that the agent's own commits work without any git configuration.
 * @param passThrough names of variables the configuration lets through, such as `ANTHROPIC_API_KEY`.
 */
export function agentEnvironment(agent: string, passThrough: readonly string[], request: AgentRequest): AgentEnvironment {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const passed = inherited.filter(([name]) => passThrough.includes(name));
  const tools = request.toolServer;
  const identity = { name: `${agent} (${request.task})`, email: AGENT_EMAIL };
  return {
    env: {
      ...Object.fromEntries(inherited.filter(([name]) => ALLOWED.test(name))),
      GIT_AUTHOR_NAME: identity.name,
      GIT_AUTHOR_EMAIL: identity.email,
      GIT_COMMITTER_NAME: identity.name,
      GIT_COMMITTER_EMAIL: identity.email,
      GIT_TERMINAL_PROMPT: "0",
      ...Object.fromEntries(passed),
      HOME: request.home,
      TMPDIR: request.temp,
      SIGNALBOX_SESSION: request.session,
      SIGNALBOX_TASK: request.task,
      SIGNALBOX_ATTEMPT: String(request.attempt),
      ...(tools === undefined ? {} : { SIGNALBOX_MCP_URL: tools.url, SIGNALBOX_MCP_TOKEN: tools.token }),
      [RUN_TOKEN_NAME]: request.session,
    },
    secrets: passed.map(([, value]) => value),
  };
}
