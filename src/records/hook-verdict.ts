import type { Finding } from "./findings.ts";

export interface HookVerdict {
  readonly blocked: boolean;
  /** Findings that stop this commit: theirs, in files they are committing. */
  readonly mine: readonly Finding[];
  /** Everybody else's, and those that were there before: worth a line, never a stop. */
  readonly others: readonly Finding[];
}

/**
 * What a pre-commit hook answers. It stops only the owner of a finding, and only when the commit touches the file it
 * is in: a bystander's commit always passes (promise 9), and so does a finding nobody is known to own.
 * @param who names of the person committing (name, email, claim holder), compared ignoring case.
 */
export function hookVerdict(findings: readonly Finding[], stagedPaths: readonly string[], who: readonly string[]): HookVerdict {
  const names = new Set(who.map((name) => name.trim().toLowerCase()).filter((name) => name !== ""));
  const isMine = ({ owner, file }: Finding) => owner !== null && names.has(owner.trim().toLowerCase()) && stagedPaths.includes(file);
  const mine = findings.filter(isMine);
  return { blocked: mine.length > 0, mine, others: findings.filter((finding) => !isMine(finding)) };
}
