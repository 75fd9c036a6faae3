/** What a status text in a roadmap or session table means. `unknown` is text that says nothing about it. */
export type StatusMeaning = "todo" | "in-progress" | "landed" | "done" | "blocked" | "dropped" | "unknown";

/** Longer phrases contain shorter ones with another meaning ("not started", "incomplete"), so the earliest match wins. */
const WORDS: readonly (readonly [StatusMeaning, RegExp])[] = [
  [
    "todo",
    /\bincomplete\b|\bnot (?:complete|started|done|applied|yet)|\bready\b|\bto ?do\b|\bplanned\b|\bopen\b|\bpending\b|\breverted\b|📋|🟡/u,
  ],
  ["in-progress", /\bin[ -]?(?:progress|flight|review)\b|\bstarted\b|\bactive\b|\bwip\b|\bworking\b|🔄|⏳|🟢/u],
  ["landed", /\blanded, verifying\b/],
  ["done", /\bcomplet(?:e|ed)\b|\bdone\b|\bmerged\b|\bverified\b|\bclosed\b|✅/u],
  ["blocked", /\bblocked\b|\bpaused\b|\bwaiting\b|⏸/u],
  ["dropped", /\bdeprecated\b|\bskipped\b|\bdropped\b|\bcancell?ed\b|\bobsolete\b|\babandoned\b/],
];

/** The meaning of a status text such as `✅ COMPLETE`, `Not Started`, `⚠️ INCOMPLETE - Code Complete` or `In Progress (Session-…)`. */
export function statusMeaning(text: string): StatusMeaning {
  const lower = text.toLowerCase();
  let best: StatusMeaning = "unknown";
  let bestAt = Number.POSITIVE_INFINITY;
  for (const [meaning, pattern] of WORDS) {
    const at = pattern.exec(lower)?.index ?? Number.POSITIVE_INFINITY;
    if (at < bestAt) [best, bestAt] = [meaning, at];
  }
  return best;
}

/** The meaning of the character in a checkbox: `[ ]`, `[x]`, `[~]`, `[✅]`, `[🔄]`. */
export function boxMeaning(box: string): StatusMeaning {
  const mark = box.trim().toLowerCase();
  if (mark === "") return "todo";
  if (mark === "x") return "done";
  if (mark === "~" || mark === "/") return "in-progress";
  if (mark === "-") return "dropped";
  return statusMeaning(mark);
}
