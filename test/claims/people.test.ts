import { rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acquireLease } from "../../src/claims/acquire.ts";
import { loadCredential, removeCredential, saveCredential } from "../../src/claims/credentials.ts";
import { describeRefusal } from "../../src/claims/describe-refusal.ts";
import { claimRef, hostRef } from "../../src/claims/refs.ts";
import { renewLease } from "../../src/claims/renew.ts";
import { makeRemoteAndClone, temporaryDirectory } from "../support/repository.ts";
import { observer, refusedWith, wantedClaim, won } from "./support/observer.ts";

describe("what a person sees of claims", () => {
  it("a refusal says who, until when and what next, in one line that foreign text cannot forge", async () => {
    const { remote } = await makeRemoteAndClone({});
    const [ann, bob] = [await observer(remote), await observer(remote)];
    won(await acquireLease(ann, wantedClaim("QA-033", "ann", { holder: "ann\n\u001b[2Jroot@host", session: null })));
    const text = describeRefusal(refusedWith(await acquireLease(bob, wantedClaim("QA-033", "bob"))));
    expect(text).toMatch(/^refused: ann \[2Jroot@host holds it, at least 67 s more as seen from here; next: take another task/);
  });

  it.each([
    [0, "may be asked for now"],
    [90_000, "at least 90 s more"],
    [8.9 * 3_600_000, "at least 8 h 54 min more"],
  ])("a wait of %d ms reads as: %s", (untilMs, words) => {
    expect(describeRefusal({ code: "held", holder: "ann", untilMs, next: "wait" })).toContain(words);
  });

  it("a credential keeps a claim for later commands, readable by its owner only", async () => {
    const { remote } = await makeRemoteAndClone({});
    const ann = await observer(remote);
    const directory = join(await temporaryDirectory(), "credentials");
    const lease = won(await acquireLease(ann, wantedClaim("QA-033", "ann")));
    await saveCredential(directory, lease);
    expect((await stat(join(directory, "qa-033.json"))).mode & 0o777).toBe(0o600);
    const loaded = await loadCredential(directory, "QA-033");
    expect(loaded).toEqual(lease);
    if (loaded !== undefined) await saveCredential(directory, won(await renewLease(ann, loaded)));
    await removeCredential(directory, "QA-033");
    expect(await loadCredential(directory, "QA-033")).toBeUndefined();
    await writeFile(join(directory, "qa-033.json"), "{}");
    await expect(loadCredential(directory, "QA-033")).rejects.toMatchObject({ code: "bad-input" });
  });

  it.each(["../x", "a b", "x.lock", "-x", "", "a/b", "$(id)", "x\n"])("no ref or file is ever named %j", async (name) => {
    expect(() => claimRef(name)).toThrow(/expected a task id/);
    expect(() => hostRef(name)).toThrow(/expected a host id/);
    await expect(loadCredential("unused", name)).rejects.toMatchObject({ code: "bad-input" });
  });

  it("a remote that cannot be reached, or forbids coordination refs, is a fault with a hint", async () => {
    const { remote, root } = await makeRemoteAndClone({});
    const ann = await observer(remote);
    await writeFile(join(remote, "hooks/pre-receive"), "#!/bin/sh\necho not here >&2\nexit 1\n", { mode: 0o755 });
    const forbidden = acquireLease(ann, wantedClaim("QA-033", "ann"));
    await expect(forbidden).rejects.toMatchObject({ code: "remote-failed", hint: expect.stringContaining("refs/signalbox") });
    expect(await ann.journal.open()).toEqual([]);
    await rename(remote, join(root, "moved.git"));
    await expect(acquireLease(ann, wantedClaim("QA-033", "ann"))).rejects.toMatchObject({ code: "remote-failed" });
  });
});
