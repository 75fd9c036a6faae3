import type { Day } from "../../finance/dates.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { EVERYBODY } from "../staff.ts";
import { countToday } from "../volumes.ts";

/** What people comment on: so many in the whole business, of the last ones there are. */
const SUBJECTS = [
  { table: "orders", column: "order_id", count: 240, last: 60 },
  { table: "calendar_events", column: "event_id", count: 120, last: 20 },
  { table: "clients", column: "client_id", count: 80, last: 60 },
  { table: "batches", column: "batch_id", count: 80, last: 15 },
] as const;

const ANSWERED = 0.25;
const MENTIONED = 0.25;
const REMARKS = [
  "Please check the quantity",
  "Looks good to me",
  "They asked about this again",
  "Done",
  "Can this wait until Monday?",
  "Sold faster than we thought",
];

/** Comments, some of which are answered, and whom they mention. */
export const generator: Generator = {
  fills: ["comments", "comment_mentions"],
  after: ["users", "orders", "batches", "calendar_events", "clients"],
  day(context, day) {
    for (const { table, column, count, last } of SUBJECTS) {
      const newest = context.lastId(table);
      const early = column === "event_id" && day === context.firstDay ? 1 : 0;
      for (let left = countToday(context, count) + early; left > 0 && newest > 0; left--) {
        const subject = { [column]: context.random.between(Math.max(1, newest - last), newest) };
        const comment = write(context, subject, day, "16:10", null);
        if (early > 0 || context.random.chance(ANSWERED)) write(context, subject, day, "16:45", comment);
      }
    }
  },
};

function write(
  context: SeedContext,
  subject: Readonly<Record<string, number>>,
  day: Day,
  time: string,
  parent_comment_id: number | null,
): number {
  const { insert, random } = context;
  const [user_id, mentioned] = [random.pick(EVERYBODY), random.pick(EVERYBODY)];
  const written_at = `${day}T${time}`;
  const comment_id = insert("comments", { user_id, ...subject, parent_comment_id, written_at, text: random.pick(REMARKS) });
  if (mentioned !== user_id && (comment_id <= 2 || random.chance(MENTIONED))) {
    insert("comment_mentions", { comment_id, user_id: mentioned });
    insert("inbox_items", {
      user_id: mentioned,
      kind: "MENTION",
      subject: `Comment ${comment_id}`,
      received_at: written_at,
      status: "UNREAD",
    });
  }
  return comment_id;
}
