import type { Rule } from "../rule.ts";

/** The accounts that documents can be held against, by their codes. */
const ACCOUNT = {
  cash: "1000",
  receivables: "1100",
  inventory: "1200",
  payables: "2000",
  credits: "2200",
  revenue: "4000",
  costOfGoods: "5000",
} as const;

/** An account whose balance at each month end follows from the documents. */
interface MonthEnds {
  readonly id: string;
  readonly says: string;
  readonly account: keyof typeof ACCOUNT;
  /** Selects `day` and `cents` of everything that adds to it or takes off it. */
  readonly documents: string;
}

const MONTH_ENDS: readonly MonthEnds[] = [
  {
    id: "receivables-are-unpaid-invoices",
    says: "At each month end receivables are what was invoiced and neither paid, credited nor written off.",
    account: "receivables",
    documents: `select issued_on as day, total_cents as cents from invoices
                union all select paid_on, -amount_cents from payments
                union all select applied_on, -amount_cents from creditApplications
                union all select substr(happened_at, 1, 10), paid_cents - total_cents from auditLogs a join invoices i on i.id = a.entity_key
                  where entity = 'invoices' and action = 'WRITTEN_OFF'`,
  },
  {
    id: "payables-are-unpaid-bills",
    says: "At each month end payables are the bills that came and were not paid.",
    account: "payables",
    documents: `select issued_on as day, -total_cents as cents from bills
                union all select paid_on, total_cents from bills where paid_on is not null`,
  },
  {
    id: "inventory-is-value-of-batches",
    says: "At each month end the inventory account is what the batches hold, at their cost.",
    account: "inventory",
    documents: `select substr(moved_at, 1, 10) as day, m.quantity * cost_cents as cents from inventoryMovements m join batches b on b.id = m.batch_id`,
  },
  {
    id: "cash-is-opening-in-out",
    says: "At each month end cash is the opening balance, and what came in, less what went out.",
    account: "cash",
    documents: `select booked_on as day, amount_cents as cents from bankTransactions where payment_id is null and bill_id is null and expense_id is null
                union all select paid_on, amount_cents from payments
                union all select paid_on, -total_cents from bills where paid_on is not null
                union all select spent_on, -amount_cents from expenses`,
  },
  {
    id: "revenue-is-invoices",
    says: "At each month end revenue is what was invoiced.",
    account: "revenue",
    documents: "select issued_on as day, -total_cents as cents from invoices",
  },
  {
    id: "credits-are-owed-to-clients",
    says: "At each month end the house owes its clients the credits it gave and did not apply.",
    account: "credits",
    documents: `select issued_on as day, -amount_cents as cents from credits
                union all select applied_on, amount_cents from creditApplications`,
  },
  {
    id: "cost-of-goods-is-what-left",
    says: "At each month end the cost of goods sold is what left the house for clients and did not come back, at its cost.",
    account: "costOfGoods",
    documents: `select substr(moved_at, 1, 10) as day, -m.quantity * cost_cents as cents from inventoryMovements m
                join batches b on b.id = m.batch_id where m.kind in ('SALE', 'RETURN')`,
  },
];

const MONTH_END_RULES: readonly Rule[] = MONTH_ENDS.map(({ id, says, account, documents }) => ({
  id,
  kind: "financial",
  says,
  counts: `(select 1 from ledgerEntries where account_id = (select id from accounts where code = '${ACCOUNT[account]}')
            union all select 1 from (${documents}))`,
  sql: `with moved(month, books, papers) as (
          select substr(entry_on, 1, 7), debit_cents - credit_cents, 0 from ledgerEntries
            where account_id = (select id from accounts where code = '${ACCOUNT[account]}')
          union all select substr(day, 1, 7), 0, cents from (${documents})),
        months as (select month, sum(books) as books, sum(papers) as papers from moved group by month),
        ends as (select month, sum(books) over (order by month) as books, sum(papers) over (order by month) as papers from months)
        select month as key, books || ' in the books, ' || papers || ' by the documents' as found from ends where books <> papers`,
}));

