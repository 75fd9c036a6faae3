import highsModule from "highs";
import type { Project } from "../../../src/plan/search/project.ts";

// The package types its default export as CommonJS has it, but what is imported here is its ES module.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** A start of an activity in a mode at a tick: one binary variable of the model. */
interface Start {
  readonly name: string;
  readonly activity: number;
  readonly from: number;
  /** The first tick at which it no longer runs. */
  readonly to: number;
  readonly demand: readonly number[];
}

/**
 * The smallest makespan, or sum of weight × end, of any schedule of a project without soft pairs and milestones: proven by an
 * exact solver on the time-indexed model (Pritsker, Watters & Wolfe 1969), which knows nothing of lists and decoders.
 */
export async function optimumFinder(): Promise<(project: Project, objective: "makespan" | "weighted") => number> {
  const highs = await loadHighs();
  return (project, objective) => {
    const solved = highs.solve(modelOf(project, objective), { output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0.5 });
    if (solved.Status !== "Optimal") throw new Error(`expected an optimum, got ${solved.Status}`);
    return Math.round(solved.ObjectiveValue);
  };
}

function modelOf(project: Project, objective: "makespan" | "weighted"): string {
  const starts = startsOf(project);
  const horizon = Math.max(...starts.map(({ to }) => to));
  const ends = (activity: number) => sum(starts.filter((start) => start.activity === activity).map(({ to, name }) => [to, name]));
  const each = [...project.activities.keys()];
  const rows = [
    ...each.map((activity) => `${sum(starts.filter((start) => start.activity === activity).map(({ name }) => [1, name]))} = 1`),
    ...precedenceRows(project, starts, horizon),
    ...Array.from({ length: horizon }, (_, tick) =>
      tickRows(
        project,
        starts.filter(({ from, to }) => from <= tick && tick < to),
      ),
    ).flat(),
    ...(objective === "makespan" ? each.map((activity) => `${ends(activity)} - last <= 0`) : []),
  ];
  const goal =
    objective === "makespan"
      ? "last"
      : sum(starts.map(({ activity, to, name }) => [to * (project.activities[activity]?.weight ?? 0), name]));
  return `Minimize\n ${goal}\nSubject To\n ${rows.join("\n ")}\nBinary\n ${starts.map(({ name }) => name).join(" ")}\nEnd\n`;
}

/** At every moment before the end of a good schedule something runs: it ends within the sum of the longest modes. */
function startsOf({ activities }: Project): Start[] {
  const horizon = activities.reduce(
    (total, { modes, running }) => total + (running?.ticksLeft ?? Math.max(...modes.map(({ ticks }) => ticks))),
    0,
  );
  return activities.flatMap(({ modes, running }, activity) =>
    modes.flatMap(({ ticks, demand }, mode) => {
      if (running !== undefined && mode !== running.mode) return [];
      const length = running?.ticksLeft ?? ticks;
      const count = running === undefined ? horizon - length + 1 : 1;
      return Array.from({ length: count }, (_, from) => ({
        name: `x${activity}_${mode}_${from}`,
        activity,
        from,
        to: from + length,
        demand,
      }));
    }),
  );
}

/** Up to every tick an activity has started only if each predecessor has ended. */
function precedenceRows({ activities }: Project, starts: readonly Start[], horizon: number): string[] {
  return activities.flatMap(({ predecessors, running }, activity) =>
    (running === undefined ? predecessors : []).flatMap((before) =>
      Array.from({ length: horizon }, (_, tick) => {
        const started = starts.filter((start) => start.activity === activity && start.from <= tick);
        const ended = starts.filter((start) => start.activity === before && start.to <= tick);
        return `${sum([...started.map(({ name }) => [1, name] as const), ...ended.map(({ name }) => [-1, name] as const)])} <= 0`;
      }).filter((row) => !row.startsWith(" <=")),
    ),
  );
}

/** What the variables that cover one tick share: capacities, and pairs of which only one may run. */
function tickRows({ capacities, exclusive }: Project, covering: readonly Start[]): string[] {
  const capacityRows = capacities.map((capacity, resource) => {
    const used = covering.flatMap(({ demand, name }) => ((demand[resource] ?? 0) > 0 ? [[demand[resource] ?? 0, name] as const] : []));
    return used.length === 0 ? [] : [`${sum(used)} <= ${capacity}`];
  });
  const pairRows = exclusive.map(
    ([a, b]) => `${sum(covering.flatMap(({ activity, name }) => (activity === a || activity === b ? [[1, name] as const] : [])))} <= 1`,
  );
  return [...capacityRows.flat(), ...pairRows.filter((row) => !row.startsWith(" <="))];
}

function sum(terms: readonly (readonly [number, string])[]): string {
  return terms.map(([factor, name]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${name}`).join(" ");
}
