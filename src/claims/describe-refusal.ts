import type { Refusal } from "../core/claim.ts";

const REASONS: Readonly<Record<Refusal["code"], string>> = {
  held: "somebody holds it",
  lost: "the claim is not yours any more",
  landed: "it has landed already",
  "out-of-lease": "those paths are outside the claim's lease",
  unprotected: "main is not protected",
  "not-holder": "you do not hold it",
  busy: "it cannot be done just now",
};

/** A refusal for people, in one line: what is in the way, who, until when, what next. Control characters are taken out. */
export function describeRefusal(refusal: Refusal): string {
  return `refused: ${describeObstacle(refusal)}; next: ${printable(refusal.next)}`;
}

/** What is in the way, who, until when. */
export function describeObstacle({ code, holder, untilMs }: Refusal): string {
  const who =
    holder === null || code === "landed"
      ? REASONS[code]
      : code === "held"
        ? `${printable(holder)} holds it`
        : `${REASONS[code]}; ${printable(holder)} holds it`;
  const until =
    untilMs === null ? "" : untilMs <= 0 ? ", may be asked for now" : `, at least ${formatDuration(untilMs)} more as seen from here`;
  return `${who}${until}`;
}

/** Holders are untrusted text: they must not move the cursor or forge a line. */
function printable(text: string): string {
  return text
    .replace(/\p{C}+/gu, " ")
    .trim()
    .slice(0, 400);
}

function formatDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
