import { describe, expect, it } from "vitest";
import { listRemoteRefs } from "../../src/git/refs.ts";
import { advanceVerified, VERIFIED_REF } from "../../src/landing/verified-main.ts";
import { commitFiles, landingSite } from "./support/landing-site.ts";

describe("verified-main", () => {
  it("follows main forward, and never goes back or to another line", async () => {
    const { cache, remote, start } = await landingSite({ "a.txt": "a\n" });
    const at = async () => (await listRemoteRefs(cache, remote, [VERIFIED_REF])).get(VERIFIED_REF);
    const one = await commitFiles(cache, start, { "a.txt": "1\n" });
    const two = await commitFiles(cache, one, { "a.txt": "2\n" });
    const rewound = await commitFiles(cache, start, { "a.txt": "other\n" });
    expect(await advanceVerified(cache, remote, one)).toBe("moved");
    expect(await advanceVerified(cache, remote, two)).toBe("moved");
    expect(await advanceVerified(cache, remote, two)).toBe("unchanged");
    expect(await advanceVerified(cache, remote, one)).toBe("unchanged");
    expect(await advanceVerified(cache, remote, rewound)).toBe("apart");
    expect(await at()).toBe(two);
  });

  it("lets one of two that move it at once win, and the ref end ahead", async () => {
    const { cache, remote, start } = await landingSite({ "a.txt": "a\n" });
    const one = await commitFiles(cache, start, { "a.txt": "1\n" });
    const two = await commitFiles(cache, one, { "a.txt": "2\n" });
    await Promise.all([advanceVerified(cache, remote, one), advanceVerified(cache, remote, two)]);
    await advanceVerified(cache, remote, two);
    expect((await listRemoteRefs(cache, remote, [VERIFIED_REF])).get(VERIFIED_REF)).toBe(two);
  });
});
