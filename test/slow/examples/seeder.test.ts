import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { askDatabase, bytesOf, digestOf, makeSeederTree, type SeederTree } from "./support/seeder.ts";

const execute = promisify(execFile);

/** Small enough to be seeded many times, and with everything that hangs on more than a few months. */
const SETTINGS = ["--months", "8", "--scale", "0.3", "--seed", "7"];

const SEED = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1_000_000));

/** Numbers from 0 to below 1 that a seed gives again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("the seeder of the example", () => {
  it("makes the same rows for the same seed, and others for another", async () => {
    const tree = await makeSeederTree();
    const [one, same, other] = ["one.db", "same.db", "other.db"].map((name) => tree.file(name)) as [string, string, string];
    for (const file of [one, same]) expect((await tree.seed("--database", file, ...SETTINGS)).code).toBe(0);
    expect((await tree.seed("--database", other, ...SETTINGS, "--seed", "8")).code).toBe(0);
    expect(digestOf(same)).toBe(digestOf(one));
    expect(digestOf(other)).not.toBe(digestOf(one));
  });

  it("goes on to the very same database, however often and whenever it is killed", async () => {
    const tree = await makeSeederTree();
    const [whole, killed] = [tree.file("whole.db"), tree.file("killed.db")];
    expect((await tree.seed("--database", whole, ...SETTINGS)).code).toBe(0);
    const random = randomFrom(SEED);
    const months = [1, 2, 3, 4, 5, 6, 7, 8].filter(() => random() < 0.5).slice(0, 4);
    console.log(`killed in months ${months.join(", ")}; again with SEED=${SEED}`);
    for (const [index, month] of months.entries()) {
      const args = ["--database", killed, ...SETTINGS, ...(index > 0 ? ["--resume"] : [])];
      expect((await tree.seedUntilKilled(`2024-0${month}`, ...args)).signal).toBe("SIGKILL");
    }
    const resumed = await tree.seed("--database", killed, ...SETTINGS, ...(months.length > 0 ? ["--resume"] : []));
    expect(resumed.code, resumed.said).toBe(0);
    expect(digestOf(killed)).toBe(digestOf(whole));
    expect(askDatabase(killed, "select count(*) from sqlite_schema where type = 'index'")).toBe(
      askDatabase(whole, "select count(*) from sqlite_schema where type = 'index'"),
    );
    expect(askDatabase(killed, "pragma integrity_check")).toBe("ok");
  });

  it("gives a feature's tables rows, and changes no other row for it", async () => {
    const tree = await makeSeederTree();
    const [without, withIt] = [tree.file("without.db"), tree.file("with.db")];
    expect((await tree.seed("--database", without, ...SETTINGS)).code).toBe(0);
    await addFeature(join(tree.folder, "tree"));
    expect((await tree.seed("--database", withIt, ...SETTINGS)).code).toBe(0);
    expect(askDatabase(withIt, "select count(*) from loyalty_points")).toBe(askDatabase(withIt, "select count(*) from orders"));
    const own = ["loyalty_points", "schema_migrations"];
    expect(digestOf(withIt, own)).toBe(digestOf(without, own));
  });

  it("leaves what was there when the disk is full, and one clear line", async (context) => {
    const tree = await makeSeederTree();
    const disk = tree.file("disk");
    await mkdir(disk);
    if (!(await mounted(disk, "size=3m"))) return context.skip("a small file system cannot be mounted here");
    const file = join(disk, "terp.db");
    await execute(process.execPath, ["--disable-warning=ExperimentalWarning", "scripts/migrate.ts", "--database", file], {
      cwd: join(tree.folder, "tree"),
    });
    const before = await bytesOf(file);
    const full = await tree.seed("--database", file, ...SETTINGS);
    expect(full.code, full.said).toBe(1);
    expect(full.said).toMatch(/^seeding was broken off: the disk is full; the file is as it was before$/m);
    expect(await bytesOf(file)).toBe(before);
    expect(await readdir(disk)).toEqual(["terp.db"]);
  });

  it("keeps the last finished day when the disk is full in a resumed run", async (context) => {
    const tree = await makeSeederTree();
    const [disk, whole] = [tree.file("disk"), tree.file("whole.db")];
    await mkdir(disk);
    if (!(await mounted(disk, "size=64m"))) return context.skip("a small file system cannot be mounted here");
    const file = join(disk, "terp.db");
    await tree.seedUntilKilled("2024-03", "--database", file, ...SETTINGS);
    const used = Number((await execute("du", ["-sk", disk])).stdout.split("\t")[0]);
    await execute("mount", ["-o", `remount,size=${used + 200}k`, disk]);
    const full = await tree.seed("--database", file, ...SETTINGS, "--resume");
    expect(full.code, full.said).toBe(1);
    expect(full.said).toMatch(/the disk is full; the last finished day is in the file, go on with --resume/);
    await execute("mount", ["-o", "remount,size=64m", disk]);
    expect((await tree.seed("--database", file, ...SETTINGS, "--resume")).code).toBe(0);
    await tree.seed("--database", whole, ...SETTINGS);
    expect(digestOf(file)).toBe(digestOf(whole));
  });
});

describe("the seeder refuses, says what to do instead, and changes nothing:", () => {
  const expectRefusal = async (tree: SeederTree, file: string, args: readonly string[], message: RegExp) => {
    const before = await bytesOf(file).catch(() => "none");
    const refused = await tree.seed("--database", file, ...args);
    expect(refused.said).toMatch(message);
    expect(refused.code, refused.said).toBe(2);
    expect(await bytesOf(file).catch(() => "none")).toBe(before);
  };

  it("options it does not know, and values that make no business", async () => {
    const tree = await makeSeederTree();
    const file = tree.file("none.db");
    await expectRefusal(tree, file, ["--speed", "9"], /Unknown option '--speed'[\s\S]*usage:/);
    await expectRefusal(tree, file, ["--scale", "big"], /expected a number for --scale, got `big`/);
    await expectRefusal(tree, file, ["--scale", "101"], /expected a scale from 0.01 to 100, got `101`/);
    await expectRefusal(tree, file, ["--months", "0"], /expected whole months from 1 to 120, got `0`/);
    await expectRefusal(tree, file, ["--seed", "1.5"], /expected a seed that is a whole number from 0, got `1.5`/);
    await expectRefusal(tree, tree.file("no/folder/terp.db"), [], /expected a file that can be read and written/);
    await expectRefusal(tree, file, ["--resume"], /expected a database to go on with, got no file/);
  });

  it("a file that is no database, and one that holds somebody else's data", async () => {
    const tree = await makeSeederTree();
    const [text, foreign] = [tree.file("text.db"), tree.file("foreign.db")];
    await writeFile(text, "Not a database, and long enough not to be taken for an empty one.\n".repeat(50));
    await expectRefusal(tree, text, [], /expected a database, got another kind of file/);
    change(foreign, "create table things (id integer primary key)");
    await expectRefusal(tree, foreign, [], /expected a database of this program, got one with tables of another/);
  });

  it("a database of a newer version, an older one with rows, and one with rows of somebody else", async () => {
    const tree = await makeSeederTree();
    const [newer, older, full] = ["newer.db", "older.db", "full.db"].map((name) => tree.file(name)) as [string, string, string];
    const cwd = join(tree.folder, "tree");
    for (const file of [newer, older, full])
      await execute(process.execPath, ["--disable-warning=ExperimentalWarning", "scripts/migrate.ts", "--database", file], { cwd });
    change(newer, "insert into schema_migrations (name) values ('9999_of_tomorrow')");
    await expectRefusal(tree, newer, [], /got a newer one with `9999_of_tomorrow`; update the program/);
    change(older, "delete from schema_migrations where name = '0010_calendar'; insert into strains values (1, 'Mine', 'HYBRID')");
    await expectRefusal(tree, older, [], /got an older one without `0010_calendar`; migrate it/);
    change(full, "insert into strains values (1, 'Mine', 'HYBRID')");
    await expectRefusal(tree, full, [], /expected an empty database, got rows of somebody else in strains/);
    await expectRefusal(tree, full, ["--resume"], /got one whose seeding never began; run without --resume/);
  });

  it("a half-seeded database unless it is to go on as it began, and one that is finished", async () => {
    const tree = await makeSeederTree();
    const [half, finished] = [tree.file("half.db"), tree.file("finished.db")];
    await tree.seedUntilKilled("2024-02", "--database", half, ...SETTINGS);
    // What the log holds comes into the file, as it would at the next opening, so that the bytes can be compared.
    change(half, "pragma wal_checkpoint(truncate)");
    await expectRefusal(
      tree,
      half,
      SETTINGS,
      /seeded half, up to 2024-0\S+ of 2024-08-30; go on with --resume --seed 7 --scale 0.3 --months 8/,
    );
    await expectRefusal(tree, half, [...SETTINGS, "--resume", "--seed", "8"], /expected --seed 7, with which the seeding began, got `8`/);
    await expectRefusal(tree, half, [...SETTINGS, "--resume", "--scale", "1"], /expected --scale 0.3, with which/);
    await expectRefusal(tree, half, [...SETTINGS, "--resume", "--months", "9"], /expected --months 8, with which/);
    await tree.seed("--database", finished, "--months", "1", "--scale", "0.1");
    await expectRefusal(tree, finished, ["--months", "1", "--scale", "0.1"], /got one that is seeded already/);
    await expectRefusal(tree, finished, ["--months", "1", "--scale", "0.1", "--resume"], /got one that is finished/);
  });

  it("a database that somebody else is using", async () => {
    const tree = await makeSeederTree();
    const file = tree.file("used.db");
    await tree.seed("--database", file, "--months", "1", "--scale", "0.1");
    const hold = `const { DatabaseSync } = require("node:sqlite"); const db = new DatabaseSync(${JSON.stringify(file)});
      db.exec("begin immediate"); console.log("held"); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "-e", hold]);
    onTestFinished(() => void holder.kill("SIGKILL"));
    await once(holder.stdout, "data");
    await expectRefusal(tree, file, [], /somebody else is using it; stop the server or the other run/);
  });
});

function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

/** A feature that came later: a table of its own, and a generator beside its code. */
async function addFeature(tree: string): Promise<void> {
  const folder = join(tree, "src/loyalty");
  const migration = join(tree, "src/database/migrations/0090_loyalty");
  await mkdir(folder);
  const columns = "id integer primary key, order_id integer not null references orders (id), points integer not null";
  await writeFile(`${migration}.up.sql`, `create table loyalty_points (${columns}) strict;\n`);
  await writeFile(`${migration}.down.sql`, "drop table loyalty_points;\n");
  await writeFile(
    join(folder, "seed.ts"),
    `export const generator = {
  fills: ["loyalty_points"],
  after: ["orders"],
  day({ database, insert, random }, day) {
    const orders = database.prepare("select id from orders where ordered_on = ?").all(day);
    insert("loyalty_points", orders.map(({ id }) => ({ order_id: id, points: random.between(1, 9) })));
  },
};
`,
  );
}

/** Gives a folder a small file system of its own until the test ends. Returns false where that is not allowed. */
async function mounted(path: string, size: string): Promise<boolean> {
  try {
    await execute("mount", ["-t", "tmpfs", "-o", size, "tmpfs", path]);
  } catch {
    return false;
  }
  onTestFinished(() => execute("umount", ["--lazy", path]).then(() => undefined));
  return true;
}
