import type { Day } from "../../finance/dates.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { EVERYBODY } from "../staff.ts";
import { countToday } from "../volumes.ts";

const [NOTES, SCRATCHES] = [140, 180];
const TITLES = ["Ideas for the price list", "Questions for the laboratory", "Who calls whom", "Plan for the vault", "What sold last week"];
const THOUGHTS = ["Ask again on Monday", "Two pounds short?", "Nice label", "Send the list", "Coffee is out"];

/** Notes with what happens to them, and what people scribble down for themselves. */
export const generator: Generator = {
  fills: ["freeform_notes", "note_comments", "note_activity", "scratch_pad_notes", "inbox_items"],
  after: ["users"],
  day(context, day) {
    const first = day === context.firstDay ? 1 : 0;
    for (let left = countToday(context, NOTES) + first; left > 0; left--) write(context, day, first > 0);
    for (let left = countToday(context, SCRATCHES) + first; left > 0; left--) {
      const user_id = context.random.pick(EVERYBODY);
      context.insert("scratch_pad_notes", { user_id, written_at: `${day}T12:05`, text: context.random.pick(THOUGHTS) });
    }
  },
};

function write({ insert, random }: SeedContext, day: Day, commented: boolean): void {
  const [user_id, reader] = [random.pick(EVERYBODY), random.pick(EVERYBODY)];
  const body = random.pick(THOUGHTS);
  const note_id = insert("freeform_notes", { user_id, title: random.pick(TITLES), body, written_at: `${day}T10:40` });
  insert("note_activity", { note_id, user_id, action: "CREATED", happened_at: `${day}T10:40` });
  if (!commented && !random.chance(0.4)) return;
  insert("note_comments", { note_id, user_id: reader, written_at: `${day}T15:05`, text: random.pick(THOUGHTS) });
  insert("note_activity", { note_id, user_id: reader, action: "COMMENTED", happened_at: `${day}T15:05` });
}
