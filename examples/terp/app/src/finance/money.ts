const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** Cents as people read them: `123456` is `$1,234.56`. */
export function formatMoney(cents: number): string {
  return DOLLARS.format(cents / 100);
}
