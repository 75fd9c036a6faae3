import { randomBytes } from "node:crypto";

/** Somebody who stays away this long signs in again. */
const SESSION_MS = 12 * 60 * 60 * 1000;

interface Session {
  readonly userId: number;
  readonly endsAt: number;
}

/** Who is signed in, by the token in their cookie. In memory: a restart signs everybody out. */
export class Sessions {
  readonly #open = new Map<string, Session>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Signs a user in; the token is the only proof of it. */
  begin(userId: number): string {
    const now = this.#now().getTime();
    for (const [token, session] of this.#open) if (session.endsAt <= now) this.#open.delete(token);
    const token = randomBytes(32).toString("base64url");
    this.#open.set(token, { userId, endsAt: now + SESSION_MS });
    return token;
  }

  /** The user of a token, or undefined when it is none of ours or has ended. */
  userOf(token: string | undefined): number | undefined {
    const session = token === undefined ? undefined : this.#open.get(token);
    return session !== undefined && session.endsAt > this.#now().getTime() ? session.userId : undefined;
  }

  end(token: string | undefined): void {
    if (token !== undefined) this.#open.delete(token);
  }
}
