import { createRequire } from "node:module";
import { McpServer } from "@modelcontextprotocol/server";
import type { CallTool } from "./answer-call.ts";
import { FORMS, type ToolName } from "./tool-forms.ts";
import { INSTRUCTIONS, TOOLS } from "./tool-table.ts";

const VERSION: string = createRequire(import.meta.url)("../../../package.json").version;

/**
 * An MCP server with our tools, for one request or one connection (Model Context Protocol 2026-07-28; clients of 2025 as
 * well). It keeps no state: the desk behind `call` does.
 */
export function makeToolServer(call: CallTool): McpServer {
  const server = new McpServer({ name: "signalbox", title: "Signalbox", version: VERSION }, { instructions: INSTRUCTIONS });
  for (const name of Object.keys(TOOLS) as ToolName[]) {
    const { input: inputSchema, output: outputSchema } = FORMS[name];
    server.registerTool(name, { ...TOOLS[name], inputSchema, outputSchema }, (asked: unknown) => call(name, asked));
  }
  return server;
}
