import type { Generator } from "../generator.ts";

const COLORS = ["Amber", "Blue", "Copper", "Desert", "Emerald", "Frosted", "Golden", "Honey", "Ivory", "Jade"];
const KINDS = ["Kush", "Meadow", "Haze", "Lime", "Sunset"];
const STRAINS = COLORS.flatMap((color) => KINDS.map((kind) => `${color} ${kind}`));
const FAMILIES = ["INDICA", "SATIVA", "HYBRID"];
const PRODUCTS = 520;

/** Of each 20 products 8 grow indoors, 7 in greenhouses, 5 outdoors; prices per pound. */
const GRADES = [
  { grade: "INDOOR", below: 8, cents: 180_000 },
  { grade: "GREENHOUSE", below: 15, cents: 120_000 },
  { grade: "OUTDOOR", below: 20, cents: 80_000 },
];

/** What is sold and where it lies. */
export const generator: Generator = {
  fills: ["strains", "products", "locations"],
  after: [],
  run({ insert, random }) {
    insert(
      "strains",
      STRAINS.map((name, index) => ({ id: index + 1, name, family: random.pick(FAMILIES) })),
    );
    insert(
      "products",
      Array.from({ length: PRODUCTS }, (_, index) => {
        const { grade, cents } = GRADES.find((candidate) => index % 20 < candidate.below) ?? { grade: "INDOOR", cents: 180_000 };
        const category = index % 10 !== 9 ? "FLOWER" : index % 20 === 9 ? "EXTRACT" : "EDIBLE";
        const strain = index % STRAINS.length;
        return {
          id: index + 1,
          strain_id: strain + 1,
          name: `${STRAINS[strain]} ${grade.toLowerCase()} ${category.toLowerCase()} ${Math.floor(index / STRAINS.length) + 1}`,
          category,
          grade,
          price_cents: Math.round((cents * random.between(90, 110)) / 100),
        };
      }),
    );
    insert("locations", [
      { id: 1, name: "Main warehouse", kind: "WAREHOUSE" },
      { id: 2, name: "Vault", kind: "VAULT" },
      { id: 3, name: "Intake room", kind: "QUARANTINE" },
    ]);
  },
};
