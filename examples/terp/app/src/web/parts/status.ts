export type Tone = "good" | "bad" | "waiting" | "plain";

const TONES: Readonly<Record<string, Tone>> = {
  ACCEPTED: "good",
  ACTIVE: "good",
  CANCELLED: "bad",
  COMPLETED: "good",
  DELIVERED: "good",
  LIVE: "good",
  ON_HOLD: "waiting",
  OVERDUE: "bad",
  PAID: "good",
  PENDING: "waiting",
  PROCESSING: "waiting",
  QUARANTINED: "bad",
  SENT: "waiting",
  WRITTEN_OFF: "bad",
};

/** The colour of a status; a status it does not know is plain. */
export function toneOf(status: string): Tone {
  return TONES[status] ?? "plain";
}

const ABBREVIATIONS: ReadonlySet<string> = new Set(["COD"]);

/** `WRITTEN_OFF` as people read it: `Written off`. */
export function readable(status: string): string {
  if (ABBREVIATIONS.has(status)) return status;
  const words = status.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
