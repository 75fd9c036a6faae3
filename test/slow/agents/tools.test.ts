import { describe, expect, it, onTestFinished } from "vitest";
import { findSandbox } from "../../../src/agents/find-sandbox.ts";
import { startModelServer } from "../../../src/simulation/model-server/model-server.ts";
import { scriptMark } from "../../../src/simulation/model-server/script.ts";
import type { OfflineAgent } from "../../../src/simulation/real-agents/recipes.ts";
import { setEnvironment } from "../../agents/environment.ts";
import { pathWithAgents } from "../../agents/real/programs.ts";
import { bodies, onMain, readStore } from "../../support/history.ts";
import { makeWorkplace, runAll } from "../../support/run.ts";
import { type Worker, workersHere } from "./at-work.ts";

/** qwen keeps tools back until they are searched for, and takes a call of one it has not shown. */
const call = (program: string, name: string, input: Readonly<Record<string, unknown>> = {}) =>
  program === "qwen" ? { do: { tool: `mcp__signalbox__${name}`, input } } : { do: { mcp: name, input } };

const scriptFor = (program: string) => [
  call(program, "next_task"),
  call(program, "extend_lease", { paths: ["docs/one.md"] }),
  call(program, "report_progress", { message: "half of it", percent: 50 }),
  { do: { write: "src/QA-001.txt", content: "done\n" } },
  call(program, "submit", { part: true, subject: "All of it" }),
  { say: "The task is done." },
];

/** By its own protocol a program takes a server from its driver; codex alone takes one from its arguments. */
const CODEX_WITH_TOOLS =
  'exec "$0" "$@" -c "mcp_servers.signalbox.url=\\"$SIGNALBOX_MCP_URL\\"" -c mcp_servers.signalbox.bearer_token_env_var=SIGNALBOX_MCP_TOKEN';

function withTools({ config, env }: OfflineAgent): OfflineAgent {
  return config.driver === "acp"
    ? { config, env }
    : { config: { ...config, run: ["/bin/sh", "-c", CODEX_WITH_TOOLS, ...config.run] }, env };
}

const workers = (await workersHere()).filter(([, { isAcp, program }]) => isAcp || program === "codex");

const { confined } = await findSandbox("auto");

/** The same where the box lets it reach nothing but its model and our tools. */
function boxed(worker: Worker, modelUrl: string): OfflineAgent {
  const { config, env } = worker.offline("{modelUrl}");
  const model = { baseUrl: modelUrl, keyEnv: "OWNERS_KEY", dialect: "openai", env } as const;
  return { config: { ...config, env: [], model }, env: { OWNERS_KEY: "the-real-key-of-the-owner" } };
}

describe.each(workers)("%s with our tools", (_, worker) => {
  it.each(confined ? ["open", "without the network"] : ["open"])(
    "asks for its task and a path, tells how far it is, and lands a part (%s)",
    async (network) => {
      const model = await startModelServer();
      onTestFinished(() => model.close());
      const { config, env } = withTools(network === "open" ? worker.offline(model.url) : boxed(worker, model.url));
      setEnvironment("PATH", pathWithAgents());
      for (const [name, value] of Object.entries(env)) setEnvironment(name, value);
      const prompt = `# QA-001: Title of QA-001\n\nDo the work.\n\n${scriptMark(scriptFor(worker.program))}\n\n## Files You Own (EXCLUSIVE)\n\n- \`src/QA-001.txt\`\n`;
      const place = await makeWorkplace({
        tasks: { "QA-001": { steps: [], writes: ["src/QA-001.txt"], acceptance: ["test", "-f", "src/QA-001.txt"] } },
        files: { "docs/prompts/QA-001.md": prompt },
        config: { agents: { real: config } },
      });
      const { exitCode, noted } = await runAll(place);
      const history = await readStore(place);
      expect(bodies(history, "progress"), noted).toEqual([{ kind: "progress", message: "half of it", percent: 50 }]);
      expect(bodies(history, "lease-extended")).toContainEqual(expect.objectContaining({ paths: ["docs/one.md"], granted: true }));
      expect(bodies(history, "change-landed").map(({ changeKind }) => changeKind)).toContain("part");
      expect(await onMain(place, "src/QA-001.txt")).toBe("done\n");
      expect(exitCode).toBe(0);
    },
  );
});
