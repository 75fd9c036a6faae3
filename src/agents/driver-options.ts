import type { Clock } from "../core/ports.ts";
import { systemClock } from "../system/clock.ts";
import { type NetworkPlan, OPEN_NETWORK } from "./proxy/agent-network.ts";
import { noSandbox, type Sandbox } from "./sandbox.ts";

/** What a driver needs to know of the house around its agents; the same for all sessions of a run. */
export interface DriverOptions {
  readonly sandbox: Sandbox;
  /** Absolute paths no agent may see: the state directory, files with credentials. */
  readonly hidden: readonly string[];
  /** Absolute paths agents may read although they lie below a hidden one: the cache's objects, linked dependencies. */
  readonly readable: readonly string[];
  readonly clock: Clock;
  /** What this agent may reach. */
  readonly network: NetworkPlan;
}

/** No sandbox, nothing hidden, the machine's clock. */
export const DEFAULT_DRIVER_OPTIONS: DriverOptions = {
  sandbox: noSandbox("none was asked for"),
  hidden: [],
  readable: [],
  clock: systemClock,
  network: OPEN_NETWORK,
};
