import { newSessionId } from "../../coordinator/elsewhere/claim-task.ts";
import type { Outcome } from "../../core/claim.ts";
import { SignalboxError } from "../../core/errors.ts";
import { taskOfSessionId } from "../../core/ids.ts";
import type { LeaseIds } from "./lease-ids.ts";

/** A claim this caller holds. */
export interface HeldClaim {
  readonly task: string;
  readonly session: string;
}

/**
 * The claims one caller made here, and with them its identity: a claim is its own because it made it over this very
 * connection, or shows the lease id it was given then.
 */
export class HeldClaims {
  readonly #ids: LeaseIds;
  readonly #bySession = new Map<string, HeldClaim>();
  readonly #asked = new Map<string, string>();

  constructor(ids: LeaseIds) {
    this.#ids = ids;
  }

  /** The session to claim a task as: the same one until it is over, so that a call may be repeated. */
  sessionFor(task: string): string {
    const session = this.list().find((held) => held.task === task)?.session ?? this.#asked.get(task) ?? newSessionId(task);
    this.#asked.set(task, session);
    return session;
  }

  /** Takes a claim as this caller's. @returns its lease id. @throws SignalboxError `bad-input` when it is no session id of ours. */
  add(session: string): string {
    const task = taskOfSessionId(session);
    if (task === undefined)
      throw new SignalboxError(
        "bad-input",
        `expected a session id like Session-20260105-QA-033-1f2e3d4c, got \`${session.slice(0, 100)}\``,
      );
    this.#bySession.set(session, { task, session });
    return this.#ids.idOf(session);
  }

  /** The claim is over: given back, landed or lost. */
  forget({ task, session }: HeldClaim): void {
    this.#bySession.delete(session);
    this.#asked.delete(task);
  }

  list(): readonly HeldClaim[] {
    return [...this.#bySession.values()];
  }

  idOf({ session }: HeldClaim): string {
    return this.#ids.idOf(session);
  }

  /** The claim a call is about: the one it shows the id of, or the only one there is. */
  find(lease: string | undefined): Outcome<HeldClaim> {
    const session = lease === undefined ? undefined : this.#ids.sessionOf(lease);
    const task = session === undefined ? undefined : taskOfSessionId(session);
    if (session !== undefined && task !== undefined) {
      // Its own from before this process: it shows what only the claimant was given.
      this.#bySession.set(session, { task, session });
      return { ok: true, value: { task, session } };
    }
    if (lease !== undefined) return refuse("that lease is not yours: use the id that claim_task returned to you");
    const [only, ...others] = this.list();
    if (only === undefined) return refuse("you hold no claim: claim_task a task first, or send the lease id of the claim you made");
    return others.length === 0 ? { ok: true, value: only } : refuse("you hold several claims: say which one by its lease id");
  }
}

function refuse(next: string): Outcome<never> {
  return { ok: false, refusal: { code: "not-holder", holder: null, untilMs: null, next } };
}
