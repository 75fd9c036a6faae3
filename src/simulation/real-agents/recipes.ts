import type { AcpConfig } from "../../agents/acp/acp-driver.ts";
import type { CommandConfig } from "../../agents/command-driver.ts";
import type { AcpAgent } from "../../core/config.ts";

/** An agent program that works without a person, and how it is pointed at a model server instead of its maker's. */
export interface AgentRecipe {
  /** Its name on PATH. */
  readonly program: AgentProgram;
  /** True: free to be installed by everybody, so `npm run setup:agents` does; others only with `-- --all`, or where they are found. */
  readonly isFree: boolean;
  /** What a person writes under `agents:` in signalbox.yaml; the prompt goes to standard input. */
  readonly config: CommandConfig;
  /** The same against a model server at `url`, and the environment that goes with it. */
  readonly offline: (url: string) => OfflineAgent;
  /** The same by the Agent Client Protocol. */
  readonly offlineAcp: (url: string) => OfflineAgent;
  /** The program that speaks the protocol for it; absent: it does so itself. */
  readonly adapter?: string;
}

export interface OfflineAgent {
  /** Passes the names of `env` on. */
  readonly config: CommandConfig | AcpConfig;
  readonly env: Readonly<Record<string, string>>;
}

export const AGENT_PROGRAMS = ["codex", "gemini", "opencode", "qwen", "claude", "copilot"] as const;
export type AgentProgram = (typeof AGENT_PROGRAMS)[number];

const MODEL = "scripted-1";
/** Programs want a key; the model server looks at none. Long enough not to be found in other words when it is redacted. */
const KEY = "no-key-is-needed-here";

function command(run: readonly string[], output: CommandConfig["output"] = "text", env: readonly string[] = []): CommandConfig {
  return { driver: "command", run: [...run], env: [...env], output };
}

/** An offline agent whose configuration passes every name of its environment on. */
function offline(run: readonly string[], output: CommandConfig["output"], env: Readonly<Record<string, string>>): OfflineAgent {
  return { config: command(run, output, Object.keys(env)), env };
}

function offlineAcp(agent: AcpAgent, run: readonly string[], env: Readonly<Record<string, string>>): OfflineAgent {
  return { config: { driver: "acp", agent, run: [...run], env: Object.keys(env) }, env };
}

/** Signalbox is the box: codex's own sandbox would keep it from committing and from its tools' servers. */
const CODEX = ["--json", "--sandbox", "danger-full-access", "--skip-git-repo-check"];

/** A base URL of one's own makes gemini ask for a login at a gateway, unless its settings, in HOME only, say otherwise. */
const GEMINI_SETTINGS = JSON.stringify({
  security: { auth: { selectedType: "gemini-api-key" } },
  privacy: { usageStatisticsEnabled: false },
});
const GEMINI = ["--approval-mode", "yolo", "--skip-trust"];
/** What a program reads from a folder of its own in HOME only is written there before it starts. */
function withSettings(folder: string, settings: string, run: readonly string[]): readonly string[] {
  const start = 'mkdir -p "$HOME/$0" && printf %s "$1" > "$HOME/$0/settings.json" && shift && exec "$@"';
  return ["/bin/sh", "-c", start, folder, settings, ...run];
}

const GEMINI_MODEL = ["--model", "gemini-2.5-pro"];

function geminiEnvironment(url: string): Readonly<Record<string, string>> {
  return { GEMINI_API_KEY: KEY, GOOGLE_GEMINI_BASE_URL: url };
}

/** @param permission what opencode may do unasked. */
function opencodeEnvironment(url: string, permission: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const provider = {
    npm: "@ai-sdk/openai-compatible",
    options: { baseURL: `${url}/v1`, apiKey: KEY },
    models: { [MODEL]: { name: MODEL } },
  };
  const name = `scripted/${MODEL}`;
  return {
    OPENCODE_CONFIG_CONTENT: JSON.stringify({ provider: { scripted: provider }, model: name, small_model: name, permission }),
    OPENCODE_DISABLE_AUTOUPDATE: "1",
    OPENCODE_DISABLE_MODELS_FETCH: "1",
  };
}

