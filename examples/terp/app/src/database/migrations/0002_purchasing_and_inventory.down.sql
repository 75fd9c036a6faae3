drop table inventoryMovements;
drop table batches;
drop table lots;
drop table purchaseOrderItems;
drop table purchaseOrders;
drop table vendor_supply;
