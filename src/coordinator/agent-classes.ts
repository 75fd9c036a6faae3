import type { Config } from "../core/config.ts";
import { SignalboxError } from "../core/errors.ts";
import type { AgentClass } from "../core/plan.ts";

/** How many agents work at once where neither the command nor the configuration says. */
const AGENTS_DEFAULT = 4;
/** What the one class is called while no agent is configured: a plan needs none. */
const NOBODY = "agent";

/** Which agents are asked for: a name of `signalbox.yaml`, and how many at once; null where nothing was said. */
export interface WantedAgents {
  readonly agent: string | null;
  readonly agents: number | null;
}

/**
 * The classes of agents that work together, never none: the named agent alone; else all that have a capacity, in the
 * configuration's order, cut down to the number asked for; else the first one configured.
 * @throws SignalboxError `bad-input` for an agent that is not configured.
 */
export function agentClasses(configured: Config["agents"], { agent, agents }: WantedAgents): readonly AgentClass[] {
  if (agent !== null && configured[agent] === undefined) {
    throw new SignalboxError(
      "bad-input",
      `expected an agent of signalbox.yaml (${Object.keys(configured).join(", ") || "none is configured"}), got \`${agent}\``,
      { hint: "add it under `agents:` in signalbox.yaml" },
    );
  }
  const together = agent === null ? Object.entries(configured).filter(([, { capacity }]) => capacity !== undefined) : [];
  if (together.length > 0)
    return limited(
      together.map(([name, config]) => classOf(name, config, config.capacity ?? 1)),
      agents,
    );
  const name = agent ?? Object.keys(configured)[0];
  const config = name === undefined ? undefined : configured[name];
  return [classOf(name ?? NOBODY, config, agents ?? config?.capacity ?? AGENTS_DEFAULT)];
}

/** How many agents the classes have together. */
export function agentsOf(classes: readonly AgentClass[]): number {
  return classes.reduce((sum, { capacity }) => sum + capacity, 0);
}

/** The slots of a class: slots are numbered from 0 over all classes, in their order. */
export function slotsOf(classes: readonly AgentClass[], name: string): readonly number[] {
  const index = classes.findIndex((one) => one.name === name);
  const first = agentsOf(classes.slice(0, Math.max(0, index)));
  return Array.from({ length: classes[index]?.capacity ?? 0 }, (_, place) => first + place);
}

/** The class a slot belongs to; the last one for a slot of a larger run that was killed. */
export function classOfSlot(classes: readonly AgentClass[], slot: number): string {
  return (classes.find(({ name }) => slotsOf(classes, name).includes(slot)) ?? classes.at(-1))?.name ?? NOBODY;
}

function classOf(name: string, config: Config["agents"][string] | undefined, capacity: number): AgentClass {
  return { name, capacity, speed: config?.speed ?? 1, costPerHour: config?.costPerHour ?? 0 };
}

/** The first `most` agents in the order of the classes: whoever configured them put the preferred ones first. */
function limited(classes: readonly AgentClass[], most: number | null): readonly AgentClass[] {
  let left = most ?? Number.POSITIVE_INFINITY;
  return classes.flatMap((one) => {
    const capacity = Math.min(one.capacity, left);
    left -= capacity;
    return capacity > 0 ? [{ ...one, capacity }] : [];
  });
}
