drop table vendors;
drop table clients;
