import { access, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { acpArgv } from "../agents/acp/acp-driver.ts";
import { findProgram } from "../agents/find-program.ts";
import { installCommand, KNOWN_AGENTS, type KnownAgent } from "../agents/known-agents.ts";
import type { AgentConfig, Config } from "../core/config.ts";
import { run } from "../system/run.ts";
import { checkAccess, type Surroundings } from "./agent-access.ts";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

const VERSION_MS_MAX = 20_000;
const VERSION_BYTES_MAX = 64 * 1024;

/**
 * The known agent programs on PATH, each with its version against the one it was tried with; whether those that
 * signalbox.yaml names can be started, and whether they will get at their models.
 */
export async function checkAgentPrograms(
  agents: Config["agents"],
  root: string,
  path: string,
  around: Surroundings = { environment: process.env, home: homedir() },
): Promise<HealthFinding[]> {
  const named = Object.entries(agents);
  const configured = await Promise.all(named.map(([name, agent]) => checkConfigured(name, agent, root, path)));
  const used = new Set(named.map(([, agent]) => programOf(agent)));
  const found = await Promise.all(KNOWN_AGENTS.map((known) => findKnown(known, path, used.has(known.program))));
  const granted = await Promise.all(
    named.map(async ([name, agent]) => {
      const known = KNOWN_AGENTS.find(({ program }) => program === programOf(agent));
      return known === undefined ? null : checkAccess(name, agent, known, around);
    }),
  );
  const findings = [...configured, ...found, ...granted].filter((finding) => finding !== null);
  return named.length > 0 ? findings : [...findings, nobody(found.some((finding) => finding !== null))];
}

function nobody(isInstalled: boolean): HealthFinding {
  const names = KNOWN_AGENTS.map(({ program }) => program).filter((program) => !program.endsWith("-acp"));
  const fix = isInstalled
    ? "add one under agents: (docs/configuration.md)"
    : `install one of ${names.join(", ")}, then add it under agents: in signalbox.yaml`;
  return unhealthy("agents", "warning", "signalbox.yaml names no agent, so signalbox run has nobody to work", fix);
}

/** The name of what an agent runs; null for one that replays a script. */
function programOf(agent: AgentConfig): string | null {
  if (agent.driver === "scripted") return null;
  return basename((agent.driver === "acp" ? acpArgv(agent) : agent.run)[0] ?? "");
}

async function findKnown(known: KnownAgent, path: string, isUsed: boolean): Promise<HealthFinding | null> {
  const { program: name, tested } = known;
  const program = await findProgram(name, path, "/");
  if (program === undefined) return null;
  const version = await versionOf(program, path);
  if (version === undefined) {
    const fix = `run ${name} --version by hand and mend what it says`;
    return unhealthy("agents", "warning", `${name} (${program}) does not tell its version`, fix);
  }
  const text = `${name} ${version} (${program})`;
  if (version === tested) return healthy("agents", `${text}, the version Signalbox was tried with`);
  if (!isUsed) return healthy("agents", `${text}; Signalbox was tried with ${tested}`);
  const fix = `let it do one small task first, or ${installCommand(known)}`;
  return unhealthy("agents", "warning", `${text} is not the version Signalbox was tried with, ${tested}`, fix);
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
  const argv = agent.driver === "scripted" ? [agent.script] : agent.driver === "acp" ? acpArgv(agent) : agent.run;
  const what = argv[0] ?? "";
  const isThere = agent.driver === "scripted" ? await isReadable(resolve(root, what)) : (await findProgram(what, path, root)) !== undefined;
  if (isThere) return null;
  const known = KNOWN_AGENTS.find(({ program }) => program === programOf(agent));
  const install = known === undefined ? "install it" : installCommand(known);
  const fix =
    agent.driver === "scripted" ? "correct the script's path in signalbox.yaml" : `${install}, or correct agents: in signalbox.yaml`;
  return unhealthy("agents", "problem", `expected what the agent \`${name}\` runs, got no \`${what}\``, fix);
}

function isReadable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
