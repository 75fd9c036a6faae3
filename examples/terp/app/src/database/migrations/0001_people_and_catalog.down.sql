drop table locations;
drop table products;
drop table strains;
drop table vendors;
drop table clients;
drop table userDashboardPreferences;
drop table users;
