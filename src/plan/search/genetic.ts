// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import { crossover, intensityOf } from "./crossover.ts";
import { type Direction, type Individual, individualOf, isFitter, listMaker } from "./individual.ts";
import { longestBefore } from "./lower-bounds.ts";
import { ANY_MODE } from "./project.ts";
import { sampleList } from "./sample-list.ts";
import type { SearchRun } from "./search-run.ts";

/** Individuals of a population for 5,000 schedules; more for a larger budget, measured on J120. */
const POPULATION = 80;
const POPULATION_GROWTH = 0.75;
const POPULATION_MIN = 8;

/** Schedules after which a population has become alike, over the square of the number of activities; measured on 20 to 24 activities. */
const SCHEDULES_TILL_ALIKE = 5;

/** Chance that a child takes one activity into another mode, where there are modes to choose from. */
const MODE_MUTATIONS = 0.8;

/**
 * Makes the makespan small with two populations (after Debels & Vanhoucke 2005): one of schedules built from the left, one of
 * schedules built from the right. A child of two of the one kind is built from the other side, so every schedule is justified
 * by the pass that makes it and costs one evaluation instead of three. A budget too large for one population goes to several,
 * one after the other.
 *
 * @param first lists to begin with, besides samples of the rule "latest start first"
 * @param modes where they begin, by activity
 */
export function evolve(run: SearchRun, first: readonly Int32Array[], modes: Int32Array): void {
  const rounds = Math.max(1, Math.floor(run.limit / (SCHEDULES_TILL_ALIKE * run.project.count ** 2)));
  for (let round = 1; round <= rounds && !run.isOver; round++) {
    evolveOnce(run, foundersOf(run, round === 1 ? first : [], modes, populationOf(run.limit / rounds)), round / rounds);
  }
}

/** @param until share of all evaluations at which it ends */
function evolveOnce(run: SearchRun, founders: readonly Individual[], until: number): void {
  const lists = listMaker(run.project);
  const intensity = intensityOf(run.project);
  const build = (keys: Float64Array, childModes: Int32Array, direction: Direction): Individual => {
    const child = decoded(run, lists(keys, direction), childModes, direction);
    // A schedule built from the right becomes one that can be carried out by building it once more from the left.
    if (direction === "backward" && child.makespan < run.bestMakespan && !run.isOver) {
      run.forward(lists(Float64Array.from(child.keys), "forward"), child.modes);
    }
    return child;
  };
  let parents = [...founders];
  let others: Individual[] = [];
  for (const parent of parents) if (!run.isOver) others.push(build(Float64Array.from(parent.keys), parent.modes, "backward"));
  [parents, others] = [others, parents];
  for (
    let direction: Direction = "forward";
    !run.isOver && run.share < until;
    direction = direction === "forward" ? "backward" : "forward"
  ) {
    const children: Individual[] = [];
    for (let at = 0; at < parents.length && !run.isOver; at++) {
      const child = crossover(run, intensity, parents[at] as Individual, tournament(run, parents));
      if (run.project.hasChoice) mutateMode(run, child.modes);
      children.push(build(child.keys, child.modes, direction));
    }
    [parents, others] = [replaced(run, others, children), parents];
  }
}

/** Few schedules leave no time for many parents: at least twelve generations. */
function populationOf(schedules: number): number {
  const wanted = POPULATION * (schedules / 5000) ** POPULATION_GROWTH;
  return Math.max(POPULATION_MIN, Math.round(Math.min(wanted, schedules / 12)));
}

function foundersOf(run: SearchRun, first: readonly Int32Array[], modes: Int32Array, size: number): Individual[] {
  const { project } = run;
  const tails = longestBefore(project, project.after, "backward");
  const result: Individual[] = [];
  for (let at = 0; at < size && !run.isOver; at++) {
    const list = first[at] ?? sampleList(run, tails);
    result.push(decoded(run, list, modes, "forward"));
  }
  return result;
}

function decoded(run: SearchRun, list: Int32Array, modes: Int32Array, direction: Direction): Individual {
  if (direction === "forward") run.forward(list, modes);
  else run.backward(list, modes);
  return individualOf(run.decoder);
}

function tournament(run: SearchRun, population: readonly Individual[]): Individual {
  const one = population[run.pick(population.length)] as Individual;
  const other = population[run.pick(population.length)] as Individual;
  return isFitter(other, one) ? other : one;
}

/** The children take the place of the population they were built into, except that its fittest stays if none is as fit. */
function replaced(run: SearchRun, old: readonly Individual[], children: readonly Individual[]): Individual[] {
  const next = [...children, ...old.slice(children.length)];
  let fittest = old[0];
  for (const individual of old) if (fittest === undefined || isFitter(individual, fittest)) fittest = individual;
  if (fittest === undefined || next.length === 0) return next;
  const kept = fittest;
  if (next.every((individual) => isFitter(kept, individual))) next[run.pick(next.length)] = kept;
  return next;
}

function mutateMode(run: SearchRun, modes: Int32Array): void {
  if (run.random.fraction() >= MODE_MUTATIONS) return;
  const activity = run.pick(run.project.count);
  const { firstMode } = run.project;
  const count = (firstMode[activity + 1] as number) - (firstMode[activity] as number);
  if (count > 1) modes[activity] = run.pick(count + 1) + ANY_MODE;
}
