import { driverFor } from "../agents/driver-for.ts";
import type { AgentDriver } from "../core/agent.ts";
import type { AgentClass } from "../core/plan.ts";
import type { Engine } from "./engine.ts";
import type { Repair } from "./repair.ts";

/**
 * Who works on a task as an agent of a class: the class's own driver, or the repair's command. A session of a killed run
 * goes on with the agent it was opened with, as long as that one is configured; else with the first class's.
 */
export function driversOf(
  { site, sandbox, clock, dependencies }: Engine,
  classes: readonly AgentClass[],
  repair: Repair,
): (task: string, agentClass: string) => AgentDriver | null {
  const hidden = [site.state.root, ...site.config.acceptance.outside];
  const around = { sandbox, clock, hidden, readable: [site.state.cache, ...dependencies] };
  const drivers = new Map(Object.entries(site.config.agents).map(([name, config]) => [name, driverFor(name, config, site.root, around)]));
  const first = drivers.get(classes[0]?.name ?? "") ?? null;
  const repairer =
    repair.command === null
      ? null
      : driverFor("repair", { driver: "command", run: ["/bin/sh", "-c", repair.command], env: [], output: "text" }, site.root, around);
  return (task, agentClass) => (task === repair.id && repairer !== null ? repairer : (drivers.get(agentClass) ?? first));
}
