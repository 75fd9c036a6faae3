import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acquireCoordinatorLock } from "../../src/store/coordinator-lock.ts";
import { temporaryDirectory } from "../support/repository.ts";

// That another process is kept out, and that kill -9 frees the lock, is proven in crash.test.ts.
describe("the coordinator lock", () => {
  it("is held by one at a time and may be taken again once released", async () => {
    const file = join(await temporaryDirectory(), "lock.sqlite");
    const first = await acquireCoordinatorLock(file);
    expect(first).toBeDefined();
    expect(await acquireCoordinatorLock(file)).toBeUndefined();
    first?.release();
    first?.release();
    const second = await acquireCoordinatorLock(file);
    expect(second).toBeDefined();
    second?.release();
  });

  it("says clearly when its file cannot be made", async () => {
    const root = await temporaryDirectory();
    await mkdir(join(root, "taken"));
    for (const file of [join(root, "missing", "lock.sqlite"), join(root, "taken")]) {
      await expect(acquireCoordinatorLock(file)).rejects.toMatchObject({ code: "work-failed", message: expect.stringContaining(file) });
    }
  });
});
