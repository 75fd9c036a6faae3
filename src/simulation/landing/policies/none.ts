import type { Policy, PolicyKind } from "../policy.ts";
import { indexOf } from "../workers.ts";

/** No gate: whatever arrives lands at once. Agents test their own work alone, so what fails by itself never arrives. */
export const NONE: PolicyKind = {
  name: "none",
  summary: "no gate; agents test alone",
  isExact: false,
  isYardstick: false,
  make: ({ world }): Policy => ({
    next: (event) => {
      if (event.kind !== "submitted") return [];
      const { id } = event.change;
      return world.changes[indexOf(id)]?.bad ? [{ kind: "return", change: id }] : [{ kind: "land", changes: [id] }];
    },
  }),
};
