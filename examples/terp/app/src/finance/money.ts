const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** Cents as people read them: `123456` is `$1,234.56`. */
export function formatMoney(cents: number): string {
  return DOLLARS.format(cents / 100);
}

/** Cents of an amount people typed (`1,234.5`, `$12`), or undefined when it is none, negative or finer than a cent. */
export function parseMoney(text: string): number | undefined {
  const [, dollars = "", cents = ""] = /^\$?(\d[\d,]*)(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  if (dollars === "") return undefined;
  const amount = Number(dollars.replaceAll(",", "")) * 100 + Number(cents.padEnd(2, "0"));
  return Number.isSafeInteger(amount) ? amount : undefined;
}
