/** An agent program known by name. */
export interface KnownAgent {
  /** Its name on PATH. */
  readonly program: string;
  /** The package of the npm registry that brings it. */
  readonly package: string;
  /** The version it was tried with. Others may do as well: agents change weekly. */
  readonly tested: string;
  /** The variables it takes its key from, any one of them; it may know more. */
  readonly keys: readonly string[];
  /** Files in a person's HOME that hold what signing in by hand has left. */
  readonly signedIn: readonly string[];
}

const CLAUDE = { keys: ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"], signedIn: [".claude/.credentials.json"] };
const CODEX = { keys: ["OPENAI_API_KEY", "CODEX_API_KEY"], signedIn: [".codex/auth.json"] };

/** The agent programs, and after each the adapter by which it speaks the Agent Client Protocol where it needs one. */
export const KNOWN_AGENTS: readonly KnownAgent[] = [
  { program: "claude", package: "@anthropic-ai/claude-code", tested: "2.1.330", ...CLAUDE },
  { program: "claude-agent-acp", package: "@agentclientprotocol/claude-agent-acp", tested: "0.100.0", ...CLAUDE },
  { program: "codex", package: "@openai/codex", tested: "0.169.0", ...CODEX },
  { program: "codex-acp", package: "@agentclientprotocol/codex-acp", tested: "2.6.0", ...CODEX },
  {
    ...{ program: "gemini", package: "@google/gemini-cli", tested: "0.61.0" },
    keys: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
    signedIn: [".gemini/oauth_creds.json"],
  },
  {
    ...{ program: "opencode", package: "opencode-ai", tested: "1.18.33" },
    keys: ["OPENCODE_CONFIG_CONTENT", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY"],
    signedIn: [".local/share/opencode/auth.json"],
  },
  {
    ...{ program: "qwen", package: "@qwen-code/qwen-code", tested: "0.15.10" },
    keys: ["OPENAI_API_KEY", "DASHSCOPE_API_KEY"],
    signedIn: [".qwen/oauth_creds.json"],
  },
  {
    ...{ program: "copilot", package: "@github/copilot", tested: "1.0.102" },
    keys: ["COPILOT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"],
    signedIn: [".copilot/config.json"],
  },
];

/** The command that installs the version an agent was tried with. */
export function installCommand({ package: name, tested }: Pick<KnownAgent, "package" | "tested">): string {
  return `npm install -g ${name}@${tested}`;
}
