import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { driverFor } from "../../../src/agents/driver-for.ts";
import { DEFAULT_DRIVER_OPTIONS } from "../../../src/agents/driver-options.ts";
import type { Sandbox } from "../../../src/agents/sandbox.ts";
import type { AgentConfig } from "../../../src/core/config.ts";
import { describeDriver, type Implementation } from "../../agents/conformance.ts";
import type { Stage } from "../../agents/request.ts";
import { promptOf, type Step } from "../../agents/support/steps.ts";
import { writeFiles } from "../../support/repository.ts";

const SUPPORT = fileURLToPath(new URL("../../agents/support", import.meta.url));
const CHECKOUT = dirname(dirname(dirname(SUPPORT)));

/** A driver of a program in `support/`, which reads the protocol's library from this checkout and needs no network. */
function driverOf(config: AgentConfig, at: Stage, sandbox: Sandbox) {
  return driverFor("any", { ...config, network: "off" }, at.root, { ...DEFAULT_DRIVER_OPTIONS, sandbox, readable: [CHECKOUT] });
}

function command(output: "text" | "claude-stream-json" | "codex-json", dialect: string): Implementation {
  const run = [process.execPath, `${SUPPORT}/command-agent.ts`, dialect];
  return {
    title: output,
    asks: dialect === "claude",
    exitZero: "completed",
    make: async (at, sandbox, steps) => ({
      driver: driverOf({ driver: "command", run, env: [], output, askBeforeWrites: true }, at, sandbox),
      prompt: promptOf(steps),
    }),
    silent: async (at, sandbox) => driverOf({ driver: "command", run: [...run, "--silent"], env: [], output }, at, sandbox),
  };
}

const acp: Implementation = {
  title: "acp",
  asks: true,
  exitZero: "exited-nonzero",
  make: async (at, sandbox, steps) => ({
    driver: driverOf({ driver: "acp", run: [process.execPath, `${SUPPORT}/acp-agent.ts`], env: [] }, at, sandbox),
    prompt: promptOf(steps),
  }),
  silent: async (at, sandbox) =>
    driverOf({ driver: "acp", run: [process.execPath, `${SUPPORT}/acp-agent.ts`, "--silent"], env: [] }, at, sandbox),
};

const scripted: Implementation = {
  title: "scripted",
  asks: false,
  exitZero: "completed",
  make: async (at, sandbox, steps) => {
    await writeFiles(at.root, { "script.json": JSON.stringify({ tasks: { "T-1": { steps: steps.flatMap(scriptSteps) } } }) });
    return { driver: driverOf({ driver: "scripted", script: "script.json" }, at, sandbox), prompt: "" };
  },
  silent: async (at, sandbox) => {
    await writeFiles(at.root, { "silent.json": JSON.stringify({ tasks: { "T-1": { steps: [{ hang: true }] } } }) });
    return driverOf({ driver: "scripted", script: "silent.json" }, at, sandbox);
  },
};

/** The scripted agent has words of its own for some of it. */
function scriptSteps(step: Step): readonly object[] {
  if ("kill" in step) return [{ crash: true }];
  if ("garbage" in step) return step.garbage.map((line) => ({ run: ["printf", "%s", line.replaceAll("\u0000", "")] }));
  return [step];
}

for (const one of [scripted, command("text", "text"), command("claude-stream-json", "claude"), command("codex-json", "codex"), acp])
  describeDriver(one);
