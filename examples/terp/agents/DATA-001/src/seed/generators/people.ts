import { PAYMENT_TERMS } from "../../finance/payment-terms.ts";
import { FIRST_DAY } from "../business-days.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { STAFF } from "../staff.ts";

/** Everybody's password is `terp-demo`: this is a demonstration. */
export const PASSWORD_HASH = "7465727064656d6f7465727064656d6f:af1b1fd4a9b6ae5c47788a293501f3f4dd1b56b51400163e71ab899a74a17f8c";

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

/** The first clients are the ten whales, then come fifty regular ones. */
export const WHALES = 10;
export const BUYERS = PLACES.length * TRADES.length;

/** The people of the business and those it trades with. Vendors are clients as well. */
export const generator: Generator = {
  fills: ["users", "clients", "vendors"],
  after: [],
  begin(context) {
    context.insert(
      "users",
      STAFF.map((person) => ({ ...person, password_hash: PASSWORD_HASH })),
    );
    clientsAndVendors(context);
  },
};

function clientsAndVendors({ insert, random }: SeedContext): void {
  const buyers = TRADES.flatMap((trade) => PLACES.map((place) => `${place} ${trade}`));
  for (const [index, name] of [...buyers, ...VENDORS].entries()) {
    insert("clients", {
      name,
      tier: index < WHALES ? "WHALE" : index < BUYERS ? "REGULAR" : "VENDOR",
      terms: random.pick(PAYMENT_TERMS),
      since: FIRST_DAY,
      email: `office@${name.toLowerCase().replaceAll(" ", "-")}.example`,
      phone: `+1 555 01${String(index).padStart(2, "0")}`,
    });
  }
  for (const [index, name] of VENDORS.entries())
    insert("vendors", { name, terms: random.pick(["NET_30", "CONSIGNMENT"]), client_id: BUYERS + index + 1 });
}
