import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CallToolResult, Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, onTestFinished } from "vitest";
import { FORMS, type ToolName } from "../../../src/server/mcp/tool-forms.ts";
import { temporaryDirectory } from "../../support/repository.ts";
import { makeWorkplace, runAll, type Workplace, type WorkplaceOptions } from "../../support/run.ts";
import { until } from "../../support/until.ts";

/** What the agents of `heldAgents` are given of our tools. */
export interface Given {
  readonly url: string;
  readonly token: string;
  readonly session: string;
  /** Where it works. */
  readonly cwd: string;
}

export interface HeldAgents {
  readonly place: Workplace;
  /** The run under way. */
  readonly running: ReturnType<typeof runAll>;
  /** Once the task's agent has started: what it was given. The test speaks in its place. */
  readonly given: (task: string) => Promise<Given>;
  /** Lets the task's agent end its turn. */
  readonly letGo: (task: string) => Promise<void>;
}

/** An agent that says what it was given, prints its token, and works until it may end. */
const AGENT = `import { existsSync, renameSync, writeFileSync } from "node:fs";
const [out] = process.argv.slice(2);
const { SIGNALBOX_TASK: task, SIGNALBOX_SESSION: session, SIGNALBOX_MCP_URL: url, SIGNALBOX_MCP_TOKEN: token } = process.env;
console.log("my token is " + token);
writeFileSync(out + "/" + task + ".tmp", JSON.stringify({ url, token, session, cwd: process.cwd() }));
renameSync(out + "/" + task + ".tmp", out + "/" + task + ".json");
while (!existsSync(out + "/" + task + ".go")) await new Promise((resolve) => setTimeout(resolve, 50));
writeFileSync("src/" + task + ".txt", "done\\n");
`;

/** A run whose agents wait until the test lets them go, and whose tools the test uses in their place. */
export async function heldAgents(options: WorkplaceOptions, ...argv: readonly string[]): Promise<HeldAgents> {
  const out = await temporaryDirectory();
  await writeFile(join(out, "agent.mjs"), AGENT);
  const held = { driver: "command", run: [process.execPath, join(out, "agent.mjs"), out] };
  const place = await makeWorkplace({ ...options, config: { confinement: "off", agents: { held }, ...options.config } });
  const letGo = (task: string) => writeFile(join(out, `${task}.go`), "");
  const running = runAll(place, ...argv);
  // A test that fails leaves agents waiting.
  running.catch(() => undefined);
  onTestFinished(async () => {
    await Promise.all(place.tasks.map(letGo));
    await running.catch(() => undefined);
  });
  const given = async (task: string): Promise<Given> => {
    const file = join(out, `${task}.json`);
    await until(() => existsSync(file), { what: `the agent of ${task}`, timeoutMs: 60_000 });
    return JSON.parse(await readFile(file, "utf8"));
  };
  return { place, running, letGo, given };
}

export async function connect({ url, token }: Pick<Given, "url" | "token">, mode: "auto" | "legacy" = "auto"): Promise<Client> {
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }));
  onTestFinished(() => client.close());
  return client;
}

const SIGNALBOX = fileURLToPath(new URL("../../../bin/signalbox.js", import.meta.url));

export interface Piped {
  readonly mode?: "auto" | "legacy";
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** `signalbox mcp` as a process of its own, in the owner's clone, and a client that speaks to it. */
export async function pipe(
  { clone, state }: Pick<Workplace, "clone" | "state">,
  { mode = "auto", args = [], env = {} }: Piped = {},
): Promise<Client> {
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  const inherited = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [SIGNALBOX, "mcp", ...args],
      cwd: clone,
      env: { ...inherited, XDG_STATE_HOME: state, ...env },
    }),
  );
  onTestFinished(() => client.close());
  return client;
}

/** An answer that was no refusal: its data has the tool's form, and its text is the same. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into objects whose form has just been proven.
export async function ask(client: Client, name: ToolName, args: Readonly<Record<string, unknown>> = {}): Promise<any> {
  const result = await client.callTool({ name, arguments: { ...args } });
  expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
  const [content] = result.content;
  expect(JSON.parse(content?.type === "text" ? content.text : "")).toEqual(result.structuredContent);
  return FORMS[name].output.strict().parse(result.structuredContent);
}

/** What a refused or failed call says: one text that is `{refused: …}` or `{error: …}`, and no data. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export async function askInVain(client: Client, name: ToolName, args: Readonly<Record<string, unknown>> = {}): Promise<any> {
  const result = await client.callTool({ name, arguments: { ...args } });
  expect(result.isError, JSON.stringify(result.content)).toBe(true);
  expect(result.structuredContent).toBeUndefined();
  expect(result.content).toHaveLength(1);
  return JSON.parse(textOf(result));
}

export function textOf(result: CallToolResult): string {
  const [content] = result.content;
  return content?.type === "text" ? content.text : "";
}
