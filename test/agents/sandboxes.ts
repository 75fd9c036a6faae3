import { findSandbox } from "../../src/agents/find-sandbox.ts";
import { noSandbox, type Sandbox } from "../../src/agents/sandbox.ts";

export const found: Sandbox = await findSandbox("auto");
export const unconfined: Sandbox = noSandbox("the test wants none");

/** Every sandbox that works here; a missing one is said, not passed over. */
export const SANDBOXES: readonly { readonly title: string; readonly sandbox: Sandbox }[] = [
  { title: "unconfined", sandbox: unconfined },
  ...(found.confined ? [{ title: "confined", sandbox: found }] : []),
];

if (!found.confined) console.warn(`SKIPPED: tests of confined agents, because ${found.because}`);
