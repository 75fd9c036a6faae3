import type { Generator } from "../generator.ts";

/** The chart of accounts, as small as a wholesaler's can be. */
export const ACCOUNTS = [
  { id: 1, code: "1000", name: "Cash", kind: "ASSET" },
  { id: 2, code: "1100", name: "Accounts receivable", kind: "ASSET" },
  { id: 3, code: "1200", name: "Inventory", kind: "ASSET" },
  { id: 4, code: "2000", name: "Accounts payable", kind: "LIABILITY" },
  { id: 5, code: "3000", name: "Owner's equity", kind: "EQUITY" },
  { id: 6, code: "4000", name: "Revenue", kind: "REVENUE" },
  { id: 7, code: "5000", name: "Cost of goods sold", kind: "EXPENSE" },
] as const;

export const generator: Generator = {
  fills: ["accounts"],
  after: [],
  run: ({ insert }) => insert("accounts", ACCOUNTS),
};
