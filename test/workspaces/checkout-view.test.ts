import { describe, expect, it } from "vitest";
import { AGENT_EMAIL } from "../../src/agents/agent-environment.ts";
import { Git } from "../../src/git/git.ts";
import { checkoutChanges, viewCheckout } from "../../src/workspaces/checkout-view.ts";
import { undoAgentRefs } from "../../src/workspaces/undo-agent-refs.ts";
import { git, writeFiles } from "../support/repository.ts";
import { openHouse, SESSION } from "./house.ts";

const AS_AGENT = ["-c", `user.email=${AGENT_EMAIL}`, "-c", "user.name=agent"];

/** Git in the owner's clone, as an agent that found the way there. */
async function asAgent(clone: string, ...args: string[]): Promise<void> {
  const { GIT_COMMITTER_EMAIL: _, ...env } = process.env;
  const result = await new Git({ cwd: clone }).attempt([...AS_AGENT, ...args], {
    env: { ...(env as Record<string, string>), GIT_COMMITTER_EMAIL: AGENT_EMAIL },
  });
  if (result.exitCode !== 0) throw new Error(result.stderr);
}

async function house() {
  const opened = await openHouse({ "a.txt": "a\n", ".gitignore": "built/\n.env\n" });
  const clone = new Git({ cwd: opened.clone });
  const before = await viewCheckout(clone);
  const undo = async () => undoAgentRefs(clone, opened.cache, before, await viewCheckout(clone), SESSION);
  return { ...opened, view: () => viewCheckout(clone), before, undo };
}

describe("the owner's checkout, before and after", () => {
  it("shows nothing when nothing changed, nor what programs build in ignored directories and editors fetch", async () => {
    const { clone, before, view } = await house();
    await writeFiles(clone, { "built/out.js": "built\n" });
    await git(clone, "update-ref", "refs/remotes/origin/other", "HEAD");
    await git(clone, "config", "branch.main.remote", "origin");
    await git(clone, "status");
    expect(checkoutChanges(before, await view())).toEqual([]);
  });

  it("tells a second edit of a file that was changed before, and never the value of a setting", async () => {
    const { clone, view } = await house();
    await writeFiles(clone, { "a.txt": "mine\n" });
    const before = await view();
    await writeFiles(clone, { "a.txt": "its\n" });
    await git(clone, "config", "remote.evil.url", "https://user:password@example.test");
    expect(checkoutChanges(before, await view())).toEqual(["a.txt", "setting remote.evil.url"]);
  });
});

describe("branches an agent moved in the owner's repository", () => {
  it("go back, and its commit is kept", async () => {
    const { clone, cache, base, undo } = await house();
    await writeFiles(clone, { "a.txt": "its\n" });
    await asAgent(clone, "commit", "-q", "-am", "Its");
    const its = await git(clone, "rev-parse", "HEAD");
    expect(await undo()).toEqual(["refs/heads/main"]);
    expect(await git(clone, "rev-parse", "HEAD")).toBe(base);
    expect(await cache.text(["rev-parse", `refs/signalbox/escaped/${SESSION}/heads/main`])).toBe(its);
    expect(await git(clone, "status", "--porcelain")).toBe("M  a.txt");
  });

  it("stay where a person moved them as well", async () => {
    const { clone, undo } = await house();
    await asAgent(clone, "commit", "-q", "--allow-empty", "-m", "Its");
    await git(clone, "commit", "-q", "--allow-empty", "-m", "Mine");
    const mine = await git(clone, "rev-parse", "HEAD");
    expect(await undo()).toEqual([]);
    expect(await git(clone, "rev-parse", "HEAD")).toBe(mine);
  });

  it("stay when a person made them, or moved them before it did", async () => {
    const { clone, undo } = await house();
    await git(clone, "branch", "mine");
    await git(clone, "commit", "-q", "--allow-empty", "-m", "Mine");
    await asAgent(clone, "commit", "-q", "--allow-empty", "-m", "Its");
    expect(await undo()).toEqual([]);
    expect(await git(clone, "branch", "--list", "mine")).toContain("mine");
  });
});
