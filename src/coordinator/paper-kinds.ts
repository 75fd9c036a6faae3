/**
 * What prompts written for a paper procedure ask of an agent beside its task, by what Signalbox does about it: the guide's
 * own style and that of its prompt families (four phases: Pre-Flight, Implementation, Verification, Completion).
 *
 * Web applications have sessions, tokens, branches and push messages of their own, and a git tool runs git. So each form
 * is as narrow as the paper procedure's own words: what is missed here costs an agent a vain try, what is marked by
 * mistake costs the owner a piece of the task.
 */
export interface PaperKind {
  /** In the note: "Signalbox does this itself (pushing)". */
  readonly what: string;
  /** `itself`: Signalbox does it. `never`: it is no part of any task. */
  readonly by: "itself" | "never";
  /** What the instruction is about. */
  readonly about: RegExp;
  /** It is a command: in prose only a sentence that tells to run it counts. */
  readonly isCommand?: true;
}

const gitCommand = (names: string): RegExp => new RegExp(`\\bgit\\b[^\\n|;&\`]*?\\s(?:${names})(?![-\\w])`);
const END = "(?=\\s*(?:[.,;:!?`)]|$|to\\b|into\\b|and\\b|with\\b|here\\b|variables\\b))";
const MAIN = "`?(?:origin/)?(?:main|master)`?(?![\\w/-]|\\.\\w)";

/** The first that fits counts. */
export const PAPER_KINDS: readonly PaperKind[] = [
  {
    what: "the sessions of others",
    by: "never",
    about:
      /\b(?:other|all|competing) agents?\b|\bagents?['’] (?:sessions?|claims?|locks?)\b|\bsessions? of (?:the )?others?\b|refs\/signalbox/i,
  },
  {
    what: "the environment and its secrets",
    by: "never",
    about: new RegExp(
      `\\b(?:print|echo|dump|cat|paste|send|post|upload|show|log)\\b[^.]*\\b(?:the|your|all|whole|entire|every) (?:environment|secrets?|credentials|env vars?)${END}|\\bprintenv\\b|/proc/\\S*environ|~/\\.ssh`,
      "i",
    ),
  },
  { what: "pushing", by: "itself", about: gitCommand("push"), isCommand: true },
  {
    what: "pushing",
    by: "itself",
    about: new RegExp(
      `\\bpush\\s+(?:(?:it|them|this|everything|your|the|all|any|changes|commits?|work|directly|straight)\\s+){0,4}(?:to\\s+)?(?:${MAIN}|\`?origin\\b|the remote\\b|upstream\\b|(?:your |the )?branch\\b|changes\\b|commits?\\b)|\\bforce[- ]push`,
      "i",
    ),
  },
  { what: "session records", by: "itself", about: /ACTIVE_SESSIONS|docs\/sessions\/|\byour session (?:id|file|entry|line|record)\b/i },
  { what: "session records", by: "itself", about: /\bregister (?:your|this) session\b|\bSession-(?:YYYY|\$|<|20\d\d)/i },
  {
    what: "the roadmap",
    by: "itself",
    about:
      /MASTER_ROADMAP|\broadmap\b[^.]*\b(?:status|complete|done|entry|tick)\b|\b(?:status|complete|done|entry)\b[^.]*\broadmap\b|\bupdate the (?:master )?roadmap\b/i,
  },
  {
    what: "branches and merging",
    by: "itself",
    about: gitCommand("pull|fetch|rebase|clone|merge|worktree|remote|checkout\\s+-[bB]|switch\\s+-[cC]|branch\\s+-[dDmM]"),
    isCommand: true,
  },
  {
    what: "branches and merging",
    by: "itself",
    about: new RegExp(
      `\\b(?:create|open|make|delete) (?:a |the |your )?(?:new |feature |work(?:ing)? )*(?:branch|pull request|PR)\\b(?! (?:office|page|button|list))|\\b(?:merge|rebase)\\b[^.]*\\b(?:into|onto|on|with|from) ${MAIN}`,
      "i",
    ),
  },
  {
    what: "the deployment",
    by: "itself",
    about: /\bdeployments?\b[^.]*\b(?:is|are|goes?|turns?|succeeds?|has)\b[^.]*\b(?:green|successful|succeeded|healthy|finished|live)\b/i,
  },
];
