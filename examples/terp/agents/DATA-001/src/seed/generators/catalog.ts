import type { Generator, SeedContext } from "../generator.ts";

const COLORS = ["Amber", "Blue", "Copper", "Desert", "Emerald", "Frosted", "Golden", "Honey", "Ivory", "Jade"];
const KINDS = ["Kush", "Meadow", "Haze", "Lime", "Sunset"];
const STRAINS = COLORS.flatMap((color) => KINDS.map((kind) => `${color} ${kind}`));
const FAMILIES = ["INDICA", "SATIVA", "HYBRID"];
export const PRODUCTS = 520;

/** Of each 20 products 8 grow indoors, 7 in greenhouses, 5 outdoors; prices per pound. */
export const GRADES = [
  { name: "INDOOR", below: 8, price_cents: 180_000 },
  { name: "GREENHOUSE", below: 15, price_cents: 120_000 },
  { name: "OUTDOOR", below: 20, price_cents: 80_000 },
] as const;

const BRANDS = ["House", "Foothill", "Tidewater", "Northern Lot", "Daybreak", "Old Mill"];
const CATEGORIES = { FLOWER: ["Whole flower", "Small buds"], EXTRACT: ["Resin", "Rosin"], EDIBLE: ["Gummies", "Chocolate"] } as const;
type Category = keyof typeof CATEGORIES;

/** What is sold and where it lies. */
export const generator: Generator = {
  fills: ["brands", "strains", "categories", "subcategories", "grades", "locations", "products"],
  after: ["vendors"],
  begin(context) {
    const { insert, random } = context;
    insert(
      "brands",
      BRANDS.map((name, index) => ({ name, vendor_id: index === 0 ? null : index })),
    );
    insert(
      "strains",
      STRAINS.map((name) => ({ name, family: random.pick(FAMILIES) })),
    );
    for (const [name, parts] of Object.entries(CATEGORIES)) {
      const category_id = insert("categories", { name });
      for (const part of parts) insert("subcategories", { category_id, name: part });
    }
    insert(
      "grades",
      GRADES.map(({ name, price_cents }) => ({ name, price_cents })),
    );
    insert("locations", [
      { name: "Main warehouse", kind: "WAREHOUSE" },
      { name: "Vault", kind: "VAULT" },
      { name: "Intake room", kind: "QUARANTINE" },
    ]);
    for (let index = 0; index < PRODUCTS; index++) addProduct(context, index);
  },
};

/** Nine of ten products are flower. Prices are within a tenth of the grade's. */
function addProduct({ insert, random }: SeedContext, index: number): void {
  const grade = GRADES.findIndex((candidate) => index % 20 < candidate.below);
  const { name = "INDOOR", price_cents = 0 } = GRADES[grade] ?? {};
  const category: Category = index % 10 !== 9 ? "FLOWER" : index % 20 === 9 ? "EXTRACT" : "EDIBLE";
  const strain = index % STRAINS.length;
  insert("products", {
    strain_id: strain + 1,
    name: `${STRAINS[strain]} ${name.toLowerCase()} ${category.toLowerCase()} ${Math.floor(index / STRAINS.length) + 1}`,
    category,
    grade: name,
    price_cents: Math.round((price_cents * random.between(90, 110)) / 100),
    brand_id: random.between(1, BRANDS.length),
    subcategory_id: Object.keys(CATEGORIES).indexOf(category) * 2 + random.between(1, 2),
    grade_id: grade + 1,
  });
}
