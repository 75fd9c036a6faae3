import { SESSIONS } from "./escapes.ts";

/** The escapes as docs/confinement.md shows them, line by line. */
export function escapesTable(): readonly string[] {
  const rows = SESSIONS.flat().map(({ what, confined, unconfined }) => `| ${what} | ${confined} | ${unconfined} |`);
  return ["| an agent tries to | confined | unconfined |", "|---|---|---|", ...rows];
}
