import type { Rule } from "../rule.ts";
import { type Sequence, sequenceRule } from "./sequence.ts";

const SEQUENCES: readonly Sequence[] = [
  {
    id: "sheet-after-template",
    says: "A version of a sales sheet is not older than its template.",
    of: "salesSheetVersions x join sales_sheet_templates y on y.id = x.sales_sheet_template_id",
    cause: "y.created_on",
    effect: "x.made_on",
  },
  {
    id: "sheet-sent-after-made",
    says: "A sales sheet is sent not before it was made.",
    of: "sales_sheet_history x join salesSheetVersions y on y.id = x.sales_sheet_version_id",
    cause: "y.made_on",
    effect: "substr(x.sent_at, 1, 10)",
  },
  {
    id: "event-planned-ahead",
    says: "An event was entered before it starts.",
    of: "calendar_events x where x.created_at is not null",
    cause: "x.created_at",
    effect: "x.starts_at",
  },
  {
    id: "event-completed-after-start",
    says: "An event is completed not before it starts.",
    of: "calendar_event_history x join calendar_events y on y.id = x.event_id where x.status = 'COMPLETED'",
    cause: "y.starts_at",
    effect: "x.changed_at",
  },
  {
    id: "attachment-after-event",
    says: "A file is attached to an event that is there.",
    of: "calendar_event_attachments x join calendar_events y on y.id = x.event_id",
    cause: "y.created_at",
    effect: "x.added_at",
  },
  {
    id: "delivery-after-order",
    says: "A delivery takes place not before its order was made.",
    of: "calendar_events x join orders y on y.id = x.order_id",
    cause: "y.ordered_on",
    effect: "substr(x.starts_at, 1, 10)",
  },
  {
    id: "meeting-held-after-start",
    says: "What was said in a meeting was not written before it started.",
    of: "client_meeting_history x join calendar_events y on y.id = x.event_id",
    cause: "y.starts_at",
    effect: "x.met_at",
  },
  {
    id: "comment-after-order",
    says: "A comment on an order is not older than the order.",
    of: "comments x join orders y on y.id = x.order_id",
    cause: "y.ordered_on",
    effect: "substr(x.written_at, 1, 10)",
  },
  {
    id: "comment-after-event",
    says: "A comment on an event is not older than the event's entry.",
    of: "comments x join calendar_events y on y.id = x.event_id",
    cause: "y.created_at",
    effect: "x.written_at",
  },
  {
    id: "comment-after-batch",
    says: "A comment on a batch is not older than its lot.",
    of: "comments x join batches b on b.id = x.batch_id join lots y on y.id = b.lot_id",
    cause: "y.received_on",
    effect: "substr(x.written_at, 1, 10)",
  },
  {
    id: "answer-after-comment",
    says: "An answer is not older than the comment it answers.",
    of: "comments x join comments y on y.id = x.parent_comment_id",
    cause: "y.written_at",
    effect: "x.written_at",
  },
  {
    id: "comment-after-note",
    says: "A comment on a note is not older than the note.",
    of: "note_comments x join freeform_notes y on y.id = x.note_id",
    cause: "y.written_at",
    effect: "x.written_at",
  },
  {
    id: "activity-after-note",
    says: "Nothing happens to a note before it was written.",
    of: "note_activity x join freeform_notes y on y.id = x.note_id",
    cause: "y.written_at",
    effect: "x.happened_at",
  },
  {
    id: "task-after-list",
    says: "A task is not older than its list.",
    of: "todo_tasks x join todo_lists y on y.id = x.todo_list_id",
    cause: "y.created_on",
    effect: "x.created_on",
  },
  {
    id: "task-done-after-created",
    says: "A task is done not before it was set.",
    of: "todo_tasks x where x.done_on is not null",
    cause: "x.created_on",
    effect: "x.done_on",
  },
  {
    id: "activity-after-task",
    says: "Nothing happens to a task before it was set.",
    of: "todo_task_activity x join todo_tasks y on y.id = x.todo_task_id",
    cause: "y.created_on",
    effect: "substr(x.happened_at, 1, 10)",
  },
];

/** Calendar, notes, lists and sales sheets: causes come before their effects. */
export const PEOPLE_TIME_RULES: readonly Rule[] = SEQUENCES.map(sequenceRule);
