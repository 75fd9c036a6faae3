import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { probeRemote } from "../../src/claims/probe-remote.ts";
import { git, makeRemoteAndClone } from "../support/repository.ts";
import { observer } from "./support/observer.ts";

describe("the probe of a remote", () => {
  it("finds nothing wrong with plain git, and leaves nothing behind", async () => {
    const { remote } = await makeRemoteAndClone({});
    expect(await probeRemote(await observer(remote))).toBeUndefined();
    expect(await git(remote, "for-each-ref", "refs/signalbox")).toBe("");
  });

  it("names what the remote forbids", async () => {
    const { remote } = await makeRemoteAndClone({});
    const ann = await observer(remote);
    const setHook = (condition: string) => writeFile(join(remote, "hooks/update"), `#!/bin/sh\n${condition}\n`, { mode: 0o755 });
    await setHook('case "$3" in *[!0]*) exit 0 ;; *) exit 1 ;; esac');
    expect(await probeRemote(ann)).toMatch(/let us delete a ref/);
    await setHook("exit 1");
    expect(await probeRemote(ann)).toMatch(/let us create a ref under refs\/signalbox/);
  });

  it("notices a remote that ignores leases or moves refs one by one", async () => {
    const { remote } = await makeRemoteAndClone({});
    const ann = await observer(remote);
    const forced = async (updates: readonly { readonly ref: string; readonly to: string }[]) => {
      await ann.git.run(["push", "--quiet", "--force", remote, ...updates.map(({ ref, to }) => `${to}:${ref}`)]);
      return { kind: "done" } as const;
    };
    expect(await probeRemote({ ...ann, remote: { ...ann.remote, push: forced } })).toMatch(/refuse a lease that does not match/);
    const oneByOne: typeof ann.remote.push = async (updates) => {
      const outcomes = [];
      for (const update of updates) outcomes.push(await ann.remote.push([update]));
      return outcomes.find(({ kind }) => kind !== "done") ?? { kind: "done" };
    };
    expect(await probeRemote({ ...ann, remote: { ...ann.remote, push: oneByOne } })).toMatch(/all refs of a push or none/);
  });
});
