import { describe, expect, it } from "vitest";
import { mergeCommits } from "../../../src/git/merge-tree.ts";
import { type ConflictResult, resolveConflict } from "../../../src/landing/resolve/resolve-conflict.ts";
import type { Workshop } from "../../../src/landing/resolve/workshop.ts";
import { commitFiles, fileAt, type LandingSite, landingSite } from "../support/landing-site.ts";
import { workshopOf } from "./support/workshop.ts";

type Files = Readonly<Record<string, string>>;

/** What the ladder makes of two commits that leave one main and meet. */
async function meet(
  base: Files,
  ours: Files,
  theirs: Files,
  { path = process.env["PATH"], ...settings }: Partial<Workshop> & { path?: string | undefined } = {},
): Promise<LandingSite & { result: ConflictResult }> {
  const site = await landingSite(base);
  const [left, right] = [await commitFiles(site.cache, site.start, ours), await commitFiles(site.cache, site.start, theirs)];
  const conflict = await mergeCommits(site.cache, left, right);
  if (conflict.kind === "clean") throw new Error("expected a conflict, got a clean merge");
  const shop = await workshopOf(site.cache, settings);
  const workshop = { ...shop, tools: { ...shop.tools, env: { ...shop.tools.env, PATH: path ?? "" } } };
  return { ...site, result: await resolveConflict({ cache: site.cache, isBarred: () => false, workshop, memory: null }, conflict) };
}

function whole(result: ConflictResult) {
  if (result.kind === "refused") throw new Error(`expected a whole merge, got: ${JSON.stringify(result.because)}`);
  return result;
}

const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const local = (name: string) => text({ name, version: "1.0.0" });
const root = (...names: string[]) =>
  text({ name: "app", version: "1.0.0", dependencies: Object.fromEntries(names.map((name) => [name, `file:packages/${name}`])) });
/** What `npm install --package-lock-only` writes for `root(...names)`. */
const locked = (...names: string[]) =>
  text({
    name: "app",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name: "app", version: "1.0.0", dependencies: Object.fromEntries(names.map((name) => [name, `file:packages/${name}`])) },
      ...Object.fromEntries(names.map((name) => [`node_modules/${name}`, { resolved: `packages/${name}`, link: true }])),
      ...Object.fromEntries(names.map((name) => [`packages/${name}`, { version: "1.0.0" }])),
    },
  });
const packages = Object.fromEntries(["a", "b", "c"].map((name) => [`packages/${name}/package.json`, local(name)]));
const app = (...names: string[]): Files => ({ "package.json": root(...names), "package-lock.json": locked(...names) });

