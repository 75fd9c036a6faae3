import { mkdir, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { MIGRATIONS, type Migration } from "../../src/store/migrations.ts";
import { openStore } from "../../src/store/open-store.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import { Writer } from "../../src/store/writer.ts";
import { fakeClock } from "../support/clock.ts";
import { temporaryDirectory } from "../support/repository.ts";
import { disagreements } from "./agreement.ts";
import { newSession } from "./random-step.ts";
import { testStore } from "./support.ts";

const clock = fakeClock();
const NOWHERE = { run: null, task: null, session: null };

describe("a store that cannot be used", () => {
  it("says that its file is no database", async () => {
    const file = join(await temporaryDirectory(), "store.sqlite");
    await writeFile(file, "not a database ".repeat(1_000));
    await expect(openStore(file, { clock })).rejects.toMatchObject({
      code: "work-failed",
      hint: expect.stringContaining("move the file away"),
    });
  });

  it("says that its file cannot be opened", async () => {
    const root = await temporaryDirectory();
    await mkdir(join(root, "directory"));
    for (const file of [join(root, "missing", "store.sqlite"), join(root, "directory")]) {
      await expect(openStore(file, { clock })).rejects.toMatchObject({ code: "work-failed", message: expect.stringContaining(file) });
    }
  });

  it("reports a file cut short as damaged", async () => {
    const { store, file } = await testStore();
    for (let index = 0; index < 200; index += 1) await store.append(NOWHERE, { kind: "task-dropped", reason: "x".repeat(500) });
    await store.close();
    const { size } = await stat(file);
    await truncate(file, Math.floor(size / 2 / 4096) * 4096);
    const damaged = async () => {
      const again = await openStore(file, { clock });
      onTestFinished(() => again.close());
      return again.integrity();
    };
    const answer = await damaged().catch((error: unknown) => error);
    if (Array.isArray(answer)) expect(answer).not.toEqual([]);
    else expect(answer).toMatchObject({ code: "work-failed" });
  });

  it("says that another program is writing", async () => {
    const { store, file } = await testStore();
    await store.close();
    const other = new DatabaseSync(file);
    other.exec("begin immediate");
    onTestFinished(() => other.close());
    const again = await openStore(file, { clock });
    onTestFinished(() => again.close());
    await expect(again.setValue("x", 1)).rejects.toMatchObject({ code: "already-running" });
    other.exec("rollback");
    await again.setValue("x", 2);
    expect(await again.value("x")).toBe(2);
  });

  it("is readable by its owner only", async () => {
    const { store, file } = await testStore();
    await store.append(NOWHERE, { kind: "task-dropped", reason: "" });
    for (const path of [file, `${file}-wal`, `${file}-shm`]) expect((await stat(path)).mode & 0o077).toBe(0);
  });
});

describe("a full disk", () => {
  it("undoes the whole write, says so, and the same store goes on once there is room", async () => {
    const file = join(await temporaryDirectory(), "store.sqlite");
    const engine = await openSqlite(file);
    await migrate(engine);
    const writer = new Writer(engine, clock);
    const limitPages = (pages: number) => sql`pragma max_page_count = ${sql.lit(pages)}`.execute(engine.db);
    const big = () => writer.write("flushed", (write) => write.record(NOWHERE, { kind: "note", level: "info", text: "x".repeat(100_000) }));
    await limitPages(1);
    await expect(big()).rejects.toMatchObject({ code: "disk-full", hint: expect.stringContaining("free some space") });
    await limitPages(100_000);
    expect(await big()).toMatchObject({ seq: 1 });
    await engine.close();
    const store = await openStore(file, { clock });
    expect(await store.integrity()).toEqual([]);
    expect(await disagreements(store)).toEqual([]);
    await store.close();
  });
});

describe("the schema", () => {
  it("is migrated forward, keeps what is stored, and repeats no step", async () => {
    const { store, file } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    await store.close();
    const engine = await openSqlite(file);
    onTestFinished(() => engine.close());
    let steps = 0;
    const addColumn: Migration = async (db) => {
      steps += 1;
      await db.schema.alterTable("session").addColumn("extra", "text").execute();
    };
    await migrate(engine, [...MIGRATIONS, addColumn]);
    await migrate(engine, [...MIGRATIONS, addColumn]);
    expect(steps).toBe(1);
    expect(await engine.db.selectFrom("session").selectAll().execute()).toMatchObject([{ id: "S-1", extra: null }]);
  });

  it("stays at the last whole step when one fails", async () => {
    const { store, file } = await testStore();
    await store.close();
    const engine = await openSqlite(file);
    const broken: Migration = async (db) => {
      await db.schema.alterTable("session").addColumn("extra", "text").execute();
      throw new Error("broken step");
    };
    await expect(migrate(engine, [...MIGRATIONS, broken])).rejects.toThrow("broken step");
    await engine.close();
    const again = await openStore(file, { clock });
    expect(await again.openSession(newSession("S-1", "QA-033", ["src"]))).toMatchObject({ ok: true });
    await again.close();
  });

  it("of a newer program is refused, with what to do", async () => {
    const { store, file } = await testStore();
    await store.close();
    const engine = await openSqlite(file);
    await migrate(engine, [...MIGRATIONS, async () => undefined]);
    await engine.close();
    const message = `expected a store of schema version ${MIGRATIONS.length} or older, got version \`${MIGRATIONS.length + 1}\``;
    await expect(openStore(file, { clock })).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining(message) });
  });
});
