import { driverFor } from "../../src/agents/driver-for.ts";
import { findSandbox } from "../../src/agents/find-sandbox.ts";

/** A coordinator to be killed: `node coordinator.ts POLICY ROOT SESSION`. Says what its agent says. */
const [policy, root = "", session = ""] = process.argv.slice(2);
const sandbox = await findSandbox(policy === "off" ? "off" : "auto");
const workspace = `${root}/state/workspaces/${session}`;
const driver = driverFor("demo", { driver: "scripted", script: "script.json" }, root, { sandbox });
await driver.start({
  session,
  task: "T-1",
  prompt: "",
  workspace: `${workspace}/tree`,
  home: `${workspace}/home`,
  temp: `${workspace}/tmp`,
  agentSession: null,
  attempt: 1,
  limits: { timeoutMs: 60_000, outputBytesMax: 1_000_000, outputBytesEnd: 1_000_000 },
  onEvent: (event) => console.log(JSON.stringify(event)),
  onPart: async () => "",
  mayWrite: async () => ({ granted: true }),
});
