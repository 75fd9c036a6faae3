import { checkAddButton } from "./support/add-button.ts";

checkAddButton('QA-015: "Add Need" leads to a working form', {
  kind: "need",
  words: "Add Need",
  path: "/clients",
  fields: { client: "1", product: "1", quantity: "7", price: "1234.00", neededBy: "2026-12-24" },
  api: "/api/needs",
  list: "needs",
  shows: /Harbor.*Blue Dawn Indoor/,
});
