drop table calendar_reminders;
drop table calendar_event_participants;
drop table calendar_events;
