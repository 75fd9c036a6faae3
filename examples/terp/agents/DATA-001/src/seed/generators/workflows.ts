import type { Generator } from "../generator.ts";
import { BATCH, INVOICE, type Machine, ORDER, PURCHASE } from "../machines.ts";

/** The states of every workflow, as the program shows them. */
export const generator: Generator = {
  fills: ["workflow_statuses"],
  after: [],
  begin({ insert }) {
    const machines: readonly (readonly [string, Machine<string>])[] = [
      ["BATCH", BATCH],
      ["ORDER", ORDER],
      ["INVOICE", INVOICE],
      ["PURCHASE_ORDER", PURCHASE],
    ];
    for (const [workflow, machine] of machines) {
      for (const [index, [status, next]] of Object.entries(machine).entries())
        insert("workflow_statuses", { workflow, status, position: index + 1, final: next.length === 0 ? 1 : 0 });
    }
  },
};
