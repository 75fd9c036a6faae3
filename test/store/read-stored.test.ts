import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStored } from "../../src/store/read-stored.ts";
import { temporaryDirectory } from "../support/repository.ts";
import { newSession } from "./random-step.ts";
import { testStore } from "./support.ts";

describe("looking at a store that somebody else writes", () => {
  it("sees what was committed while its writer is at work, and writes nothing", async () => {
    const { store, file } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    const seen = await readStored(file, async (reader) => ({ sessions: await reader.sessions(), events: await reader.events({}) }));
    expect(seen?.sessions.map(({ id }) => id)).toEqual(["S-1"]);
    expect(seen?.events).toEqual(await store.events({}));
    await store.openSession(newSession("S-2", "QA-034", ["docs"]));
    expect((await readStored(file, (reader) => reader.sessions()))?.length).toBe(2);
  });

  it("finds nothing where there is no store, and makes none", async () => {
    const file = join(await temporaryDirectory(), "store.sqlite");
    expect(await readStored(file, (reader) => reader.sessions())).toBeUndefined();
    expect(await readStored(file, (reader) => reader.sessions())).toBeUndefined();
  });

  it("sees a store whose coordinator has ended", async () => {
    const { store, file } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    await store.close();
    expect((await readStored(file, (reader) => reader.sessions()))?.length).toBe(1);
  });
});
