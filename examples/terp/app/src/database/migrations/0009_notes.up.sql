create table freeform_notes (
  id integer primary key,
  user_id integer not null references users (id),
  title text not null,
  body text not null,
  written_at text not null
) strict;

create table note_comments (
  id integer primary key,
  note_id integer not null references freeform_notes (id),
  user_id integer not null references users (id),
  written_at text not null,
  text text not null
) strict;

create index note_comments_by_note on note_comments (note_id);

create table note_activity (
  id integer primary key,
  note_id integer not null references freeform_notes (id),
  user_id integer not null references users (id),
  action text not null check (action in ('CREATED', 'EDITED', 'COMMENTED')),
  happened_at text not null
) strict;

create index note_activity_by_note on note_activity (note_id);

create table todo_lists (
  id integer primary key,
  name text not null,
  kind text not null check (kind in ('FULFILMENT', 'FOLLOW_UP', 'INVENTORY', 'SHARED')),
  owner_id integer not null references users (id),
  created_on text not null
) strict;

create table todo_list_members (
  todo_list_id integer not null references todo_lists (id),
  user_id integer not null references users (id),
  role text not null check (role in ('OWNER', 'EDITOR', 'VIEWER')),
  primary key (todo_list_id, user_id)
) strict;

create table todo_tasks (
  id integer primary key,
  todo_list_id integer not null references todo_lists (id),
  assignee_id integer references users (id),
  order_id integer references orders (id),
  client_id integer references clients (id),
  batch_id integer references batches (id),
  title text not null,
  created_on text not null,
  due_on text not null,
  done_on text,
  status text not null check (status in ('OPEN', 'DONE')),
  check ((done_on is not null) = (status = 'DONE'))
) strict;

create index todo_tasks_by_list on todo_tasks (todo_list_id);

create table todo_task_activity (
  id integer primary key,
  todo_task_id integer not null references todo_tasks (id),
  user_id integer not null references users (id),
  action text not null check (action in ('CREATED', 'ASSIGNED', 'DONE')),
  happened_at text not null
) strict;

create index todo_task_activity_by_task on todo_task_activity (todo_task_id);