describe("lock files", () => {
  it("are written anew by npm from the merged manifest, offline", async () => {
    const { cache, result } = await meet({ ...packages, ...app("a") }, app("a", "b"), app("a", "c"));
    const { tree, resolutions } = whole(result);
    expect(resolutions).toMatchObject([
      { path: "package.json", rung: "keyed" },
      { path: "package-lock.json", rung: "lock-file", decided: "npm wrote it anew from the merged manifests" },
    ]);
    expect(await fileAt(cache, tree, "package.json")).toBe(root("a", "b", "c"));
    expect(JSON.parse((await fileAt(cache, tree, "package-lock.json")) ?? "")).toEqual(JSON.parse(locked("a", "b", "c")));
  });

  it("run nothing of the repository: no scripts, no configuration", async () => {
    const evil = { "packages/b/package.json": text({ name: "b", version: "1.0.0", scripts: { preinstall: "exit 1", prepare: "exit 1" } }) };
    const manifest = (...names: string[]) =>
      text({ ...JSON.parse(root(...names)), scripts: { preinstall: "exit 1", dependencies: "exit 1" } });
    const at = (...names: string[]) => ({ "package.json": manifest(...names), "package-lock.json": locked(...names) });
    const npmrc = { ".npmrc": "git=./evil\nscript-shell=./evil\nignore-scripts=false\nregistry=http://127.0.0.1:9\n" };
    const { result } = await meet({ ...packages, ...evil, ...npmrc, ...at("a") }, at("a", "b"), at("a", "c"));
    expect(whole(result).resolutions.map(({ rung }) => rung)).toEqual(["keyed", "lock-file"]);
  });

  it("take both sides' entries where npm is not there, if those are what the manifests ask for", async () => {
    const { cache, result } = await meet({ ...packages, ...app("a") }, app("a", "b"), app("a", "c"), { path: "/nowhere" });
    const { tree, resolutions } = whole(result);
    expect(resolutions[1]?.decided).toContain("npm is not installed here");
    expect(JSON.parse((await fileAt(cache, tree, "package-lock.json")) ?? "")).toEqual(JSON.parse(locked("a", "b", "c")));
  });

  it("are refused where the entries are not what the manifests ask for and nothing can write them anew", async () => {
    const wrong = { "package.json": root("a", "b"), "package-lock.json": locked("a", "z") };
    const { result } = await meet({ ...packages, ...app("a") }, wrong, app("a", "c"), { path: "/nowhere" });
    expect(result).toMatchObject({
      kind: "refused",
      because: [{ path: "package-lock.json", because: expect.stringContaining("dependencies of the root are not the manifest's") }],
    });
  });

  it("are refused when a needed package is unknown offline and the entries clash", async () => {
    const at = (version: string) => ({
      "package.json": text({ name: "app", version: "1.0.0", dependencies: { "no-such-package-at-all": version } }),
      "package-lock.json": text({
        ...{ name: "app", version: "1.0.0", lockfileVersion: 3, requires: true },
        packages: {
          "": { name: "app", version: "1.0.0", dependencies: { "no-such-package-at-all": version } },
          "node_modules/no-such-package-at-all": { version: version.slice(1) },
        },
      }),
    });
    const { result } = await meet(at("^1.0.0"), at("^1.1.0"), at("^1.2.0"));
    expect(result).toMatchObject({
      kind: "refused",
      because: [{ path: "package-lock.json", because: expect.stringContaining("both sides changed packages") }],
    });
  });

  it.each([
    ["pnpm", "pnpm-lock.yaml", ["a", "b", "c"].map((name) => `${name}:\n        specifier:`)],
    ["yarn", "yarn.lock", ["# THIS IS AN AUTOGENERATED FILE"]],
  ])("are written anew by %s", async (_, lock, written) => {
    const at = (...names: string[]) => ({ "package.json": root(...names), [lock]: `# ${names.join(" ")}\n` });
    const { cache, result } = await meet({ ...packages, ...at("a") }, at("a", "b"), at("a", "c"));
    const { tree, resolutions } = whole(result);
    expect(resolutions.map(({ rung }) => rung)).toEqual(["keyed", "lock-file"]);
    for (const text of written) expect(await fileAt(cache, tree, lock)).toContain(text);
  });

  it("of npm are refused where an entry needs another that neither side has", async () => {
    const needy = (...names: string[]) => {
      const lock = JSON.parse(locked(...names));
      lock.packages["packages/b"] = { version: "1.0.0", dependencies: { gone: "^1.0.0" } };
      return text(lock);
    };
    const manifests = { ...packages, "packages/b/package.json": text({ name: "b", version: "1.0.0", dependencies: { gone: "^1.0.0" } }) };
    const mine = { "package.json": root("a", "b"), "package-lock.json": needy("a", "b") };
    const { result } = await meet({ ...manifests, ...app("a") }, mine, app("a", "c"), { path: "/nowhere" });
    expect(result).toMatchObject({ because: [{ because: expect.stringContaining("no entry for gone, which packages/b needs") }] });
  });

  it("of pnpm are left to the agent where pnpm is not there: what a merge by key leaves out, only pnpm knows", async () => {
    const lock = (...names: string[]) => `lockfileVersion: '9.0'\n\npackages:\n${names.map((name) => `\n  ${name}@1.0.0: {}\n`).join("")}`;
    const at = (...names: string[]) => ({
      "package.json": text({ dependencies: Object.fromEntries(names.map((name) => [name, "^1.0.0"])) }),
      "pnpm-lock.yaml": lock(...names),
    });
    const { result } = await meet(at("a"), at("a", "b"), at("a", "c"), { path: "/nowhere" });
    expect(result).toMatchObject({ kind: "refused", because: [{ path: "pnpm-lock.yaml", because: "pnpm is not installed here" }] });
  });
});

