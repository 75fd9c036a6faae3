import type { Random } from "../../src/core/ports.ts";
import { seededRandom } from "../../src/core/seeded-random.ts";
import { type Chance, listRunner, type UnderWay } from "../../src/plan/dispatch/run-list.ts";
import type { DurationModel } from "../../src/plan/forecast/duration-model.ts";
import { FAILURE, type Instance, neighboursOf, TRIES_MAX } from "./instance.ts";
import { type Moment, type Policy, REDO_WAIT_HOURS } from "./play.ts";
import { AGENT } from "./ratios.ts";

const FUTURES = 24;
const ORDERS = 60;
/** Only what is taken up next matters much before the next event. */
const REACH = 10;

/**
 * A policy with far more computing at every event: starts from another one's order, moves single tasks of it, and keeps what
 * finishes earlier on average over futures in which the coordinator's own rule carries it out. What it gains, one could know.
 */
export function lookAhead(instance: Instance, durations: DurationModel, policy: Policy): Policy {
  const random = seededRandom(instance.seed + 2);
  return {
    ...policy,
    replan: (moment) => {
      const start = policy.replan?.(moment) ?? moment.open;
      if (start.length < 2) return start;
      const worth = worthOf(instance, durations, { ...moment, open: start }, random);
      let [best, value] = [start, worth(start)];
      for (let turn = 0; turn < ORDERS; turn++) {
        const order = moved(best, random);
        const other = worth(order);
        if (other < value) [best, value] = [order, other];
      }
      return best;
    },
  };
}

function moved(order: readonly number[], random: Random): readonly number[] {
  const pick = () => Math.floor(random.fraction() * Math.min(REACH, order.length));
  const [from, to] = [pick(), pick()];
  const rest = order.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...order.slice(from, from + 1));
}

/** The mean weighted completion of an order over the same futures. */
function worthOf(instance: Instance, durations: DurationModel, { open, running, conflicts }: Moment, random: Random) {
  const ids = [...running.map(({ task }) => task), ...open];
  const places = new Map(ids.map((id, place) => [id, place]));
  const rows = neighboursOf(instance.tasks.length, conflicts);
  const near = (others: readonly number[] | undefined) => (others ?? []).flatMap((other) => places.get(other) ?? []);
  const durationOf = (id: number) => durations.durationOf(instance.tasks[id] ?? { id: "", effort: null }, AGENT);
  const play = listRunner({
    predecessors: ids.map((id, place) => (place < running.length ? [] : near(instance.predecessors[id]))),
    conflicts: ids.map((id) => near(rows[id])),
    ...{ capacities: [instance.size.agents], costs: [0], primary: null },
    expected: ids.map((id) => [durationOf(id).quantile(0.5)]),
  });
  const futures = Array.from({ length: FUTURES }, () => {
    const hours = ids.map((id) => Array.from({ length: TRIES_MAX }, () => durationOf(id).sample(random.fraction())));
    const tries = ids.map(() => {
      let count = 1;
      while (count < TRIES_MAX && random.fraction() < FAILURE) count++;
      return count;
    });
    const chance: Chance = {
      hours: (task, _, turn) => hours[task]?.[turn - 1] ?? 0,
      redo: (task, turn) => (turn < (tries[task] ?? 1) ? REDO_WAIT_HOURS : null),
    };
    const underWay = running.map(({ task, elapsedHours }, place): UnderWay => {
      return { task: place, agentClass: 0, hoursLeft: durationOf(task).sampleLeft(elapsedHours, random.fraction()) };
    });
    return { chance, underWay };
  });
  const before = running.map((_, place) => place);
  return (order: readonly number[]) => {
    const list = [...before, ...near(order)];
    let sum = 0;
    for (const { chance, underWay } of futures) {
      const { finishes } = play(list, chance, underWay);
      for (const [place, id] of ids.entries()) sum += (instance.weights[id] ?? 0) * (finishes[place] ?? 0);
    }
    return sum / FUTURES;
  };
}
