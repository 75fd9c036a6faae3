import { resolve } from "node:path";
import type { AgentDriver } from "../core/agent.ts";
import type { AgentConfig } from "../core/config.ts";
import { acpDriver } from "./acp/acp-driver.ts";
import { commandDriver } from "./command-driver.ts";
import { DEFAULT_DRIVER_OPTIONS, type DriverOptions } from "./driver-options.ts";
import { networkPlan } from "./proxy/agent-network.ts";
import { scriptedDriver } from "./scripted-driver.ts";

/**
 * The driver an agent of the configuration asks for.
 * @param name the agent's name in the configuration.
 * @param root the directory a script's path is relative to: the owner's checkout.
 */
export function driverFor(name: string, config: AgentConfig, root: string, options: Partial<DriverOptions> = {}): AgentDriver {
  const network = networkPlan(config);
  const all = { ...DEFAULT_DRIVER_OPTIONS, ...options, network };
  const driver = driverOf(name, config, root, all);
  // Without a box nothing keeps a program off the network.
  return { ...driver, capabilities: { ...driver.capabilities, network: all.sandbox.confined ? network.access : "open" } };
}

function driverOf(name: string, config: AgentConfig, root: string, all: DriverOptions): AgentDriver {
  switch (config.driver) {
    case "acp":
      return acpDriver(name, config, all);
    case "command":
      return commandDriver(name, config, all);
    case "scripted":
      return scriptedDriver(name, resolve(root, config.script), all, config.env ?? []);
  }
}