describe("generated files", () => {
  const generated = [
    { paths: ["gen"], run: "cat src/*.txt > gen/all.txt; echo other > src/a.txt; date > gen/new.txt", timeoutSeconds: 60 },
  ];
  const sources = (...names: string[]): Files => ({
    ...Object.fromEntries(names.map((name) => [`src/${name}.txt`, `${name}\n`])),
    "gen/all.txt": names.map((name) => `${name}\n`).join(""),
  });

  it("are written anew by their generator from the merged tree, and it changes nothing else", async () => {
    const { cache, result } = await meet({ ...sources("a"), "gen/count.txt": "1\n" }, sources("a", "b"), sources("a", "c"), { generated });
    const { tree, resolutions } = whole(result);
    expect(resolutions).toMatchObject([{ path: "gen/all.txt", rung: "generated" }]);
    expect(await fileAt(cache, tree, "gen/all.txt")).toBe("a\nb\nc\n");
    expect(await cache.text(["ls-tree", "-r", "--name-only", tree])).toBe("gen/all.txt\ngen/count.txt\nsrc/a.txt\nsrc/b.txt\nsrc/c.txt");
    expect(await fileAt(cache, tree, "src/a.txt")).toBe("a\n");
  });

  it.each([
    ["fails", "echo no generator today; exit 3", "ended with 3: no generator today"],
    ["removes the file", "rm gen/all.txt", "left no plain file"],
    ["leaves a link to somewhere else", "ln -sf /etc/hostname gen/all.txt", "left no plain file"],
    ["never ends", "exec sleep 1000", "timed-out"],
  ])("are refused when the generator %s", async (_, run, why) => {
    const rules = [{ paths: ["gen"], run, timeoutSeconds: 2 }];
    const { result } = await meet(sources("a"), sources("a", "b"), sources("a", "c"), { generated: rules });
    expect(result).toMatchObject({ kind: "refused", because: [{ path: "gen/all.txt", because: expect.stringContaining(why) }] });
  });
});

describe("the owner's merge driver", () => {
  const base = { "a.ts": "one\ntwo\n" };
  const driven = (script: string) =>
    meet(
      base,
      { "a.ts": "ONE\ntwo\n" },
      { "a.ts": "eins\ntwo\n" },
      { driver: { driver: ["sh", "-c", script, "{base}", "{ours}", "{theirs}", "{path}"], timeoutSeconds: 60 } },
    );

  it("gets the three versions and the path, and leaves its result in ours", async () => {
    const { cache, result } = await driven('cat "$0" "$1" "$2" > all && echo "$3" >> all && mv all "$1"');
    const { tree, resolutions } = whole(result);
    expect(resolutions).toMatchObject([{ path: "a.ts", rung: "driver" }]);
    expect(await fileAt(cache, tree, "a.ts")).toBe("one\ntwo\nONE\ntwo\neins\ntwo\na.ts\n");
  });

  it.each([
    ["ends with an error", "exit 1", "ended with 1"],
    ["leaves conflict markers", 'printf "<<<<<<< a\\nx\\n>>>>>>> b\\n" > "$1"', "left conflict markers"],
    ["takes one side whole", "true", "took one side whole"],
    ["removes its result", 'rm "$1"', "left no result"],
  ])("is not believed when it %s", async (_, script, why) => {
    expect((await driven(script)).result).toMatchObject({ kind: "refused", because: [{ because: expect.stringContaining(why) }] });
  });

  it("that is not installed leaves the conflict to the agent", async () => {
    const { result } = await meet(
      base,
      { "a.ts": "ONE\ntwo\n" },
      { "a.ts": "eins\ntwo\n" },
      { driver: { driver: ["no-such-driver", "{ours}"], timeoutSeconds: 60 } },
    );
    expect(result).toMatchObject({
      kind: "refused",
      because: [{ because: expect.stringContaining("no-such-driver is not installed here") }],
    });
  });
});
