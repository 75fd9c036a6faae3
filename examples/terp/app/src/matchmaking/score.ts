/** A client's wish and a vendor's offer, as far as matching needs them. */
export interface Need {
  readonly productId: number;
  readonly strainId: number;
  readonly quantity: number;
  readonly priceCentsMax: number;
}

export interface Supply {
  readonly productId: number;
  readonly strainId: number;
  readonly quantity: number;
  readonly priceCents: number;
}

/**
 * How well an offer serves a need, 0 to 100: the right product 60 (the right strain alone 35), a price within the
 * limit 25 (up to a tenth above it 10), and up to 15 for the share of the quantity it covers.
 */
export function matchScore(need: Need, supply: Supply): number {
  const goods = need.productId === supply.productId ? 60 : need.strainId === supply.strainId ? 35 : 0;
  if (goods === 0) return 0;
  const price = supply.priceCents <= need.priceCentsMax ? 25 : supply.priceCents <= need.priceCentsMax * 1.1 ? 10 : 0;
  return goods + price + Math.round(15 * Math.min(1, supply.quantity / need.quantity));
}
