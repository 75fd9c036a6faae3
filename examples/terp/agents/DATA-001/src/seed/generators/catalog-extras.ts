import { FIRST_DAY } from "../business-days.ts";
import type { Generator } from "../generator.ts";
import { PRODUCTS } from "./catalog.ts";

const GROUPS = {
  Aroma: ["fresh", "citrus", "pine", "floral"],
  Effect: ["calm", "bright", "sleepy"],
  Shelf: ["new", "seasonal", "bestseller"],
} as const;
const TAGS = Object.values(GROUPS).flat();
const MEDIA = [
  ["PHOTO", "jpg"],
  ["VIDEO", "mp4"],
  ["CERTIFICATE", "pdf"],
] as const;

/** Other names, pictures and tags of products. Of the aromas the first is the family of the others. */
export const generator: Generator = {
  fills: ["tagGroups", "tags", "tagGroupMembers", "tagHierarchy", "productTags", "productSynonyms", "productMedia"],
  after: ["products"],
  begin({ insert, random }) {
    for (const [name, tags] of Object.entries(GROUPS)) {
      const tag_group_id = insert("tagGroups", { name });
      for (const tag of tags) insert("tagGroupMembers", { tag_group_id, tag_id: insert("tags", { name: tag }) });
    }
    for (let child = 2; child <= GROUPS.Aroma.length; child++) insert("tagHierarchy", { parent_tag_id: 1, child_tag_id: child });
    for (let product_id = 1; product_id <= PRODUCTS; product_id++) {
      const first = random.between(1, TAGS.length - 1);
      for (const tag_id of [first, first + 1]) insert("productTags", { product_id, tag_id });
      if (product_id % 3 === 0) insert("productSynonyms", { product_id, synonym: `P-${1000 + product_id}` });
      const [kind, ending] = random.pick(MEDIA);
      insert("productMedia", { product_id, kind, url: `/media/products/${product_id}.${ending}`, added_on: FIRST_DAY });
    }
  },
};
