-- Each row: what it is, its value, and between which values it must be, for 22 months at scale 1.
select 'whales' as what, count(*) as value, 10 as least, 10 as most from clients where tier = 'WHALE'
union all select 'regular clients', count(*), 50, 50 from clients where tier = 'REGULAR'
union all select 'vendors that buy as well', count(*), 8, 8 from clients where tier = 'VENDOR'
union all select 'strains', count(*), 50, 50 from strains
union all select 'products', count(*), 500, 600 from products
union all select 'share of flower', avg(category = 'FLOWER'), 0.85, 0.95 from products
union all select 'pricing rules', count(*), 20, 20 from pricing_rules
union all select 'pricing profiles', count(*), 10, 10 from pricing_profiles
union all select 'events', count(*), 200, 350 from calendar_events
union all select 'completed events still to come', count(*), 0, 0 from calendar_events where status = 'COMPLETED' and starts_at > '2025-10-27T24:00'
union all select 'events without an organizer among those who take part', count(*), 0, 0 from calendar_events
  where id not in (select event_id from calendar_event_participants where role = 'ORGANIZER')
union all select 'client activities', count(*), 500, 1e9 from client_activity
union all select 'communications', count(*), 300, 1e9 from client_communications
union all select 'notes on clients', count(*), 200, 1e9 from client_notes
union all select 'comments', count(*), 500, 1000 from comments
union all select 'comments that answer', count(parent_comment_id), 50, 1000 from comments
union all select 'lists', count(*), 50, 100 from todo_lists
union all select 'tasks', count(*), 200, 500 from todo_tasks;
