import type { WorldParameters } from "./base-parameters.ts";
import type { Experiment } from "./experiment.ts";
import { linePlot } from "./line-plot.ts";
import { TWO_STAGE } from "./policies/ours.ts";

const POINTS = 200;
/** Below this every wait looks the same on a log scale. */
const SHORTEST_MINUTES = 0.5;

/** An SVG of the share of changes that have ended so many minutes after they were submitted, one line a policy. */
export function waitsPlot(experiments: readonly Experiment[], parameters: WorldParameters): string {
  const { workers, changesPerHour, overlap } = parameters;
  return linePlot({
    title: "How many changes have ended by when",
    subtitle: `${workers} workers, ${changesPerHour} changes/h, overlap ${overlap}`,
    x: { label: "minutes since submitted", scale: "log" },
    y: { label: "changes ended, %", scale: "linear" },
    series: experiments.map(({ policy, waits }) => ({
      name: policy.name,
      isMarked: policy === TWO_STAGE,
      isDashed: policy.isYardstick,
      points: Array.from({ length: POINTS + 1 }, (_, at) => ({
        x: Math.max(SHORTEST_MINUTES, waits[Math.floor((at / POINTS) * (waits.length - 1))] ?? SHORTEST_MINUTES),
        y: (100 * at) / POINTS,
        within: 0,
      })),
    })),
  });
}
