import type { Random } from "../../core/ports.ts";
import { happens, type WorldFaults } from "./faults.ts";

/** A push of main: journalled before it is sent, and until somebody knows what became of it. */
export interface PushAttempt {
  readonly changes: readonly string[];
  /** The version of main it is leased to: it arrives only while main is still there. */
  readonly base: number;
}

/** How one sending of a push goes. */
export interface Sending {
  /** Milliseconds until it arrives; null: never. */
  readonly arrivesInMs: number | null;
  /** False: whoever sent it does not hear what became of it. */
  readonly isAnswered: boolean;
}

const MINUTE_MS = 60_000;
/** How long a lock that a killed push left on main stays, and how late a push may still arrive. */
const [LOCKED_MINUTES, LATE_MINUTES_MAX] = [7, 5];

const [ARRIVED, LOST]: readonly [Sending, Sending] = [
  { arrivesInMs: 0, isAnswered: true },
  { arrivesInMs: null, isAnswered: false },
];

/**
 * The pushes of main and what the network makes of them (DESIGN §5, "unknown results"). One is under way at a time, and the
 * same commits are pushed until it is known whether main holds them. What is journalled outlives a killed process.
 */
export class Pushes {
  readonly #faults: WorldFaults;
  readonly #random: Random;
  #unresolved: PushAttempt | null = null;
  #lockedUntilMs = 0;

  constructor(faults: WorldFaults, random: Random) {
    this.#faults = faults;
    this.#random = random;
  }

  get unresolved(): PushAttempt | null {
    return this.#unresolved;
  }

  journal(attempt: PushAttempt): void {
    this.#unresolved = attempt;
  }

  resolve(): void {
    this.#unresolved = null;
  }

  send(nowMs: number): Sending {
    const { pushLost, pushUnanswered, pushLate, staleLock } = this.#faults;
    if (nowMs < this.#lockedUntilMs) return LOST;
    if (happens(staleLock, this.#random)) {
      this.#lockedUntilMs = nowMs + LOCKED_MINUTES * MINUTE_MS;
      return LOST;
    }
    if (happens(pushLost, this.#random)) return LOST;
    if (happens(pushUnanswered, this.#random)) return { arrivesInMs: 0, isAnswered: false };
    if (happens(pushLate, this.#random)) return { arrivesInMs: this.#random.fraction() * LATE_MINUTES_MAX * MINUTE_MS, isAnswered: false };
    return ARRIVED;
  }
}
