import { access } from "node:fs/promises";
import { join } from "node:path";
import type { KnownAgent } from "../agents/known-agents.ts";
import type { AgentConfig } from "../core/config.ts";
import { type HealthFinding, healthy, unhealthy } from "./health-finding.ts";

/** Where keys may be: this process's environment and a person's HOME. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Will an agent get at its model? Told without a network: whether a key is there and reaches its sessions, which have a HOME
 * of their own and only the variables that are named.
 * @param name the agent's, in signalbox.yaml.
 */
export async function checkAccess(
  name: string,
  { env = [], model }: AgentConfig,
  { program, keys, signedIn }: KnownAgent,
  { environment, home }: Surroundings,
): Promise<HealthFinding> {
  const isSet = (variable: string) => (environment[variable] ?? "") !== "";
  const where = `agents.${name}`;
  if (model !== undefined) {
    if (model.keyEnv === undefined || isSet(model.keyEnv)) return healthy("agents", `\`${name}\` uses the model at ${model.baseUrl}`);
    const fix = `set ${model.keyEnv} where signalbox runs`;
    return unhealthy("agents", "warning", `expected the key of \`${name}\`'s model in ${model.keyEnv}, got nothing`, fix);
  }
  const passed = env.filter((variable) => keys.includes(variable));
  const good = passed.find(isSet);
  if (good !== undefined) return healthy("agents", `\`${name}\` is given ${good}`);
  const here = keys.find((key) => isSet(key) && !env.includes(key));
  if (here !== undefined) {
    return unhealthy("agents", "warning", `${here} is set, but \`${name}\` does not get it`, `add ${here} to ${where}.env`);
  }
  const fix = `set ${passed[0] ?? keys[0]} and name it in ${where}.env, or in ${where}.model.keyEnv`;
  const isSignedIn = (await Promise.all(signedIn.map((file) => isThere(join(home, file))))).includes(true);
  const why = isSignedIn ? `${program} is signed in for you, but sessions have a HOME of their own` : "no key of its was found";
  return unhealthy("agents", "warning", `\`${name}\` may not get at its model: ${why}`, fix);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
