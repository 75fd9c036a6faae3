import type { Model, PackedPrior } from "../../src/footprint/model/model.ts";

const DIGITS = 5;

/** A fitted model as the text that a repository starts with. */
export function packPrior({ first, second, trees }: Pick<Model, "first" | "second" | "trees">): PackedPrior {
  return {
    first: packed(first),
    second: packed(second),
    trees: trees.map(({ features, thresholds, leaves }) => `${packed(features)}; ${packed(thresholds)}; ${packed(leaves)}`),
  };
}

/** The module that holds it. */
export function sourceOf({ first, second, trees }: PackedPrior): string {
  return `import type { PackedPrior } from "./model.ts";

/** Fitted on other repositories by \`bench/footprint/fit-prior.ts\`, which writes this file; not edited by hand. */
export const PRIOR: PackedPrior = {
  first:
    "${first}",
  second:
    "${second}",
  trees: [
${trees.map((tree) => `    "${tree}",`).join("\n")}
  ],
};
`;
}

function packed(values: readonly number[]): string {
  return values.map((value) => Number(value.toPrecision(DIGITS))).join(" ");
}
