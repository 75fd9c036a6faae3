drop table client_activity;
drop table match_records;
drop table client_needs;
drop table order_status_history;
drop table order_line_items;
drop table orders;