/** Double entry: every booking and every month in balance. */
export const BOOK_RULES: readonly Rule[] = [
  ...MONTH_END_RULES,
  {
    id: "transactions-balance",
    kind: "financial",
    says: "The ledger entries of each transaction have equal debits and credits, of the transaction's amount.",
    counts: "ledgerEntries",
    sql: `select t.id as key, t.kind || ' of ' || t.amount_cents || ': ' || coalesce(sum(debit_cents), 0) || ' and ' || coalesce(sum(credit_cents), 0) as found
          from transactions t left join ledgerEntries e on e.transaction_id = t.id group by t.id
          having coalesce(sum(debit_cents), 0) <> t.amount_cents or coalesce(sum(credit_cents), 0) <> t.amount_cents`,
  },
  {
    id: "month-ends-balance",
    kind: "financial",
    says: "At each month end all debits equal all credits.",
    counts: "ledgerEntries",
    sql: `select month as key, debits || ' and ' || credits as found
          from (select substr(entry_on, 1, 7) as month, sum(debit_cents) as debits, sum(credit_cents) as credits from ledgerEntries group by month)
          where debits <> credits`,
  },
  {
    id: "entry-on-its-transactions-day",
    kind: "financial",
    says: "A ledger entry is made on the day of its transaction.",
    counts: "ledgerEntries",
    sql: `select e.id as key, e.entry_on || ', booked ' || t.booked_on as found
          from ledgerEntries e join transactions t on t.id = e.transaction_id where e.entry_on <> t.booked_on`,
  },
  {
    id: "entry-in-its-period",
    kind: "financial",
    says: "A ledger entry is in the fiscal period of its day.",
    counts: "ledgerEntries",
    sql: `select e.id as key, e.entry_on || ' in ' || p.starts_on || ' to ' || p.ends_on as found
          from ledgerEntries e join fiscalPeriods p on p.id = e.fiscal_period_id where e.entry_on not between p.starts_on and p.ends_on`,
  },
  {
    id: "periods-follow-each-other",
    kind: "financial",
    says: "Fiscal periods are whole months, one after the other.",
    counts: "fiscalPeriods",
    sql: `select id as key, starts_on || ' to ' || ends_on || ', after ' || coalesce(before, 'nothing') as found
          from (select id, starts_on, ends_on, lag(ends_on) over (order by starts_on) as before from fiscalPeriods)
          where substr(starts_on, 9) <> '01' or ends_on <> date(starts_on, '1 month', '-1 day') or date(before, '1 day') <> starts_on`,
  },
  {
    id: "closed-period-sums",
    kind: "financial",
    says: "A closed period keeps the sums of its ledger entries.",
    counts: "ledgerEntries e join fiscalPeriods p on p.id = e.fiscal_period_id where p.status = 'CLOSED'",
    sql: `select p.id as key, p.debit_cents || ' and ' || p.credit_cents || ', entries ' || coalesce(d, 0) || ' and ' || coalesce(c, 0) as found
          from fiscalPeriods p left join (
            select fiscal_period_id, sum(debit_cents) as d, sum(credit_cents) as c from ledgerEntries group by fiscal_period_id) on fiscal_period_id = p.id
          where p.status = 'CLOSED' and (p.debit_cents <> coalesce(d, 0) or p.credit_cents <> coalesce(c, 0))`,
    mayBeEmpty: "in a run of less than a month no period is closed",
  },
  {
    id: "link-in-time",
    kind: "temporal",
    says: "A transaction pays, reverses or belongs to one that is not later.",
    counts: "transactionLinks",
    sql: `select from_transaction_id as key, f.booked_on || ' ' || l.kind || ' ' || t.booked_on as found
          from transactionLinks l join transactions f on f.id = from_transaction_id join transactions t on t.id = to_transaction_id
          where f.booked_on < t.booked_on`,
  },
  {
    id: "link-of-one-party",
    kind: "referential",
    says: "Transactions that are linked are of the same client or vendor.",
    counts: "transactionLinks",
    sql: `select from_transaction_id as key, f.kind || ' ' || l.kind || ' ' || t.kind as found
          from transactionLinks l join transactions f on f.id = from_transaction_id join transactions t on t.id = to_transaction_id
          where f.client_id is not t.client_id or f.vendor_id is not t.vendor_id`,
  },
  {
    id: "client-account-is-unpaid-invoices",
    kind: "financial",
    says: "What a client's account comes to is what is unpaid of that client's invoices, less credits that are still open.",
    counts: "client_transactions",
    sql: `with owed(client_id, cents) as (
            select o.client_id, sum(i.total_cents - i.paid_cents) from invoices i join orders o on o.id = i.order_id where i.status <> 'WRITTEN_OFF' group by o.client_id),
          open(client_id, cents) as (
            select client_id, sum(amount_cents - coalesce((select sum(amount_cents) from creditApplications where credit_id = credits.id), 0)) from credits group by client_id),
          account(client_id, cents) as (select client_id, sum(amount_cents) from client_transactions group by client_id)
          select c.id as key, coalesce(a.cents, 0) || ' in the account, ' || (coalesce(owed.cents, 0) - coalesce(open.cents, 0)) || ' owed' as found
          from clients c left join owed on owed.client_id = c.id left join open on open.client_id = c.id left join account a on a.client_id = c.id
          where coalesce(a.cents, 0) <> coalesce(owed.cents, 0) - coalesce(open.cents, 0)`,
  },
  {
    id: "payment-cleared-in-bank",
    kind: "financial",
    says: "A client's payment is in the bank exactly when it was cleared.",
    counts: "payments",
    sql: `select key, iif(cleared, 'cleared', 'not cleared') || iif(bank, ', in the bank', ', not in the bank') as found
          from (select p.id as key, exists (select 1 from paymentHistory where payment_id = p.id and status = 'CLEARED') as cleared,
                       exists (select 1 from bankTransactions where payment_id = p.id) as bank from payments p)
          where cleared <> bank`,
  },
  {
    id: "expense-in-bank",
    kind: "financial",
    says: "Each expense left the bank.",
    counts: "expenses",
    sql: `select e.id as key, e.amount_cents || ' not in the bank' as found from expenses e left join bankTransactions t on t.expense_id = e.id
          where t.id is null`,
  },
  {
    id: "documents-booked",
    kind: "financial",
    says: "Each invoice, cost, payment, bill, expense and write-off is booked once, with its amount, and nothing else is.",
    counts: "ledgerEntries where debit_cents > 0",
    sql: `with papers(source, kind, cents) as (
            select 'invoice:' || id, 'INVOICE', total_cents from invoices
            union all select 'invoice:' || id, 'WRITE_OFF', total_cents - paid_cents from invoices where status = 'WRITTEN_OFF'
            union all select 'order:' || order_id, 'COST', sum(quantity * cost_cents) from order_line_items
              where order_id in (select id from orders where status in ('SHIPPED', 'DELIVERED', 'COMPLETED')) group by order_id
            union all select 'payment:' || id, 'PAYMENT', amount_cents from payments
            union all select 'bill:' || id, 'BILL', total_cents from bills
            union all select 'bill:' || id, 'BILL_PAYMENT', total_cents from bills where status = 'PAID'
            union all select 'expense:' || id, 'EXPENSE', amount_cents from expenses),
          booked(source, kind, cents) as (
            select source, kind, debit_cents from ledgerEntries e join transactions t on t.id = e.transaction_id
            where debit_cents > 0 and kind in ('INVOICE', 'COST', 'PAYMENT', 'BILL', 'BILL_PAYMENT', 'EXPENSE')
              or debit_cents > 0 and kind = 'WRITE_OFF' and source like 'invoice:%')
          select source as key, kind || ' of ' || sum(cents) || ' in the papers more than in the books' as found
          from (select source, kind, cents from papers union all select source, kind, -cents from booked)
          group by source, kind having sum(cents) <> 0`,
  },
];
