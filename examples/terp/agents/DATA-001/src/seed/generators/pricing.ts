import type { Generator, SeedContext } from "../generator.ts";
import { PRODUCTS } from "./catalog.ts";
import { BUYERS, WHALES } from "./people.ts";

/** From so many pounds in a line on, so many percent off. */
const VOLUMES = [
  [4, 1],
  [5, 2],
  [6, 3],
  [7, 4],
  [10, 5],
] as const;
const PRODUCT_RULES = 8;
const CLIENT_RULES = 7;
const PERCENT_MAX = 3;

const PROFILES = ["Standard", "Whales", "Volume", "Spring", "Summer", "Autumn", "Winter", "New clients", "Old stock", "House brand"];
const [STANDARD, WHALE, VOLUME, HOUSE] = [1, 2, 3, 10];
const MARGINS = [
  ["FLOWER", 25],
  ["EXTRACT", 25],
  ["EDIBLE", 25],
] as const;

/** Who pays less than the list price, what margin is asked for, and how a batch's cost follows from it. */
export const generator: Generator = {
  fills: ["pricing_profiles", "pricing_defaults", "pricing_rules", "cogs_rules"],
  after: ["products", "clients"],
  begin(context) {
    const { insert } = context;
    for (const name of PROFILES) insert("pricing_profiles", { name, description: `Prices: ${name.toLowerCase()}` });
    for (const [category, margin_percent] of MARGINS) {
      insert("pricing_defaults", { category, pricing_profile_id: STANDARD, margin_percent });
      insert("cogs_rules", { name: `Cost of ${category.toLowerCase()}`, category, margin_percent });
    }
    addRules(context);
  },
};

function addRules({ insert, random }: SeedContext): void {
  for (const [quantity_min, percent] of VOLUMES)
    insert("pricing_rules", { pricing_profile_id: VOLUME, name: `From ${quantity_min} pounds`, kind: "VOLUME", quantity_min, percent });
  for (let number = 1; number <= PRODUCT_RULES; number++) {
    const product_id = Math.floor((PRODUCTS * number) / PRODUCT_RULES) - random.between(0, 20);
    const percent = random.between(1, PERCENT_MAX);
    insert("pricing_rules", { pricing_profile_id: HOUSE, name: `Product ${product_id}`, kind: "PRODUCT", product_id, percent });
  }
  for (let number = 1; number <= CLIENT_RULES; number++) {
    const client_id = number <= 4 ? number : random.between(WHALES + 1 + (number - 5) * 15, WHALES + (number - 4) * 15);
    const percent = random.between(1, PERCENT_MAX);
    insert("pricing_rules", {
      pricing_profile_id: WHALE,
      name: `Client ${client_id}`,
      kind: "CLIENT",
      client_id: Math.min(client_id, BUYERS),
      percent,
    });
  }
}
