import { acquireCoordinatorLock } from "../../src/store/coordinator-lock.ts";
import { openStore } from "../../src/store/open-store.ts";
import { systemClock } from "../../src/system/clock.ts";
import { randomStep } from "./random-step.ts";
import { seededPick } from "./seeded-pick.ts";

/** Works on a store until it is killed; says the number of each event once it is committed. argv: store, lock, seed. */
const [storeFile = "", lockFile = "", seed = "0"] = process.argv.slice(2);
if ((await acquireCoordinatorLock(lockFile)) === undefined) throw new Error("expected the lock to be free");
const store = await openStore(storeFile, { clock: systemClock });
store.subscribe(({ seq }) => process.stdout.write(`${seq}\n`));
const pick = seededPick(Number(seed));
for (let serial = 0; ; serial += 1) {
  await Promise.all(Array.from({ length: 1 + pick(3) }, (_, index) => randomStep(store, pick, `${seed}-${serial}-${index}`)));
}
