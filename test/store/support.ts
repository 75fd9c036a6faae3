import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { type FakeClock, fakeClock } from "../support/clock.ts";
import { temporaryDirectory } from "../support/repository.ts";

export interface TestStore {
  readonly store: Store;
  readonly file: string;
  readonly clock: FakeClock;
}

/** A store in a file of its own, closed and removed when the test ends. */
export async function testStore(): Promise<TestStore> {
  const file = join(await temporaryDirectory(), "store.sqlite");
  const clock = fakeClock();
  const store = await openStore(file, { clock });
  onTestFinished(() => store.close());
  return { store, file, clock };
}
