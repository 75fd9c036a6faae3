import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** The tree that is judged: a check is run in its root. */
export const TREE = process.cwd();

const START_MS_MAX = 30_000;

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a file of the tree with Node and waits for its end; `env` comes on top of this process's own environment. */
export async function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const child = startNode(args, env);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const [code] = await once(child, "close");
  return { code: typeof code === "number" ? code : null, output };
}

export interface Server {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a server of the tree that says where it listens.
 * @throws Error with what it said when it ends, or says nothing in time.
 */
export async function startServer(file: string, env: Readonly<Record<string, string>>): Promise<Server> {
  const child = startNode([file], env);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  try {
    return { origin: await addressOf(child, file), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startNode(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const [file = "", ...rest] = args;
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(TREE, file), ...rest], {
    cwd: TREE,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function addressOf(child: ChildProcess, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const fail = (what: string) => reject(new Error(`expected ${file} to say where it listens, ${what}: ${said}`));
    const timer = setTimeout(() => fail(`it did not within ${START_MS_MAX} ms`), START_MS_MAX);
    const listen = (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const origin = /listening on (http:\/\/\S+?)\/?\s/.exec(said)?.[1];
      if (origin === undefined) return;
      clearTimeout(timer);
      resolve(origin);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`it ended with ${code}`);
    });
  });
}
