import { query } from "../../database/query.ts";
import type { Day } from "../../finance/dates.ts";
import { type Agenda, createAgenda } from "../agenda.ts";
import { addDays, businessDaysAfter } from "../business-days.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { remember } from "../memory.ts";
import { EVERYBODY, SALES, WAREHOUSE } from "../staff.ts";
import { countToday } from "../volumes.ts";

/** The kinds of lists, how many there are in the whole business, and what their tasks are about. */
const KINDS = [
  { kind: "FULFILMENT", count: 22, name: "Orders to pack", about: ["orders", "order_id"], task: "Pack order", owners: WAREHOUSE },
  { kind: "FOLLOW_UP", count: 17, name: "Clients to call", about: ["clients", "client_id"], task: "Call client", owners: SALES },
  { kind: "INVENTORY", count: 12, name: "Batches to count", about: ["batches", "batch_id"], task: "Count batch", owners: WAREHOUSE },
  { kind: "SHARED", count: 17, name: "Around the house", about: undefined, task: "Clear shelf", owners: EVERYBODY },
] as const;

type Kind = (typeof KINDS)[number];

const NEVER_DONE = 0.15;

interface Task {
  readonly id: number;
  readonly assignee_id: number;
}

/** Lists, who shares them, and tasks that are done after some days, or never. */
export const generator: Generator = {
  fills: ["todo_lists", "todo_list_members", "todo_tasks", "todo_task_activity"],
  after: ["users", "orders", "clients", "batches"],
  recall: (context) => void taskAgenda(context),
  day(context, day) {
    for (const { id, assignee_id } of taskAgenda(context).take(day)) {
      context.update("todo_tasks", id, { status: "DONE", done_on: day });
      context.insert("todo_task_activity", { todo_task_id: id, user_id: assignee_id, action: "DONE", happened_at: `${day}T16:20` });
    }
    for (const kind of KINDS) {
      const first = kind.kind === "SHARED" && day === context.firstDay ? 1 : 0;
      for (let left = countToday(context, kind.count) + first; left > 0; left--) makeList(context, day, kind);
    }
  },
};

/** Tasks by the day on which they will be done. */
function taskAgenda(context: SeedContext): Agenda<Task> {
  return remember(context, "task agenda", () => {
    const agenda = createAgenda<Task>();
    const open = query<Task & { readonly created_on: Day }>(
      context.database,
      "select id, assignee_id, created_on from todo_tasks where status = 'OPEN'",
    );
    for (const { created_on, ...task } of open) planTask(context, agenda, task, created_on);
    return agenda;
  });
}

function planTask(context: SeedContext, agenda: Agenda<Task>, task: Task, created: Day): void {
  const random = context.randomOf(`task:${task.id}`);
  if (!random.chance(NEVER_DONE)) agenda.add(businessDaysAfter(created, random.between(1, 9)), task);
}

function makeList(context: SeedContext, day: Day, { kind, name, about, task, owners }: Kind): void {
  const { insert, random } = context;
  const newest = about === undefined ? 0 : context.lastId(about[0]);
  if (about !== undefined && newest === 0) return;
  const owner_id = random.pick(owners);
  const other = random.pick(EVERYBODY.filter((user) => user !== owner_id));
  const todo_list_id = insert("todo_lists", { name: `${name}, ${day}`, kind, owner_id, created_on: day });
  insert("todo_list_members", { todo_list_id, user_id: owner_id, role: "OWNER" });
  insert("todo_list_members", { todo_list_id, user_id: other, role: kind === "SHARED" ? "EDITOR" : "VIEWER" });
  for (let left = random.between(3, 6); left > 0; left--) {
    const assignee_id = random.pick([owner_id, other]);
    const number = random.between(Math.max(1, newest - 30), Math.max(1, newest));
    const subject = about === undefined ? {} : { [about[1]]: number };
    const title = `${task} ${number}`;
    const row = {
      todo_list_id,
      assignee_id,
      ...subject,
      title,
      created_on: day,
      due_on: addDays(day, random.between(3, 15)),
      status: "OPEN",
    };
    const id = insert("todo_tasks", row);
    insert("todo_task_activity", { todo_task_id: id, user_id: owner_id, action: "CREATED", happened_at: `${day}T09:50` });
    if (assignee_id !== owner_id)
      insert("inbox_items", { user_id: assignee_id, kind: "TASK", subject: title, received_at: `${day}T09:50`, status: "UNREAD" });
    planTask(context, taskAgenda(context), { id, assignee_id }, day);
  }
}
