import { describe, expect, it } from "vitest";
import type { HealthFinding } from "../../src/doctor/health-finding.ts";
import { checkWorkflows } from "../../src/doctor/workflows.ts";
import { diskTree } from "../../src/tasks/disk-tree.ts";
import { git, makeRemoteAndClone, writeFiles } from "../support/repository.ts";

const HEALTHY = `on: { push: { branches: [main] } }
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version-file: .nvmrc }
      - uses: ./.github/actions/prepare
      - run: |
          npm ci
          npm run lint -- --fix
          npm test && bash scripts/deploy.sh production
          chmod +x ./scripts/deploy.sh; ./scripts/deploy.sh
      - run: node dist/server.js
      - run: npm run build
        working-directory: packages/app
`;

const FILES = {
  ".gitignore": "dist/\n",
  ".nvmrc": "24\n",
  "package.json": '{ "scripts": { "test": "x", "lint": "x" } }',
  "packages/app/package.json": '{ "scripts": { "build": "x" } }',
  "scripts/deploy.sh": "#!/bin/sh\n",
  ".github/actions/prepare/action.yml": "name: prepare\n",
};

async function check(workflow: string, files: Readonly<Record<string, string>> = {}): Promise<readonly HealthFinding[]> {
  const { clone, git: repository } = await makeRemoteAndClone({ ...FILES, ...files, ".github/workflows/ci.yml": workflow });
  return checkWorkflows(diskTree(clone), repository);
}

const step = (run: string, more = "") =>
  `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n${run.replace(/^/gm, "          ")}\n${more}`;

describe("a healthy workflow", () => {
  it("is in order: what it needs is there, or is built on the way", async () => {
    expect(await check(HEALTHY)).toMatchObject([{ severity: "ok", message: ".github/workflows/ci.yml is in order" }]);
  });

  it("is not missed where there is none at all", async () => {
    const { clone, git: repository } = await makeRemoteAndClone(FILES);
    expect(await checkWorkflows(diskTree(clone), repository)).toMatchObject([{ severity: "ok" }]);
  });
});

describe("an obsolete workflow", () => {
  const PULL_REQUESTS = ["on: pull_request", "on: [pull_request, merge_group]", "on:\n  pull_request_target:\n    branches: [main]"];
  const rest = "\njobs: { a: { runs-on: x, steps: [{ run: npm test }] } }\n";

  it.each(PULL_REQUESTS)("is triggered only by pull requests where work lands directly: %s", async (on) => {
    expect(await check(on + rest)).toMatchObject([{ severity: "warning", message: expect.stringMatching(/^obsolete: /) }]);
  });

  it("is none where pushes trigger it too, or where commits do come by pull requests", async () => {
    expect(await check(`on: [push, pull_request]${rest}`)).toMatchObject([{ severity: "ok" }]);
    const { clone, git: repository } = await makeRemoteAndClone({ ...FILES, ".github/workflows/ci.yml": `on: pull_request${rest}` });
    await git(clone, "commit", "-q", "--allow-empty", "-m", "Add a thing (#12)");
    expect(await checkWorkflows(diskTree(clone), repository)).toMatchObject([{ severity: "ok" }]);
  });
});

describe("a failing workflow", () => {
  it.each([
    ["on: push\n<<<<<<< HEAD\njobs: {}\n", "is no valid YAML"],
    ["on: push\n", "has no jobs"],
    ["jobs: { a: { runs-on: x, steps: [{ run: x }] } }\n", "has no trigger"],
    ["on: push\njobs: { a: { runs-on: x } }\n", "has a job without steps (`a`)"],
    ["on: push\njobs: { a: { needs: b, runs-on: x, steps: [{ run: x }] } }\n", "needs a job there is not (`b`)"],
    ["- a list\n", "has no trigger"],
    ["\0\0", "has no trigger"],
    ["", "has no trigger"],
  ])("is invalid: %j", async (text, why) => {
    expect(await check(text)).toMatchObject([{ severity: "problem", message: expect.stringContaining(why), fix: expect.any(String) }]);
  });

  it.each([
    ["npm run nope", "`nope`"],
    ["cd packages/app && npm test", "`test`, which packages/app/package.json has not"],
    ["bash scripts/gone.sh", "`scripts/gone.sh`"],
    ["CI=1 ./scripts/gone.sh --all", "`scripts/gone.sh`"],
    ["node --enable-source-maps tools/check.mjs", "`tools/check.mjs`"],
    ["cd packages\npython3 -u tool.py", "`packages/tool.py`"],
    ["chmod +x scripts/gone.sh", "`scripts/gone.sh`"],
  ])("runs what is gone: %s", async (run, what) => {
    expect(await check(step(run))).toMatchObject([{ severity: "problem", message: expect.stringContaining(what) }]);
  });

  it("calls actions, workflows and version files that are gone", async () => {
    const uses = (what: string) => `on: push\njobs: { a: { runs-on: x, steps: [${what}] } }\n`;
    expect((await check(uses("{ uses: ./.github/actions/gone }")))[0]?.message).toContain("`.github/actions/gone`");
    expect((await check("on: push\njobs: { a: { uses: ./.github/workflows/gone.yml } }\n"))[0]?.message).toContain(
      "`.github/workflows/gone.yml`",
    );
    const setup = "{ uses: actions/setup-python@v5, with: { python-version-file: .python-version } }";
    expect((await check(uses(setup)))[0]?.message).toContain("`.python-version`");
  });

  it("names the commit that removed the file", async () => {
    const { clone, git: repository } = await makeRemoteAndClone({ ...FILES, ".github/workflows/ci.yml": step("sh scripts/deploy.sh") });
    await git(clone, "rm", "-q", "scripts/deploy.sh");
    await git(clone, "commit", "-q", "-m", "Remove it");
    const [finding] = await checkWorkflows(diskTree(clone), repository);
    expect(finding?.message).toContain(`gone since ${await git(clone, "rev-parse", "--short", "HEAD")}`);
  });
});

describe("what cannot be known", () => {
  it.each([
    "curl -fsSL https://example.com/install.sh -o install.sh\nbash install.sh",
    "if [ -f scripts/maybe.sh ]; then bash scripts/maybe.sh; fi",
    "cat > tool.sh <<END\nbash inner/gone.sh\nEND",
    "cd $HOME && bash gone.sh",
    "(cd sub && bash gone.sh)",
    "bash -c 'scripts/gone.sh'",
    'node -e "require(1)"',
    "node -r dotenv/config $SCRIPT",
    "npm run nope --if-present\nnpm --prefix other run nope\nnpm run nope -w app",
    "/usr/bin/env true\n~/bin/x.sh\n../sibling/x.sh\n$GITHUB_WORKSPACE/x.sh",
    "# bash scripts/gone.sh",
  ])("is left alone: %j", async (run) => {
    expect(await check(step(run))).toMatchObject([{ severity: "ok" }]);
  });

  it("is whatever another repository's checkout holds", async () => {
    const more = "      - uses: actions/checkout@v4\n        with: { repository: other/place }\n";
    expect(await check(step("bash scripts/gone.sh", more))).toMatchObject([{ severity: "ok" }]);
  });

  it("is read from the work tree, so a repair shows before it is committed", async () => {
    const { clone, git: repository } = await makeRemoteAndClone({ ...FILES, ".github/workflows/ci.yml": step("bash scripts/gone.sh") });
    await writeFiles(clone, { "scripts/gone.sh": "#!/bin/sh\n" });
    expect(await checkWorkflows(diskTree(clone), repository)).toMatchObject([{ severity: "ok" }]);
  });
});
