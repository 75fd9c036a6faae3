import type { Rule } from "../rule.ts";
import { MONTHS } from "../span.ts";

/** A share that the whole business has, and how far it may be off. */
interface Mix {
  readonly id: string;
  readonly says: string;
  /** What follows `from`. */
  readonly of: string;
  /** What is looked for, as a condition. */
  readonly that: string;
  /** What each row counts for; 1 unless said. */
  readonly weight?: string;
  readonly share: number;
  readonly within: number;
  /** Given by the catalog, in a business of any length. */
  readonly fixed?: true;
}

const FLOWER = "products where category = 'FLOWER'";
const OPEN_OR_PAID = "invoices, span where date(issued_on, '31 days') <= last_on";
const NOT_CASH = "payments where method <> 'CASH'";

const MIXES: readonly Mix[] = [
  {
    id: "flower",
    says: "90 % of the products are flower",
    of: "products",
    that: "category = 'FLOWER'",
    share: 0.9,
    within: 0.05,
    fixed: true,
  },
  { id: "indoor", says: "40 % of the flower grows indoors", of: FLOWER, that: "grade = 'INDOOR'", share: 0.4, within: 0.05, fixed: true },
  {
    id: "greenhouse",
    says: "35 % of the flower grows in greenhouses",
    of: FLOWER,
    that: "grade = 'GREENHOUSE'",
    share: 0.35,
    within: 0.05,
    fixed: true,
  },
  {
    id: "outdoor",
    says: "25 % of the flower grows outdoors",
    of: FLOWER,
    that: "grade = 'OUTDOOR'",
    share: 0.25,
    within: 0.05,
    fixed: true,
  },
  {
    id: "whales-revenue",
    says: "70 % of the revenue is the whales'",
    of: "invoices i join orders o on o.id = i.order_id join clients c on c.id = o.client_id",
    that: "c.tier = 'WHALE'",
    weight: "i.total_cents",
    share: 0.7,
    within: 0.1,
  },
  {
    id: "consigned-sales",
    says: "half of the orders are on consignment",
    of: "orders",
    that: "terms = 'CONSIGNMENT'",
    share: 0.5,
    within: 0.05,
  },
  {
    id: "consigned-intake",
    says: "90 % of the lots came in on consignment",
    of: "lots",
    that: "consignment = 1",
    share: 0.9,
    within: 0.07,
  },
  {
    id: "paid",
    says: "85 % of the invoices of more than 30 days are paid",
    of: OPEN_OR_PAID,
    that: "status = 'PAID'",
    share: 0.85,
    within: 0.05,
  },
  { id: "ach", says: "60 % of the payments that are not cash come by ACH", of: NOT_CASH, that: "method = 'ACH'", share: 0.6, within: 0.05 },
  { id: "check", says: "30 % of them come by check", of: NOT_CASH, that: "method = 'CHECK'", share: 0.3, within: 0.05 },
  { id: "wire", says: "10 % of them come by wire", of: NOT_CASH, that: "method = 'WIRE'", share: 0.1, within: 0.03 },
];

const MIX_RULES_OF_SHARES: readonly Rule[] = MIXES.map(({ id, says, of, that, weight = "1", share, within, fixed }) => ({
  id: `mix-${id}`,
  kind: "coverage",
  says: `${says.charAt(0).toUpperCase()}${says.slice(1)}, give or take ${Math.round(within * 100)} points.`,
  counts: of,
  // Of few rows a share is off by chance alone: four standard deviations are allowed on top.
  sql: `select '${id}' as key, round(100.0 * part / whole, 1) || ' %' as found
        from (select total(iif(${that}, ${weight}, 0)) as part, total(${weight}) as whole, count(*) as rows from ${of})
        where abs(part / whole - ${share}) > ${within}${fixed ? "" : ` + 4 * sqrt(${share * (1 - share)} / rows)`}`,
  ...(fixed ? {} : { monthsMin: MONTHS, mayBeEmpty: "a small business may have none" }),
}));

/** Amounts that are typical of the business. */
export const MIX_RULES: readonly Rule[] = [
  ...MIX_RULES_OF_SHARES,
  {
    id: "mix-prices",
    kind: "coverage",
    says: "A pound of flower costs about 1800 $ (indoor), 1200 $ (greenhouse) or 800 $ (outdoor), more or less a quarter.",
    counts: FLOWER,
    sql: `select id as key, grade || ' for ' || price_cents as found
          from (select *, case grade when 'INDOOR' then 180000 when 'GREENHOUSE' then 120000 else 80000 end as usual from ${FLOWER})
          where abs(price_cents - usual) > usual / 4`,
  },
  {
    id: "mix-revenue",
    kind: "coverage",
    says: "Orders come to about 2 million $ a month, give or take 15 %.",
    counts: "orders",
    sql: `select 'revenue' as key, cast(dollars as integer) || ' $, expected about ' || cast(usual as integer) as found
          from (select total(total_cents) / 100 as dollars, 2e6 * months * scale as usual, count(*) as rows from orders, span)
          where abs(dollars / usual - 1) > 0.15 + 6 / sqrt(rows)`,
    monthsMin: MONTHS,
  },
  {
    id: "mix-margin",
    kind: "coverage",
    says: "What was sold cost about 75 % of what it brought, give or take 10 points.",
    counts: "sales",
    sql: `select 'margin' as key, round(100 * share, 1) || ' %' as found
          from (select total(cogs_cents) / total(revenue_cents) as share, count(*) as rows from sales)
          where abs(share - 0.75) > 0.1 + 0.2 / sqrt(rows)`,
    monthsMin: MONTHS,
  },
  {
    id: "mix-lines-per-order",
    kind: "coverage",
    says: "An order has 1 to 10 lines.",
    counts: "orders",
    sql: `select id as key, lines || ' lines' as found
          from (select o.id, (select count(*) from order_line_items where order_id = o.id) as lines from orders o) where lines not between 1 and 10`,
  },
  {
    id: "mix-overdue-for-long",
    kind: "coverage",
    says: "Of what is overdue about half has been so for 120 days or more, give or take 20 points.",
    counts: "invoices where status = 'OVERDUE'",
    sql: `select 'overdue' as key, round(100 * share, 1) || ' % of ' || rows as found
          from (select avg(julianday(last_on) - julianday(due_on) >= 120) as share, count(*) as rows from invoices, span where status = 'OVERDUE')
          where abs(share - 0.5) > 0.2 + 2 / sqrt(rows)`,
    monthsMin: MONTHS,
    mayBeEmpty: "a small business may have none",
  },
];
