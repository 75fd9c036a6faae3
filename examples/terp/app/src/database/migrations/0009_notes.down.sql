drop table todo_task_activity;
drop table todo_tasks;
drop table todo_list_members;
drop table todo_lists;
drop table note_activity;
drop table note_comments;
drop table freeform_notes;
