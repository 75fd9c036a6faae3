import type { Project, Schedule } from "../../../src/plan/search/project.ts";

/** Everything a schedule does that its project forbids, in words; empty when it can be carried out. Written without the decoders' help. */
export function violations(project: Project, schedule: Schedule): string[] {
  return [...ownViolations(project, schedule), ...pairViolations(project, schedule), ...capacityViolations(project, schedule)];
}

function ownViolations({ activities }: Project, { starts, ends, modes, makespan }: Schedule): string[] {
  const found: string[] = [];
  for (const [index, { running, predecessors, modes: own }] of activities.entries()) {
    const [start, end, mode] = [starts[index] ?? Number.NaN, ends[index] ?? Number.NaN, modes[index] ?? Number.NaN];
    if (!Number.isInteger(start) || start < 0) found.push(`${index} starts at ${start}`);
    if (running !== undefined && (start !== 0 || mode !== running.mode)) found.push(`${index} runs but was moved`);
    if (end - start !== (running?.ticksLeft ?? own[mode]?.ticks)) found.push(`${index} takes ${end - start} in mode ${mode}`);
    if (running !== undefined) continue;
    for (const before of predecessors) if ((ends[before] ?? Number.NaN) > start) found.push(`${index} starts before ${before} ends`);
  }
  if (makespan !== Math.max(0, ...ends)) found.push(`the makespan is not ${makespan}`);
  return found;
}

function pairViolations({ activities, exclusive }: Project, { starts, ends }: Schedule): string[] {
  return exclusive.flatMap(([a, b]) => {
    const overlap = Math.min(ends[a] ?? 0, ends[b] ?? 0) - Math.max(starts[a] ?? 0, starts[b] ?? 0);
    const bothRun = activities[a]?.running !== undefined && activities[b]?.running !== undefined;
    return overlap > 0 && !bothRun ? [`${a} and ${b} overlap`] : [];
  });
}

/** What runs already may hold more than there is; nothing else may then take any of it. */
function capacityViolations({ activities, capacities }: Project, { starts, ends, modes, makespan }: Schedule): string[] {
  const found: string[] = [];
  for (let tick = 0; tick < makespan; tick++) {
    for (const [resource, capacity] of capacities.entries()) {
      const users = activities.flatMap(({ modes: own, running }, index) => {
        const demand = own[modes[index] ?? -1]?.demand[resource] ?? 0;
        return (starts[index] ?? 0) <= tick && tick < (ends[index] ?? 0) && demand > 0 ? [{ demand, runs: running !== undefined }] : [];
      });
      const used = users.reduce((sum, { demand }) => sum + demand, 0);
      if (used > capacity && users.some(({ runs }) => !runs)) found.push(`${used} of ${capacity} of resource ${resource} at ${tick}`);
    }
  }
  return found;
}
