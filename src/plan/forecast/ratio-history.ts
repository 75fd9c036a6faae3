/** What one finished session says about the next one like it. */
export interface Ratio {
  /** Logarithm of actual over estimated time. */
  readonly log: number;
  /** Logarithm of the estimate in hours. */
  readonly size: number;
  readonly agentClass: string;
  readonly kind: string;
  /** False when nothing was estimated and the usual value stood in. */
  readonly estimated: boolean;
}

/** The task that is asked about; an empty agent class is any. */
export type RatioQuery = Omit<Ratio, "log">;

/** Sessions older than this many do not count any more: their weight would be below 4 %. */
const SESSIONS_MAX = 2500;
/** After this many sessions one counts half. */
const HALF_LIFE_SESSIONS = 500;
/** Estimates that differ by more than this factor (as a logarithm) are not alike. */
const SIZE_REACH = 0.66;
/** What a session of another agent or another kind of task counts, relative to one of the same. */
const OTHER_CLASS = 0.08;
const OTHER_KIND = 0.06;
/** What a session of any size counts among all sessions, relative to one of the same size. */
const ANY_SIZE = 0.05;
/** So many sessions alike count as much as all the others together. */
const ALIKE_HALF = 4;

/**
 * The past ratios, in ascending order, to be weighed by how much each has in common with the task that is asked about.
 * Typed arrays, because a forecast weighs thousands of sessions for each of thousands of tasks; places are below `size`, so
 * a read never misses: hence `as number`.
 */
export class RatioHistory {
  #size = 0;
  #added = 0;
  #logs = new Float64Array(64);
  #sizes = new Float64Array(64);
  #traits = new Int32Array(64);
  #ages = new Float64Array(64);
  readonly #names = new Map<string, number>();

  get size(): number {
    return this.#size;
  }

  /** Logarithms of the ratios, ascending; valid until the next `add`. */
  get logs(): Float64Array {
    return this.#logs.subarray(0, this.#size);
  }

  /** Adds the session that finished last. Beyond `SESSIONS_MAX` the oldest is forgotten. */
  add(ratio: Ratio): void {
    if (this.#size === SESSIONS_MAX) this.#forgetOldest();
    if (this.#size === this.#logs.length) this.#grow();
    const place = this.#placeOf(ratio.log);
    for (const array of [this.#logs, this.#sizes, this.#traits, this.#ages]) array.copyWithin(place + 1, place, this.#size);
    this.#logs[place] = ratio.log;
    this.#sizes[place] = ratio.size;
    this.#traits[place] = this.#traitsOf(ratio);
    this.#ages[place] = this.#added++;
    this.#size++;
  }

  /**
   * Weighs every past ratio for one task: alike in size, agent and kind first (a product of kernels), all others behind
   * them, recent ones before old ones.
   * @param weights filled from 0 to `size`; they add up to 1 unless there is no session.
   * @returns how many sessions of full weight stand behind the answer.
   */
  weigh(query: RatioQuery, weights: Float64Array): number {
    const [traits, alike] = [this.#traitsOf(query), new Float64Array(this.#size)];
    const anyClass = query.agentClass === "";
    let [alikeSum, allSum, count] = [0, 0, 0];
    for (let place = 0; place < this.#size; place++) {
      const recent = 2 ** (((this.#ages[place] as number) - this.#added + 1) / HALF_LIFE_SESSIONS);
      const distance = ((this.#sizes[place] as number) - query.size) / SIZE_REACH;
      const near = Math.max(0, 1 - distance * distance) ** 2;
      const common = (this.#traits[place] as number) ^ traits;
      const sameClass = anyClass || (common & 0x3fff) === 0 ? 1 : OTHER_CLASS;
      const sameKind = common >>> 14 === 0 ? 1 : OTHER_KIND;
      alikeSum += alike[place] = recent * near * sameClass * sameKind;
      allSum += weights[place] = recent * (near + ANY_SIZE);
      count += recent;
    }
    const share = alikeSum / (alikeSum + ALIKE_HALF);
    const [alikeScale, allScale] = [alikeSum > 0 ? share / alikeSum : 0, (1 - share) / allSum];
    for (let place = 0; place < this.#size; place++) {
      weights[place] = (alike[place] as number) * alikeScale + (weights[place] as number) * allScale;
    }
    return count;
  }

  /** Agent class in the low 14 bits, kind and whether it was estimated above them. */
  #traitsOf({ agentClass, kind, estimated }: RatioQuery): number {
    return this.#number(`class ${agentClass}`) | (this.#number(`kind ${kind}`) << 14) | (estimated ? 1 << 28 : 0);
  }

  #number(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    // More names than fit share the last number: they are then taken to be alike.
    const number = Math.min(this.#names.size, 0x3fff);
    this.#names.set(name, number);
    return number;
  }

  #placeOf(log: number): number {
    let [low, high] = [0, this.#size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#logs[middle] as number) < log) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #forgetOldest(): void {
    const oldest = this.#ages.indexOf(this.#added - SESSIONS_MAX);
    for (const array of [this.#logs, this.#sizes, this.#traits, this.#ages]) array.copyWithin(oldest, oldest + 1, this.#size);
    this.#size--;
  }

  #grow(): void {
    const larger = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const capacity = 2 * this.#logs.length;
    this.#logs = larger(this.#logs, new Float64Array(capacity));
    this.#sizes = larger(this.#sizes, new Float64Array(capacity));
    this.#traits = larger(this.#traits, new Int32Array(capacity));
    this.#ages = larger(this.#ages, new Float64Array(capacity));
  }
}
