import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ToolServer } from "../../core/agent.ts";

/** Where this package is, from the sources as from `dist`. */
const PACKAGE = fileURLToPath(new URL("../../..", import.meta.url));

/** What `signalbox mcp` is made of, so that it can be read in the box: itself, what it imports, and Node. */
export const BRIDGE_PATHS: readonly string[] = [
  process.execPath,
  ...["package.json", "bin", "dist", "src", "node_modules"].map((name) => join(PACKAGE, name)),
  ...sharedModules(),
];

/**
 * Our tools for an agent that takes no MCP server over HTTP: `signalbox mcp`, which speaks over a pipe and forwards to
 * `server`. Agents start such servers with little of their own environment, so address and token are named.
 */
export function stdioServer({ name, url, token }: ToolServer) {
  return {
    name,
    command: process.execPath,
    args: [join(PACKAGE, "bin", "signalbox.js"), "mcp"],
    env: [
      { name: "SIGNALBOX_MCP_URL", value: url },
      { name: "SIGNALBOX_MCP_TOKEN", value: token },
    ],
  };
}

/** Installed, a package finds what it imports beside itself as well. */
function sharedModules(): readonly string[] {
  const [path] = /^.*?\/node_modules(?=\/)/.exec(`${dirname(PACKAGE)}/`) ?? [];
  return path === undefined ? [] : [path];
}
