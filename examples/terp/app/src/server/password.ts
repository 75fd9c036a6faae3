import { scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** Stands in for the hash of a user who does not exist, so that the answer takes as long as for one who does. */
const NOBODY = `${"00".repeat(16)}:${"00".repeat(32)}`;

/** Is it the password of `stored` (`salt:hash`, hex, scrypt with Node's parameters)? Always false without a stored hash. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const [salt = "", hash = ""] = (stored ?? NOBODY).split(":");
  const expected = Buffer.from(hash, "hex");
  if (expected.length === 0) return false;
  const got = await derive(password, Buffer.from(salt, "hex"), expected.length);
  return timingSafeEqual(got, expected) && stored !== null && stored !== undefined;
}
