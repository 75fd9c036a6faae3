import { checkAddButton } from "./support/add-button.ts";

checkAddButton('QA-016: "Add Supply" leads to a working form', {
  kind: "supply",
  words: "Add Supply",
  path: "/vendor-supply",
  fields: { vendor: "1", product: "1", quantity: "7", price: "1234.00", availableOn: "2026-12-24" },
  api: "/api/supply",
  list: "supply",
  shows: /Cedar Hollow.*Blue Dawn Indoor/,
});
