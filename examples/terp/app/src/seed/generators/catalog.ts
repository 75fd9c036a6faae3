import type { Generator } from "../generator.ts";

const STRAINS = [
  "Amber Kush",
  "Blue Meadow",
  "Copper Haze",
  "Desert Lime",
  "Emerald Sunset",
  "Frosted Kush",
  "Golden Meadow",
  "Honey Haze",
];
const FAMILIES = ["INDICA", "SATIVA", "HYBRID"];
const GRADES = [
  { grade: "INDOOR", price_cents: 180_000 },
  { grade: "GREENHOUSE", price_cents: 120_000 },
  { grade: "OUTDOOR", price_cents: 80_000 },
];

/** What is sold. Prices are per pound. */
export const generator: Generator = {
  fills: ["strains", "products"],
  after: [],
  begin({ insert, random }) {
    insert(
      "strains",
      STRAINS.map((name, index) => ({ id: index + 1, name, family: random.pick(FAMILIES) })),
    );
    insert(
      "products",
      STRAINS.flatMap((strain, index) =>
        GRADES.map((grade, place) => ({
          id: index * GRADES.length + place + 1,
          strain_id: index + 1,
          name: `${strain} ${grade.grade.toLowerCase()}`,
          category: "FLOWER",
          ...grade,
        })),
      ),
    );
  },
};
