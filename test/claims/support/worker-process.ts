import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { git } from "../../support/repository.ts";
import { until } from "../../support/until.ts";
import type { WorkerCommand } from "./claim-worker.ts";
import type { Operation } from "./history.ts";
import type { PlantedBug } from "./planted-bugs.ts";

const SCRIPT = join(import.meta.dirname, "claim-worker.ts");

/** A claiming process with a clone of its own. */
export class WorkerProcess {
  readonly name: string;
  readonly child: ChildProcess;
  /** Why its kept lease was lost, as it said so by itself. */
  readonly losses: string[] = [];
  #ready = false;
  #waiting: { readonly resolve: (operation: Operation) => void; readonly reject: (error: Error) => void }[] = [];

  constructor(name: string, child: ChildProcess) {
    this.name = name;
    this.child = child;
    if (child.stdout !== null) createInterface({ input: child.stdout }).on("line", (line) => this.#hear(JSON.parse(line)));
    child.once("exit", () => {
      for (const { reject } of this.#waiting) reject(new Error(`${name} ended before it answered`));
      this.#waiting = [];
    });
  }

  async ready(): Promise<this> {
    await until(() => this.#ready, { what: `${this.name} to start` });
    return this;
  }

  do(command: WorkerCommand): Promise<Operation> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.child.stdin?.write(`${JSON.stringify(command)}\n`);
    });
  }

  /** Ends this process alone, as the kernel would; what it started goes on. */
  kill(): Promise<void> {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return resolve();
      this.child.once("exit", () => resolve());
      this.child.kill("SIGKILL");
    });
  }

  #hear(message: Operation & { readonly ready?: boolean; readonly lost?: string }): void {
    if (message.ready === true) this.#ready = true;
    else if (message.lost !== undefined) this.losses.push(message.lost);
    else this.#waiting.shift()?.resolve(message);
  }
}

/** Starts a worker whose clone and state live in `directory`, which the caller removes; again in the same place resumes it. */
export async function startWorker(
  name: string,
  address: string,
  directory: string,
  options: { readonly bug?: PlantedBug; readonly again?: boolean } = {},
): Promise<WorkerProcess> {
  const clone = join(directory, name, "clone");
  if (options.again !== true) await git(directory, "clone", "-q", address, clone);
  const argv = [SCRIPT, name, clone, address, join(directory, name), options.bug ?? "none"];
  return new WorkerProcess(name, spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] }));
}
