import { PAYMENT_TERMS } from "../../finance/payment-terms.ts";
import { FIRST_DAY } from "../business-days.ts";
import type { Generator } from "../generator.ts";

/** Everybody's password is `terp-demo`: this is a demonstration. */
const PASSWORD_HASH = "7465727064656d6f7465727064656d6f:af1b1fd4a9b6ae5c47788a293501f3f4dd1b56b51400163e71ab899a74a17f8c";

const USERS = [
  { id: 1, name: "Uma Moreno", email: "uma@terp.example", role: "ADMIN" },
  { id: 2, name: "Vic Okafor", email: "vic@terp.example", role: "SALES" },
  { id: 3, name: "Wes Lindqvist", email: "wes@terp.example", role: "WAREHOUSE" },
  { id: 4, name: "Pia Raman", email: "pia@terp.example", role: "PURCHASING" },
];

const PLACES = ["Harbor", "Mesa", "Northgate", "Pinecrest"];
const TRADES = ["Goods", "Collective", "Supply", "Retail"];
const VENDORS = ["Cedar Hollow Farm", "Golden Terrace Growers", "Redwood Glasshouse", "Sunny Slope Gardens"];

/** The people of the business and those it trades with. */
export const generator: Generator = {
  fills: ["users", "clients", "vendors"],
  after: [],
  begin({ insert, random }) {
    insert(
      "users",
      USERS.map((user) => ({ ...user, password_hash: PASSWORD_HASH })),
    );
    insert(
      "clients",
      PLACES.flatMap((place) => TRADES.map((trade) => `${place} ${trade}`)).map((name, index) => ({
        id: index + 1,
        name,
        tier: index % 5 === 0 ? "WHALE" : "REGULAR",
        terms: random.pick(PAYMENT_TERMS),
        since: FIRST_DAY,
      })),
    );
    insert(
      "vendors",
      VENDORS.map((name, index) => ({ id: index + 1, name, terms: random.pick(PAYMENT_TERMS) })),
    );
  },
};
