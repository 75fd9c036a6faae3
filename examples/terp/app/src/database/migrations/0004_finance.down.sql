drop table vendorNotes;
drop table billLineItems;
drop table bills;
drop table payments;
drop table invoiceLineItems;
drop table invoices;
drop table ledgerEntries;
drop table accounts;
