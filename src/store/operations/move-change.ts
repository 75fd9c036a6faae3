import { CHANGE_MACHINE, type ChangeState } from "../../core/change.ts";
import { SignalboxError } from "../../core/errors.ts";
import type { EventBody } from "../../core/event.ts";
import { assertMove } from "../../core/machine.ts";
import type { ChangeTable } from "../tables.ts";
import type { Write } from "../writer.ts";
import { findSession } from "./find-sessions.ts";

/** A change's end is always told by its own event, so that the history alone can say how every change ended. */
const LAST_EVENT = {
  landed: "change-landed",
  returned: "change-returned",
  rejected: "change-rejected",
  withdrawn: "change-withdrawn",
} as const satisfies Partial<Record<ChangeState, EventBody["kind"]>>;

/**
 * Moves a change along CHANGE_MACHINE, recording `body` with it. What the body says is kept with the change:
 * the commit that landed it, the reason it came back.
 * @returns false, with nothing changed, when the change is not in `from` (any more).
 * @throws SignalboxError `bug` when the machine does not allow the move, or a terminal state comes without its event.
 */
export async function moveChange(
  { db, record }: Write,
  id: string,
  from: ChangeState,
  to: ChangeState,
  body?: EventBody,
): Promise<boolean> {
  assertMove(CHANGE_MACHINE, from, to, `change ${id}`);
  assertEvent(id, to, body);
  const moved = await db
    .updateTable("change")
    .set({ state: to, ...whatIsKept(body) })
    .where("id", "=", id)
    .where("state", "=", from)
    .returning(["task", "session"])
    .executeTakeFirst();
  if (moved === undefined) return false;
  if (body === undefined) return true;
  const run = moved.session === null ? null : ((await findSession(db, moved.session))?.run ?? null);
  await record({ ...moved, run }, body);
  return true;
}

function assertEvent(id: string, to: ChangeState, body: EventBody | undefined): void {
  const expected = to in LAST_EVENT ? LAST_EVENT[to as keyof typeof LAST_EVENT] : undefined;
  if (expected === undefined) return;
  const tells = body !== undefined && body.kind === expected && "change" in body && body.change === id;
  if (!tells) throw new SignalboxError("bug", `expected change ${id} to become ${to} with ${expected}, got \`${body?.kind ?? "nothing"}\``);
}

function whatIsKept(body: EventBody | undefined): Partial<Pick<ChangeTable, "commit" | "returned">> {
  switch (body?.kind) {
    case "change-landed":
      return { commit: body.commit };
    case "change-returned":
    case "change-rejected":
      return { returned: JSON.stringify(body.reason) };
    default:
      return {};
  }
}
