import type { SessionState } from "../../core/session.ts";
import type { Write } from "../writer.ts";

/** A person may answer while the agent that asked is still on its way out. */
const ANSWERABLE = ["waiting-input", "working"] as const satisfies readonly SessionState[];

/**
 * Keeps the answer to a session's open question and records `answered`.
 * @returns false, with nothing changed, when it has no open question or that is answered.
 */
export async function answerQuestion({ db, nowMs, record }: Write, id: string, answer: string): Promise<boolean> {
  const answered = await db
    .updateTable("session")
    .set({ answer, updatedAtMs: nowMs })
    .where("id", "=", id)
    .where("state", "in", ANSWERABLE)
    .where("question", "is not", null)
    .where("answer", "is", null)
    .returning(["run", "task", "question"])
    .executeTakeFirst();
  if (answered === undefined) return false;
  const { run, task, question } = answered;
  await record({ run, task, session: id }, { kind: "answered", question: question ?? "", answer });
  return true;
}
