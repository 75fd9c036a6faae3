import type { Mutations } from "./mutation.ts";

const entryOn = (code: string) => `(select max(e.id) from ledgerEntries e join accounts a on a.id = e.account_id where a.code = '${code}')`;
const aMonthEarlier = (code: string) => ({
  sql: `update ledgerEntries set entry_on = date(entry_on, '-1 month') where id = ${entryOn(code)}`,
  also: ["entry-on-its-transactions-day", "entry-in-its-period", "month-ends-balance"],
});

/** Sums that do not come out. */
export const MONEY_MUTATIONS: Mutations = {
  "order-total-is-lines": {
    sql: "update orders set total_cents = total_cents + 1 where id = (select max(id) from orders where status = 'PENDING')",
  },
  "invoice-total-is-lines": {
    sql: `update invoices set total_cents = total_cents + 1 where id = (select max(id) from invoices where status = 'SENT')`,
    also: [
      "invoice-total-is-order",
      "receivables-are-unpaid-invoices",
      "revenue-is-invoices",
      "client-account-is-unpaid-invoices",
      "documents-booked",
    ],
  },
  "invoice-total-is-order": {
    sql: `update orders set total_cents = total_cents + 1 where id = (select max(o.id) from orders o join invoices i on i.order_id = o.id where o.status = 'SHIPPED')`,
    also: ["order-total-is-lines"],
  },
  "invoice-line-amount": {
    sql: `update invoiceLineItems set amount_cents = amount_cents + 1 where id = 1`,
    also: ["invoice-total-is-lines"],
  },
  "purchase-total-is-items": {
    sql: `update purchaseOrders set total_cents = total_cents + 1 where id = 1`,
    also: ["bill-total-is-purchase"],
  },
  "bill-total-is-lines": { sql: `update billLineItems set amount_cents = amount_cents + 1 where id = 1`, also: ["bill-line-amount"] },
  "bill-total-is-purchase": {
    sql: `update bills set total_cents = total_cents + 1 where id = (select max(id) from bills where status = 'OPEN')`,
    also: ["bill-total-is-lines", "payables-are-unpaid-bills", "documents-booked"],
  },
  "bill-line-amount": { sql: `update billLineItems set amount_cents = amount_cents - 1 where id = 1`, also: ["bill-total-is-lines"] },
  "sale-revenue-is-order": { sql: "update sales set revenue_cents = revenue_cents + 1 where id = 1" },
  "sale-cost-is-lines": { sql: "update sales set cogs_cents = cogs_cents + 1 where id = 1" },
  "bank-amount-is-payment": {
    sql: "update bankTransactions set amount_cents = amount_cents + 1 where id = (select min(id) from bankTransactions where payment_id is not null)",
  },
  "bank-amount-is-expense": {
    sql: "update bankTransactions set amount_cents = amount_cents + 1 where id = (select min(id) from bankTransactions where expense_id is not null)",
  },
  "receivables-are-unpaid-invoices": aMonthEarlier("1100"),
  "payables-are-unpaid-bills": aMonthEarlier("2000"),
  "inventory-is-value-of-batches": aMonthEarlier("1200"),
  "cash-is-opening-in-out": aMonthEarlier("1000"),
  "revenue-is-invoices": aMonthEarlier("4000"),
  "credits-are-owed-to-clients": aMonthEarlier("2200"),
  "cost-of-goods-is-what-left": aMonthEarlier("5000"),
  "transactions-balance": { sql: "update transactions set amount_cents = amount_cents + 1 where id = 2" },
  "month-ends-balance": {
    sql: `update ledgerEntries set debit_cents = debit_cents + 1 where id = (select min(e.id) from ledgerEntries e join accounts a on a.id = e.account_id where a.code = '6000' and debit_cents > 0)`,
    also: ["transactions-balance", "closed-period-sums", "documents-booked"],
  },
  "entry-on-its-transactions-day": {
    sql: `update ledgerEntries set entry_on = substr(entry_on, 1, 8) || '28' where id = (select min(id) from ledgerEntries where entry_on > '2024-03-02')`,
  },
  "entry-in-its-period": {
    sql: `update ledgerEntries set fiscal_period_id = fiscal_period_id - 1 where id = (select max(id) from ledgerEntries)`,
    also: ["closed-period-sums"],
  },
  "periods-follow-each-other": {
    sql: "update fiscalPeriods set ends_on = date(ends_on, '-1 day') where id = (select max(id) from fiscalPeriods where status = 'OPEN')",
  },
  "closed-period-sums": { sql: "update fiscalPeriods set debit_cents = debit_cents + 1 where id = 1" },
  "client-account-is-unpaid-invoices": {
    sql: "update client_transactions set amount_cents = amount_cents + 1 where id = 1",
    also: ["client-account-amount"],
  },
  "payment-cleared-in-bank": { sql: "delete from paymentHistory where id = (select min(id) from paymentHistory where status = 'CLEARED')" },
  "expense-in-bank": {
    sql: `update bankTransactions set expense_id = null where id = (select min(id) from bankTransactions where expense_id is not null)`,
    also: ["cash-is-opening-in-out"],
  },
  "client-account-amount": {
    sql: "update client_transactions set kind = 'INVOICE' where id = (select min(id) from client_transactions where kind = 'PAYMENT')",
  },
  "documents-booked": {
    sql: "update ledgerEntries set source = 'expense:999999' where id = (select min(id) from ledgerEntries where source like 'expense:%' and debit_cents > 0)",
  },
};
