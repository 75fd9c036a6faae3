import type { AcpAgent } from "../../core/config.ts";

/** What is known of an agent program that speaks the Agent Client Protocol. */
export interface AcpPreset {
  readonly argv: readonly string[];
  /** Set in its environment, unless the owner's configuration passes the variable through. */
  readonly settings: (confined: boolean) => Readonly<Record<string, string>>;
  /** Programs found on PATH whose absolute paths go into these variables: an adapter drives the owner's own agent. */
  readonly programs: Readonly<Record<string, string>>;
  /** Methods of signing in that need nobody at a keyboard, best first; used when a session is refused without. */
  readonly authenticate: readonly string[];
}

const NONE = { settings: () => ({}), programs: {}, authenticate: [] };

/**
 * How each agent is started so that it asks before it edits, and never asks a person. HOME is a session's own, so none
 * of the owner's settings apply but what is passed through.
 */
export const ACP_PRESETS: Readonly<Record<AcpAgent, AcpPreset>> = {
  claude: {
    ...NONE,
    argv: ["claude-agent-acp"],
    settings: () => ({ CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1" }),
    programs: { CLAUDE_CODE_EXECUTABLE: "claude" },
  },
  codex: {
    ...NONE,
    argv: ["codex-acp"],
    // Codex's own sandbox does not work inside ours, and with it no command. It asks before no edit in either mode.
    settings: (confined) => ({ INITIAL_AGENT_MODE: confined ? "agent-full-access" : "agent", NO_BROWSER: "1" }),
    authenticate: ["api-key", "openai-api-key", "codex-api-key"],
  },
  copilot: { ...NONE, argv: ["copilot", "--acp"] },
  gemini: {
    ...NONE,
    argv: ["gemini", "--acp", "--skip-trust"],
    authenticate: ["gemini-api-key"],
  },
  opencode: {
    ...NONE,
    argv: ["opencode", "acp"],
    settings: () => ({
      // Without it opencode edits and asks nothing.
      OPENCODE_CONFIG_CONTENT: JSON.stringify({ permission: { edit: "ask" } }),
      OPENCODE_DISABLE_AUTOUPDATE: "1",
      OPENCODE_DISABLE_MODELS_FETCH: "1",
    }),
  },
  qwen: { ...NONE, argv: ["qwen", "--acp"], authenticate: ["openai"] },
};
