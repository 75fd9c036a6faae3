import { connect } from "node:net";

/**
 * What claude runs before each edit: `node pre-tool-use.ts SOCKET`, a program of its own, never imported, which uses
 * nothing but Node. The tool call comes as JSON on standard input. A refused write is denied with the reason, which the
 * model reads; everything else, and every fault, is left to claude: submission checks the real diff.
 */

const ANSWER_MS_MAX = 30_000;

/** The part of a hook's input that says what would be written. */
function pathIn(input: string): string | undefined {
  const { tool_input: given = {} } = JSON.parse(input) as { readonly tool_input?: Readonly<Record<string, unknown>> };
  const path = given["file_path"] ?? given["notebook_path"];
  return typeof path === "string" ? path : undefined;
}

function ask(socketPath: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write(`${JSON.stringify({ paths: [path] })}\n`));
    let text = "";
    socket.setEncoding("utf8");
    socket.setTimeout(ANSWER_MS_MAX, () => socket.destroy(new Error("no answer")));
    socket.on("data", (chunk: string) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

try {
  let input = "";
  for await (const chunk of process.stdin) input += chunk;
  const path = pathIn(input);
  const answer = path === undefined ? { granted: true } : JSON.parse(await ask(process.argv[2] ?? "", path));
  if (answer.granted === false) {
    const decision = { hookEventName: "PreToolUse", permissionDecision: "deny", permissionDecisionReason: answer.text };
    process.stdout.write(JSON.stringify({ hookSpecificOutput: decision }));
  }
} catch {
  // Exit 0 without a word: claude goes on as if there were no hook.
}
