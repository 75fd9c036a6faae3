import { PAYMENT_TERMS } from "../../finance/payment-terms.ts";
import { FIRST_DAY } from "../business.ts";
import type { Generator } from "../generator.ts";

const USERS = [
  ["Ada Moreno", "ADMIN"],
  ["Ben Okafor", "SALES"],
  ["Chloe Lindqvist", "WAREHOUSE"],
  ["Dev Raman", "FINANCE"],
  ["Elif Demir", "SALES"],
  ["Franz Huber", "WAREHOUSE"],
  ["Grace Oduya", "SALES"],
  ["Hugo Salas", "FINANCE"],
] as const;

const PLACES = ["Harbor", "Mesa", "Northgate", "Pinecrest", "Riverside", "Summit", "Bayview", "Canyon", "Fairmont", "Lakeside"];
const TRADES = ["Goods", "Collective", "Supply", "Retail", "Dispensary", "Trading"];
const VENDORS = [
  "Cedar Hollow Farm",
  "Golden Terrace Growers",
  "Redwood Glasshouse",
  "Sunny Slope Gardens",
  "Blue Ridge Harvest",
  "Oak Flat Cultivation",
  "Silver Creek Farm",
  "Valley Mist Growers",
];

/** One whale for each six clients, which makes 10 of the 60 that buy. */
const WHALE_EVERY = TRADES.length;

/** The people of the business and those it trades with. Vendors buy now and then: they are clients as well. */
export const generator: Generator = {
  fills: ["users", "clients", "vendors"],
  after: [],
  run({ insert, random }) {
    insert(
      "users",
      USERS.map(([name, role], index) => ({ id: index + 1, name, email: `${name.toLowerCase().replace(" ", ".")}@terp.example`, role })),
    );
    const buyers = PLACES.flatMap((place) => TRADES.map((trade) => `${place} ${trade}`)).map((name, index) => ({
      name,
      tier: index % WHALE_EVERY === 0 ? "WHALE" : "REGULAR",
    }));
    insert(
      "clients",
      [...buyers, ...VENDORS.map((name) => ({ name, tier: "VENDOR" }))].map((client, index) => ({
        id: index + 1,
        ...client,
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
