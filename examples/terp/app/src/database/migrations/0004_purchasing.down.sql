drop table vendorNotes;
drop table intake_sessions;
drop table purchaseOrderItems;
drop table purchaseOrders;
drop table vendor_supply;
