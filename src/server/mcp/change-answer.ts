import type { ChangeState, ReturnReason } from "../../core/change.ts";
import { type Answered, oneLine, somePaths } from "./tool-forms.ts";

const EVIDENCE_CHARACTERS_MAX = 6_000;

/** What became of submitted work, as far as is known. */
export interface ChangeView {
  readonly state: ChangeState | "submitted" | "working";
  readonly commit: string | null;
  readonly returned: ReturnReason | null;
}

/** The answer of `submit`. @param next what to do, for states that leave it open. */
export function changeAnswer(task: string, { state, commit, returned }: ChangeView, next: string): Answered<"submit"> {
  const reason =
    returned === null
      ? null
      : {
          code: returned.code,
          message: oneLine(returned.message, 600),
          // The end says what failed.
          evidence: returned.evidence.slice(-EVIDENCE_CHARACTERS_MAX).replace(/[^\P{C}\n\t]/gu, ""),
          files: somePaths(returned.files),
        };
  return { task, state, commit, reason, next: state === "returned" || state === "rejected" ? MEND : next };
}

const MEND = "read the reason, mend the work, and submit again";