function openaiEnvironment(url: string): Readonly<Record<string, string>> {
  return { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1`, OPENAI_MODEL: MODEL };
}

/** codex takes its provider from the adapter's own variable here, and from arguments on its command line. */
function codexAcpEnvironment(url: string): Readonly<Record<string, string>> {
  const scripted = { name: "scripted", base_url: `${url}/v1`, env_key: "SCRIPTED_KEY", wire_api: "responses" };
  return {
    SCRIPTED_KEY: KEY,
    MODEL_PROVIDER: "scripted",
    CODEX_CONFIG: JSON.stringify({ model: MODEL, model_provider: "scripted", model_providers: { scripted } }),
  };
}

function claudeEnvironment(url: string): Readonly<Record<string, string>> {
  return { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: KEY, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1" };
}

function copilotEnvironment(url: string): Readonly<Record<string, string>> {
  return { COPILOT_OFFLINE: "true", COPILOT_PROVIDER_BASE_URL: `${url}/v1`, COPILOT_MODEL: MODEL };
}

const CLAUDE = ["claude", "-p", "--output-format", "stream-json", "--verbose"];
const CLAUDE_MAY = ["--permission-mode", "acceptEdits", "--allowedTools", "Bash Edit Write"];

const QWEN = ["qwen", "--auth-type", "openai", "--output-format", "stream-json", "--yolo"];
const QWEN_ACP = ["qwen", "--acp", "--auth-type", "openai"];
/** A long conversation is not to be compressed: a scripted model reads off it where it is. */
const QWEN_SETTINGS = JSON.stringify({ model: { chatCompression: { contextPercentageThreshold: 0 } } });

const COPILOT = ["copilot", "-p", "{prompt}", "--allow-all", "--no-ask-user"];

export const AGENT_RECIPES: Readonly<Record<AgentProgram, AgentRecipe>> = {
  codex: {
    program: "codex",
    isFree: true,
    config: command(["codex", "exec", ...CODEX], "codex-json", ["CODEX_API_KEY"]),
    offline: (url) => {
      const provider = `{name="scripted",base_url="${url}/v1",env_key="SCRIPTED_KEY",wire_api="responses"}`;
      const model = ["-c", "model_provider=scripted", "-c", `model_providers.scripted=${provider}`, "-c", `model=${MODEL}`];
      return offline(["codex", "exec", ...CODEX, ...model], "codex-json", { SCRIPTED_KEY: KEY });
    },
    offlineAcp: (url) => offlineAcp("codex", ["codex-acp"], codexAcpEnvironment(url)),
    adapter: "codex-acp",
  },
  gemini: {
    program: "gemini",
    isFree: true,
    config: command(["gemini", ...GEMINI], "text", ["GEMINI_API_KEY"]),
    offline: (url) => {
      const run = withSettings(".gemini", GEMINI_SETTINGS, ["gemini", ...GEMINI, ...GEMINI_MODEL]);
      return offline(run, "text", geminiEnvironment(url));
    },
    offlineAcp: (url) => offlineAcp("gemini", ["gemini", "--acp", "--skip-trust", ...GEMINI_MODEL], geminiEnvironment(url)),
  },
  opencode: {
    program: "opencode",
    isFree: true,
    config: command(["opencode", "run"], "text", ["OPENCODE_CONFIG_CONTENT", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"]),
    offline: (url) => offline(["opencode", "run"], "text", opencodeEnvironment(url, { "*": "allow" })),
    offlineAcp: (url) => offlineAcp("opencode", ["opencode", "acp"], opencodeEnvironment(url, { "*": "allow", edit: "ask" })),
  },
  qwen: {
    program: "qwen",
    isFree: true,
    config: command(QWEN, "claude-stream-json", ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"]),
    offline: (url) => offline(withSettings(".qwen", QWEN_SETTINGS, QWEN), "claude-stream-json", openaiEnvironment(url)),
    offlineAcp: (url) => offlineAcp("qwen", withSettings(".qwen", QWEN_SETTINGS, QWEN_ACP), openaiEnvironment(url)),
  },
  claude: {
    program: "claude",
    isFree: false,
    config: command([...CLAUDE, ...CLAUDE_MAY], "claude-stream-json", ["ANTHROPIC_API_KEY"]),
    offline: (url) => offline([...CLAUDE, ...CLAUDE_MAY], "claude-stream-json", claudeEnvironment(url)),
    offlineAcp: (url) => offlineAcp("claude", ["claude-agent-acp"], claudeEnvironment(url)),
    adapter: "claude-agent-acp",
  },
  copilot: {
    program: "copilot",
    isFree: false,
    config: command(COPILOT, "text", ["GH_TOKEN"]),
    offline: (url) => offline(COPILOT, "text", copilotEnvironment(url)),
    offlineAcp: (url) => offlineAcp("copilot", ["copilot", "--acp"], copilotEnvironment(url)),
  },
};
