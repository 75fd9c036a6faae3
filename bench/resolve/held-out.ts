/** Not looked at while the rungs were made: the ladder was tuned on other repositories. */
export const HELD_OUT = [
  "BloopAI+vibe-kanban",
  "changesets+changesets",
  "charmbracelet+crush",
  "cli+cli",
  "dbos-inc+dbos-transact-ts",
  "steveyegge+beads",
  "vitest-dev+vitest",
];
