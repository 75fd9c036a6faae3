import type { HeldLease, Outcome, Refusal } from "../core/claim.ts";
import { messageOf } from "../core/errors.ts";
import type { ClaimContext } from "./context.ts";
import { HOLDER_SHARE } from "./liveness.ts";
import { busy } from "./refusals.ts";
import { renewLease } from "./renew.ts";

export interface KeepAliveOptions {
  /** Called once, when the lease was lost or could not be renewed in time: stop writing. */
  readonly onLost: (refusal: Refusal) => void;
  /** Called after every renewal, for the store to remember the OID. */
  readonly onRenewed?: (lease: HeldLease) => void;
}

export interface KeptLease {
  current(): HeldLease;
  /**
   * Runs `change` while no renewal is under way, so that both do not move the ref at once; the lease it returns is the
   * current one from then on. For pushes that carry the lease along (a landing).
   */
  update(change: (held: HeldLease) => Promise<HeldLease>): Promise<HeldLease>;
  /** Ends the renewals; the lease itself is not given back. */
  stop(): Promise<void>;
}

/** Renewals per TTL; a failed one is tried again after a tenth of the TTL. */
const RENEWALS_PER_TTL = 3;
const RETRIES_PER_TTL = 10;

/**
 * Renews a lease at a third of its TTL, all on the monotonic clock. The holder's time ends a tenth before its TTL,
 * counted from the *start* of the last renewal that succeeded: before any observer may steal it.
 */
export function keepAlive(ctx: ClaimContext, held: HeldLease, options: KeepAliveOptions): KeptLease {
  return new LeaseKeeper(ctx, held, options);
}

class LeaseKeeper implements KeptLease {
  readonly #ctx: ClaimContext;
  readonly #options: KeepAliveOptions;
  readonly #ended = new AbortController();
  readonly #loops: Promise<unknown>;
  #held: HeldLease;
  /** Start of the last successful renewal; for a lease read from disk unknown, so it is renewed at once. */
  #confirmedMs: number;
  #renewAtMs: number;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ctx: ClaimContext, held: HeldLease, options: KeepAliveOptions) {
    this.#ctx = ctx;
    this.#options = options;
    this.#held = held;
    const nowMs = ctx.clock.monotonicMs();
    const confirmedMs = ctx.confirmedMs.get(held);
    this.#confirmedMs = confirmedMs ?? nowMs;
    this.#renewAtMs = confirmedMs === undefined ? nowMs : this.#nextRenewalMs();
    this.#loops = Promise.all([this.#renewals(), this.#watch()]);
  }

  current(): HeldLease {
    return this.#held;
  }

  update(change: (held: HeldLease) => Promise<HeldLease>): Promise<HeldLease> {
    return this.#inTurn(async () => {
      this.#accept(await change(this.#held));
      return this.#held;
    });
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#loops;
    await this.#turn;
  }

  async #renewals(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const pauseMs = this.#renewAtMs - this.#ctx.clock.monotonicMs();
      if (pauseMs > 0) await this.#ctx.clock.sleep(pauseMs, this.#ended.signal);
      else await this.#inTurn(() => this.#renew());
    }
  }

  async #renew(): Promise<void> {
    // A landing may have renewed it while this one waited its turn.
    if (this.#ended.signal.aborted || this.#renewAtMs > this.#ctx.clock.monotonicMs()) return;
    const outcome: Outcome<HeldLease> = await renewLease(this.#ctx, this.#held).catch((error: unknown) => ({
      ok: false,
      refusal: busy(messageOf(error)),
    }));
    if (outcome.ok) {
      this.#accept(outcome.value);
      this.#options.onRenewed?.(outcome.value);
    } else if (outcome.refusal.code === "busy") {
      this.#renewAtMs = this.#ctx.clock.monotonicMs() + this.#held.record.ttlMs / RETRIES_PER_TTL;
    } else {
      this.#lose(outcome.refusal);
    }
  }

  /** Runs beside the renewals, because a push may hang for longer than the lease lives. */
  async #watch(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const leftMs = this.#confirmedMs + this.#held.record.ttlMs * HOLDER_SHARE - this.#ctx.clock.monotonicMs();
      if (leftMs > 0) await this.#ctx.clock.sleep(leftMs, this.#ended.signal);
      else this.#lose(EXPIRED);
    }
  }

  #accept(lease: HeldLease): void {
    this.#held = lease;
    this.#confirmedMs = this.#ctx.confirmedMs.get(lease) ?? this.#confirmedMs;
    this.#renewAtMs = this.#nextRenewalMs();
  }

  #nextRenewalMs(): number {
    return this.#confirmedMs + this.#held.record.ttlMs / RENEWALS_PER_TTL;
  }

  #lose(refusal: Refusal): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.#options.onLost(refusal);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

const EXPIRED: Refusal = {
  code: "lost",
  holder: null,
  untilMs: null,
  next: "stop writing: the lease could not be renewed in time and others may take it; signalbox claim asks for it again",
};
