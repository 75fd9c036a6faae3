/** The seed of a random test: SEED from the environment, or a new one; print it. */
export function chooseSeed(): number {
  const given = Number(process.env["SEED"]);
  return Number.isSafeInteger(given) && given > 0 ? given : Math.floor(Math.random() * 2 ** 31) + 1;
}
