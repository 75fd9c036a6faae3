import type { DatabaseSync } from "node:sqlite";
import type { Rule } from "./rule.ts";
import { BOOK_RULES } from "./rules/books.ts";
import { CLIENT_RULES } from "./rules/clients.ts";
import { LINK_RULES } from "./rules/links.ts";
import { CHAIN_RULES, MACHINE_RULES } from "./rules/machine-rules.ts";
import { MIX_RULES } from "./rules/mixes.ts";
import { schemaRules } from "./rules/schema.ts";
import { STATE_RULES } from "./rules/states.ts";
import { STOCK_RULES } from "./rules/stock.ts";
import { PEOPLE_TIME_RULES } from "./rules/times-of-people.ts";
import { TRADE_TIME_RULES } from "./rules/times-of-trade.ts";
import { TOTAL_RULES } from "./rules/totals.ts";
import { TRADE_RULES } from "./rules/trade.ts";
import { VOLUME_RULES } from "./rules/volumes.ts";

/** Every rule of the business for the schema this database has. */
export function allRules(database: DatabaseSync): readonly Rule[] {
  return [
    ...schemaRules(database),
    ...VOLUME_RULES,
    ...MIX_RULES,
    ...LINK_RULES,
    ...MACHINE_RULES,
    ...CHAIN_RULES,
    ...STATE_RULES,
    ...TRADE_TIME_RULES,
    ...PEOPLE_TIME_RULES,
    ...TRADE_RULES,
    ...STOCK_RULES,
    ...CLIENT_RULES,
    ...TOTAL_RULES,
    ...BOOK_RULES,
  ];
}
