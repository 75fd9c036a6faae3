import { SignalboxError } from "../../core/errors.ts";
import type { AgentClass } from "../../core/plan.ts";

/** The class of agents that have no name: all alike. */
const ANY_AGENT = "agent";

/**
 * The classes of agents a plan is made for, by name, so that their order in the configuration changes nothing.
 * @param agents how many there are of one kind, or the classes.
 * @throws SignalboxError `bad-input` when there is no agent, or a class makes no sense.
 */
export function classesOf(agents: number | readonly AgentClass[]): readonly AgentClass[] {
  const classes = typeof agents === "number" ? [{ name: ANY_AGENT, capacity: agents, speed: 1, costPerHour: 0 }] : agents;
  if (classes.length === 0) throw bad("at least one agent", "none", "configure one under `agents:` in signalbox.yaml");
  const names = new Set<string>();
  for (const { name, capacity, speed, costPerHour } of classes) {
    const whose = typeof agents === "number" ? "" : ` of class ${name}`;
    if (!Number.isInteger(capacity) || capacity < 1) throw bad(`at least 1 agent${whose}, as a whole number`, capacity);
    if (!Number.isFinite(speed) || speed <= 0) throw bad(`a speed above 0${whose}`, speed);
    if (!Number.isFinite(costPerHour) || costPerHour < 0) throw bad(`a cost per hour of at least 0${whose}`, costPerHour);
    if (names.has(name)) throw bad("classes of agents with names of their own", `${name} twice`);
    names.add(name);
  }
  return [...classes].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function bad(expected: string, got: string | number, hint?: string): SignalboxError {
  return new SignalboxError("bad-input", `expected ${expected}, got \`${got}\``, hint === undefined ? {} : { hint });
}
