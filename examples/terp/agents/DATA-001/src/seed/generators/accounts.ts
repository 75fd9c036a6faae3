import type { Generator } from "../generator.ts";

/** The chart of accounts, as small as a wholesaler's can be. */
export const ACCOUNTS = {
  CASH: { id: 1, code: "1000", name: "Cash", kind: "ASSET" },
  RECEIVABLES: { id: 2, code: "1100", name: "Accounts receivable", kind: "ASSET" },
  INVENTORY: { id: 3, code: "1200", name: "Inventory", kind: "ASSET" },
  PAYABLES: { id: 4, code: "2000", name: "Accounts payable", kind: "LIABILITY" },
  CREDITS: { id: 5, code: "2200", name: "Credits of clients", kind: "LIABILITY" },
  EQUITY: { id: 6, code: "3000", name: "Owner's equity", kind: "EQUITY" },
  REVENUE: { id: 7, code: "4000", name: "Revenue", kind: "REVENUE" },
  ALLOWANCES: { id: 8, code: "4100", name: "Returns and refunds", kind: "REVENUE" },
  COGS: { id: 9, code: "5000", name: "Cost of goods sold", kind: "EXPENSE" },
  SAMPLES: { id: 10, code: "5100", name: "Samples", kind: "EXPENSE" },
  DESTROYED: { id: 11, code: "5200", name: "Destroyed goods", kind: "EXPENSE" },
  OPERATIONS: { id: 12, code: "6000", name: "Operations", kind: "EXPENSE" },
  BAD_DEBT: { id: 13, code: "6100", name: "Bad debt", kind: "EXPENSE" },
} as const;

export type Account = keyof typeof ACCOUNTS;

const EXPENSE_CATEGORIES = ["Rent", "Wages", "Energy", "Transport", "Insurance", "Laboratory"];

/** Accounts, how money moves, and what it is spent on. */
export const generator: Generator = {
  fills: ["accounts", "paymentMethods", "bankAccounts", "expenseCategories"],
  after: [],
  begin({ insert, firstDay }) {
    insert("accounts", Object.values(ACCOUNTS));
    insert("paymentMethods", [
      { name: "ACH", days_to_clear: 2 },
      { name: "CHECK", days_to_clear: 3 },
      { name: "WIRE", days_to_clear: 1 },
      { name: "CASH", days_to_clear: 0 },
    ]);
    insert("bankAccounts", { name: "Operating account", account_id: ACCOUNTS.CASH.id, opened_on: firstDay });
    insert(
      "expenseCategories",
      EXPENSE_CATEGORIES.map((name) => ({ name, account_id: ACCOUNTS.OPERATIONS.id })),
    );
  },
};
