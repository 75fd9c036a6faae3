import type { StoredEvent } from "../core/event.ts";

/**
 * How long agents and the run have worked, as the history tells it. What a killed coordinator was in the middle of counts up to
 * the last thing that was heard of it: nobody worked while none ran.
 */
export class TimeLedger {
  readonly #run: string;
  /** By session: milliseconds of tries that are over, since a person last answered it. */
  readonly #rounds = new Map<string, number>();
  /** By session: the try that was begun, up to the last event of it. */
  readonly #tries = new Map<string, Span>();
  #lives = 0;
  #life: Span | null = null;

  constructor(run: string) {
    this.#run = run;
  }

  /** Takes one event, each once and in order. */
  take(event: StoredEvent): void {
    if (event.run === this.#run) this.#takeOfRun(event);
    if (event.session !== null) this.#takeOfSession(event, event.session);
  }

  #takeOfRun({ atMs, body }: StoredEvent): void {
    if (body.kind === "run-started") {
      this.#lives += lengthOf(this.#life);
      this.#life = { fromMs: atMs, toMs: atMs };
    } else if (this.#life !== null) this.#life.toMs = atMs;
  }

  #takeOfSession({ atMs, body }: StoredEvent, session: string): void {
    const begun = this.#tries.get(session);
    if (body.kind === "agent-started") {
      this.#add(session, lengthOf(begun));
      this.#tries.set(session, { fromMs: atMs, toMs: atMs });
    } else if (body.kind === "agent-ended") {
      this.#add(session, body.ms);
      this.#tries.delete(session);
    } else if (body.kind === "answered") {
      this.#rounds.delete(session);
      this.#tries.delete(session);
    } else if (begun !== undefined) begun.toMs = atMs;
  }

  #add(session: string, ms: number): void {
    this.#rounds.set(session, (this.#rounds.get(session) ?? 0) + ms);
  }

  /** Milliseconds the run went on in processes before this one. */
  ofEarlierProcesses(): number {
    return this.#lives;
  }

  /** Milliseconds a session's agents have worked since a person last answered it. */
  ofRound(session: string): number {
    return (this.#rounds.get(session) ?? 0) + lengthOf(this.#tries.get(session));
  }
}

interface Span {
  readonly fromMs: number;
  toMs: number;
}

/** A clock that was set back makes no time. */
function lengthOf(span: Span | null | undefined): number {
  return span === null || span === undefined ? 0 : Math.max(0, span.toMs - span.fromMs);
}
