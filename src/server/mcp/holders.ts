import type { SeenLease } from "../../claims/list-leases.ts";
import { firstOverlap } from "../../core/paths.ts";
import { HOLDING_STATES, type SessionState } from "../../core/session.ts";
import type { SessionRow } from "../../store/rows.ts";
import { type Answered, type Asked, oneLine, somePaths } from "./tool-forms.ts";

const HOLDERS_MAX = 30;
const PATHS_SHOWN_MAX = 20;
const PATH_CHARACTERS_MAX = 1_000;
const HOLDING: readonly SessionState[] = HOLDING_STATES;

/** Somebody who holds a task and paths: a session of a coordinator here, or a claim made elsewhere. */
export interface Holder {
  readonly task: string;
  readonly session: string | null;
  readonly holder: string;
  readonly state: string;
  readonly paths: readonly string[];
  /** Milliseconds until it may be free; null: nobody can tell. */
  readonly untilMs: number | null;
}

/** Does a session in this state hold its task and its paths? */
export function isHolding(state: SessionState): boolean {
  return HOLDING.includes(state);
}

/** All who hold something: sessions know their leases as they are now, claims on the remote those of everybody else. */
export function holdersOf(
  sessions: readonly SessionRow[],
  claims: readonly SeenLease[],
  untilMs: (session: SessionRow) => number | null = () => null,
): readonly Holder[] {
  const here = sessions.filter(({ state, slot }) => isHolding(state) && slot >= 0);
  const known = new Set(here.map(({ task }) => task));
  const elsewhere = claims.filter(({ record }) => record.kind === "claim" && record.state === "held" && !known.has(record.name));
  return [
    ...here.map((session) => ({
      ...{ task: session.task, session: session.id, holder: session.agent, state: session.state },
      ...{ paths: session.paths, untilMs: untilMs(session) },
    })),
    ...elsewhere.map(({ record, expiresInMs }) => ({
      ...{ task: record.name, session: record.session, holder: record.holder, state: "claimed elsewhere" },
      ...{ paths: record.footprint, untilMs: expiresInMs },
    })),
  ];
}

/** The holders an agent asked for. @param isYou whether it is the asker itself. */
export function whoHolds(
  holders: readonly Holder[],
  { task, paths }: Asked<"who_holds">,
  isYou: (holder: Holder) => boolean,
): Answered<"who_holds"> {
  const asked = holders.filter(
    (holder) => (task === undefined || holder.task === task) && (paths === undefined || firstOverlap(paths, holder.paths) !== undefined),
  );
  const others = asked.filter((holder) => !isYou(holder));
  const next =
    others.length === 0
      ? "nobody else holds it: claim_task for a task, extend_lease for paths"
      : "work on something else, or ask again when it is free; what you submit is ordered behind theirs";
  return {
    holders: asked.slice(0, HOLDERS_MAX).map((holder) => ({
      ...{ task: holder.task, session: holder.session, holder: oneLine(holder.holder), state: holder.state },
      ...{ holds: somePaths(holder.paths, PATHS_SHOWN_MAX, PATH_CHARACTERS_MAX), until: holder.untilMs, you: isYou(holder) },
    })),
    more: Math.max(0, asked.length - HOLDERS_MAX),
    next,
  };
}
