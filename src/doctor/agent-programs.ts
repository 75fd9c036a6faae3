import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { acpArgv } from "../agents/acp/acp-driver.ts";
import { findProgram } from "../agents/find-program.ts";
import type { AgentConfig, Config } from "../core/config.ts";
import { run } from "../system/run.ts";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

/** The agent programs Signalbox knows by name. */
export const AGENT_PROGRAMS = ["claude", "codex", "gemini", "opencode", "qwen", "copilot"] as const;

const VERSION_MS_MAX = 20_000;
const VERSION_BYTES_MAX = 64 * 1024;

/** The known agent programs on PATH, each with its version, and whether those that signalbox.yaml names can be started. */
export async function checkAgentPrograms(agents: Config["agents"], root: string, path: string): Promise<HealthFinding[]> {
  const configured = await Promise.all(Object.entries(agents).map(([name, agent]) => checkConfigured(name, agent, root, path)));
  const found = (await Promise.all(AGENT_PROGRAMS.map((name) => findKnown(name, path)))).filter((finding) => finding !== null);
  const findings = [...configured.filter((finding) => finding !== null), ...found];
  if (Object.keys(agents).length > 0) return findings;
  const names = AGENT_PROGRAMS.join(", ");
  const fix =
    found.length === 0
      ? `install one of ${names}, then add it under agents: in signalbox.yaml`
      : "add one under agents: (docs/configuration.md)";
  return [...findings, unhealthy("agents", "warning", "signalbox.yaml names no agent, so signalbox run has nobody to work", fix)];
}

async function findKnown(name: string, path: string): Promise<HealthFinding | null> {
  const program = await findProgram(name, path, "/");
  if (program === undefined) return null;
  const version = await versionOf(program, path);
  if (version !== undefined) return healthy("agents", `${name} ${version} (${program})`);
  return unhealthy(
    "agents",
    "warning",
    `${name} (${program}) does not tell its version`,
    `run ${name} --version by hand and mend what it says`,
  );
}

/** Asks for nothing but the version, in an empty home: no account, no settings and no network are needed for that. */
async function versionOf(program: string, path: string): Promise<string | undefined> {
  const home = await mkdtemp(join(tmpdir(), "signalbox-version-"));
  try {
    const { stdout, exitCode } = await run(program, ["--version"], {
      cwd: home,
      env: { PATH: path, HOME: home, LC_ALL: "C", NO_COLOR: "1", CI: "1" },
      timeoutMs: VERSION_MS_MAX,
      outputBytesMax: VERSION_BYTES_MAX,
    });
    return exitCode === 0 ? /\d+\.\d+[\w.-]*/.exec(stdout.toString("utf8"))?.[0] : undefined;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function checkConfigured(name: string, agent: AgentConfig, root: string, path: string): Promise<HealthFinding | null> {
  const program = agent.driver === "scripted" ? null : (agent.driver === "acp" ? acpArgv(agent) : agent.run)[0];
  const [what, isThere] =
    agent.driver === "scripted"
      ? [agent.script, await isReadable(resolve(root, agent.script))]
      : [program ?? "", (await findProgram(program ?? "", path, root)) !== undefined];
  if (isThere) return null;
  const fix =
    agent.driver === "scripted" ? "correct the script's path in signalbox.yaml" : "install it, or correct agents: in signalbox.yaml";
  return unhealthy("agents", "problem", `expected what the agent \`${name}\` runs, got no \`${what}\``, fix);
}

function isReadable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
