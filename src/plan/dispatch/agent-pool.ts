/** Who may take the agent that is kept for the primary: itself, and what it waits for. */
export type Claim = "primary" | "for-primary" | "other";

/**
 * The agents of one moment, while tasks are offered to them in the order of the list. A task takes the class that
 * finishes it first, counting the wait for a busy agent; one that does better to wait books that agent, so that the next
 * task sees it taken until then. With nothing running every agent is free, so the first task offered always starts.
 */
export class AgentPool {
  /** Hours until each agent of each class is free, ascending; 0 is now. */
  readonly #available: readonly number[][];
  readonly #costs: readonly number[];
  #reserved: number;
  #free = 0;

  /**
   * @param available hours until each agent of each class is free, ascending; the pool takes the arrays over.
   * @param reserved the class that keeps an agent for the primary, or -1.
   */
  constructor(available: readonly number[][], costs: readonly number[], reserved: number) {
    this.#available = available;
    this.#costs = costs;
    this.#reserved = reserved;
    for (const hours of available) for (let agent = 0; hours[agent] === 0; agent++) this.#free++;
  }

  get anyFree(): boolean {
    return this.#free > 0;
  }

  /**
   * Offers a task that may start.
   * @param expected its expected hours in each class.
   * @returns the class it starts in now, or -1 when it waits for a better or a free agent.
   */
  take(expected: readonly number[], claim: Claim): number {
    let best = -1;
    let bestFinish = Infinity;
    let bestCost = Infinity;
    for (let index = 0; index < this.#available.length; index++) {
      const at = this.#available[index]?.[this.#kept(index, claim)];
      const takes = expected[index];
      if (at === undefined || takes === undefined) continue;
      const finish = at + takes;
      const cost = takes * (this.#costs[index] ?? 0);
      if (finish > bestFinish || (finish === bestFinish && cost >= bestCost)) continue;
      best = index;
      bestFinish = finish;
      bestCost = cost;
    }
    if (best === -1) return -1;
    const at = this.#book(best, this.#kept(best, claim), bestFinish);
    if (claim === "primary") this.#reserved = -1;
    if (at > 0) return -1;
    this.#free--;
    return best;
  }

  /** Moves one agent of a class to where it is free again. @returns when it was free before. */
  #book(index: number, agent: number, finish: number): number {
    const hours = this.#available[index] ?? [];
    const at = hours[agent] ?? 0;
    // An agent that takes a task of no length is still taken for this moment.
    const until = Math.max(finish, Number.MIN_VALUE);
    let place = agent;
    for (let next = hours[place + 1]; next !== undefined && next <= until; next = hours[place + 1]) hours[place++] = next;
    hours[place] = until;
    return at;
  }

  #kept(index: number, claim: Claim): number {
    return index === this.#reserved && claim === "other" ? 1 : 0;
  }
}
