import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentRequest, NetworkAccess } from "../../core/agent.ts";
import type { AgentConfig, ModelEndpoint } from "../../core/config.ts";
import { SignalboxError } from "../../core/errors.ts";
import type { BoxGateway } from "../sandbox.ts";
import type { ModelKey } from "./forward.ts";
import { openGateway, type Route } from "./gateway.ts";
import { meteredEvents } from "./metered-events.ts";
import { DIALECTS, modelVariables } from "./model-variables.ts";
import { overloadEvents } from "./overload-events.ts";

/** What an agent may reach, as its configuration says. */
export interface NetworkPlan {
  readonly access: NetworkAccess;
  readonly model: ModelEndpoint | null;
}

export const OPEN_NETWORK: NetworkPlan = { access: "open", model: null };

export function networkPlan({ network, model = undefined }: AgentConfig): NetworkPlan {
  return { access: network ?? (model === undefined ? "open" : "model"), model: model ?? null };
}

/** The network as one run of an agent's program has it. */
export interface AgentNetwork {
  /** The request with our tools' address as it is inside, and with what the model's answers cost among the events. */
  readonly request: AgentRequest;
  /** Variables for the program. */
  readonly settings: Readonly<Record<string, string>>;
  /** Names of variables that are not passed through: the key's. */
  readonly withheld: readonly string[];
  /** Values that must not appear in events or transcript. */
  readonly secrets: readonly string[];
  /** The only way out of the box; undefined where the network is the machine's own. */
  readonly gateway?: BoxGateway;
  /** In a box that needs no way out. */
  readonly offline: boolean;
  close(): Promise<void>;
}

export interface NetworkOptions {
  readonly confined: boolean;
  /** True: the agent says itself what it used; what was metered is told only if it did not. */
  readonly reportsUsage: boolean;
  /** Wall time. */
  readonly nowMs: () => number;
}

/** On the box's own loopback interface, which nobody else uses. */
const INSIDE_PORT = 47_821;
const INSIDE = `127.0.0.1:${INSIDE_PORT}`;
/** What a refused request is told as, at most so many a run. */
const REFUSALS_MAX = 20;
/** The longest name of a Unix socket is 107 bytes. */
const SOCKET_DIRECTORY_CHARACTERS_MAX = 60;

/**
 * Opens what an agent reaches. In a box without the network, a gateway leads to its model and to our tools, by a socket
 * bound into the box; otherwise, where a model is configured, it listens on loopback for whoever has the session's key.
 * Either way the real key stays with us, and what the model's answers cost is read as they pass.
 * @throws SignalboxError `bad-config` when the variable that should hold the key is not set.
 */
export async function openNetwork(plan: NetworkPlan, request: AgentRequest, options: NetworkOptions): Promise<AgentNetwork> {
  const { access, model } = plan;
  const { confined } = options;
  const isHeld = confined && access !== "open";
  const routes: Route[] = [];
  const { onEvent: onMeteredEvent, onUsage } = meteredEvents(request, options.reportsUsage);
  const { onEvent, onStatus } = overloadEvents(onMeteredEvent, options.nowMs);
  const tools = isHeld ? request.toolServer : undefined;
  const reached = access === "off" ? null : model;
  const key = reached === null ? null : keyOf(reached);
  if (tools !== undefined) routes.push({ ...place(tools.url), key: null });
  if (reached !== null) routes.push({ ...place(reached.baseUrl), key, onUsage, onStatus });
  const secrets = key === null ? [] : [key.value];
  const withheld = model?.keyEnv === undefined ? [] : [model.keyEnv];
  if (routes.length === 0) return { request, settings: {}, withheld, secrets, offline: isHeld, close: async () => undefined };

  const token = `signalbox-${randomBytes(16).toString("hex")}`;
  const directory = isHeld ? await socketDirectory() : null;
  const socket = directory === null ? null : join(directory, "gateway");
  const gateway = await openGateway({
    routes,
    socket,
    insideHost: isHeld ? INSIDE : null,
    token: isHeld ? null : token,
    onRefused: firstOf(REFUSALS_MAX, (what) => onEvent({ kind: "refused", what })),
  });
  const host = socket === null ? `127.0.0.1:${gateway.port}` : INSIDE;
  const inside = (url: string) => `http://${host}${place(url).path.replace(/^\/$/, "")}`;
  return {
    request: { ...request, onEvent, ...(tools === undefined ? {} : { toolServer: { ...tools, url: inside(tools.url) } }) },
    settings: {
      ...(isHeld ? proxyVariables() : {}),
      ...(reached === null ? {} : modelVariables(reached, inside(reached.baseUrl), token)),
    },
    withheld,
    secrets: [...secrets, token],
    ...(socket === null ? {} : { gateway: { socket, port: INSIDE_PORT } }),
    offline: isHeld,
    async close() {
      await gateway.close();
      if (directory !== null) await rm(directory, { recursive: true, force: true });
    },
  };
}

function keyOf({ keyEnv, dialect }: ModelEndpoint): ModelKey | null {
  if (keyEnv === undefined) return null;
  const value = process.env[keyEnv];
  if (value !== undefined && value !== "") return { value, header: DIALECTS[dialect].header };
  throw new SignalboxError("bad-config", `expected the model's key in the variable ${keyEnv}, got nothing`, {
    hint: `set ${keyEnv} where signalbox runs, or take keyEnv out of the agent's model`,
  });
}

function place(url: string): Pick<Route, "origin" | "path"> {
  const { origin, pathname } = new URL(url);
  return { origin, path: pathname.length > 1 ? pathname.replace(/\/+$/, "") : "/" };
}

/** So that what programs inside try to reach is refused by us, and told, instead of failing unseen. */
function proxyVariables(): Readonly<Record<string, string>> {
  const proxy = Object.fromEntries(["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"].map((name) => [name, `http://${INSIDE}`]));
  return { ...proxy, NO_PROXY: "127.0.0.1,localhost", no_proxy: "127.0.0.1,localhost" };
}

async function socketDirectory(): Promise<string> {
  const place = tmpdir().length <= SOCKET_DIRECTORY_CHARACTERS_MAX ? tmpdir() : "/tmp";
  return mkdtemp(join(place, "signalbox-gateway-"));
}

/** Each thing once, and no more than so many. */
function firstOf(max: number, tell: (what: string) => void): (what: string) => void {
  const told = new Set<string>();
  return (what) => {
    if (told.has(what) || told.size >= max) return;
    told.add(what);
    tell(what);
  };
}
