import type { Generator } from "../generator.ts";

const USERS = [
  { id: 1, name: "Ada Moreno", email: "ada@terp.example", role: "ADMIN" },
  { id: 2, name: "Ben Okafor", email: "ben@terp.example", role: "SALES" },
  { id: 3, name: "Chloe Lindqvist", email: "chloe@terp.example", role: "WAREHOUSE" },
  { id: 4, name: "Dev Raman", email: "dev@terp.example", role: "FINANCE" },
];

const CLIENTS = ["Harbor Goods", "Mesa Collective", "Northgate Supply", "Pinecrest Retail", "Riverside Dispensary", "Summit Trading"];
const VENDORS = ["Cedar Hollow Farm", "Golden Terrace Growers", "Redwood Glasshouse", "Sunny Slope Gardens"];

/** The people of the business and those it trades with. */
export const generator: Generator = {
  fills: ["users", "clients", "vendors"],
  after: [],
  run({ insert }) {
    insert("users", USERS);
    insert(
      "clients",
      CLIENTS.map((name, index) => ({
        id: index + 1,
        name,
        tier: index === 0 ? "WHALE" : "REGULAR",
        terms: "NET_30",
        since: "2024-01-01",
      })),
    );
    insert(
      "vendors",
      VENDORS.map((name, index) => ({ id: index + 1, name, terms: "NET_30" })),
    );
  },
};
