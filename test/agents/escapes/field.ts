import { execFile, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { openSite } from "../../../src/coordinator/site.ts";
import type { StoredEvent } from "../../../src/core/event.ts";
import { compareAndSwapRef } from "../../../src/git/refs.ts";
import { fetchCache, openCache } from "../../../src/workspaces/cache.ts";
import { onMain, readStore, stateRoot } from "../../support/history.ts";
import { git, writeFiles } from "../../support/repository.ts";
import { makeWorkplace, type Said, signalbox, type Workplace, writeScript } from "../../support/run.ts";
import { until } from "../../support/until.ts";
import { workTreeWith } from "../../support/workspaces.ts";
import { setEnvironment } from "../environment.ts";
import type { Escape } from "./escapes.ts";

/** One run of the coordinator in which one agent after the other tries its escapes, while another works beside them. */
export interface Field {
  readonly said: Said;
  /** Everything the history tells of a session. */
  told(session: number): readonly StoredEvent[];
  /** Is the effect of this escape there now? */
  isThere(one: Escape): Promise<boolean>;
  readonly status: () => Promise<string>;
  readonly report: () => Promise<string>;
}

const NEIGHBOUR = "NB-1";
const OLD_WORK = "refs/signalbox/salvage/Session-20260105-OLD-1-1f2e3d4c/1";
const RUN_MS_MAX = 600_000;
const taskOf = (session: number): string => `ESC-${session + 1}`;

/**
 * Plays what each session tries, with `confinement`. The programs know: `CLONE` your checkout, `REMOTE`, `STATE` the coordinator's state
 * directory, `USER_HOME`, `OUTSIDE` somewhere else, `LOOT` a file outside for what was read, `COORDINATOR` and `BYSTANDER` processes, `HOST` another host.
 */
export async function play(sessions: readonly (readonly Escape[])[], confinement: "required" | "off"): Promise<Field> {
  // Not below the temporary directory: that is hidden anyway, and nothing there would be refused for its own sake.
  const base = await mkdtemp(join(await realpath("node_modules"), ".signalbox-test-"));
  onTestFinished(() => rm(base, { recursive: true, force: true, maxRetries: 5 }));
  const processes = ["coordinator", "bystander"].map(() =>
    spawn("sleep", ["900"], { stdio: "ignore", env: { ...process.env, COORDINATOR_SECRET: "in the environment" } }),
  );
  onTestFinished(() => {
    for (const child of processes) child.kill("SIGKILL");
  });
  const ids = sessions.map((_, index) => taskOf(index));
  const tmp = process.env["TMPDIR"] ?? "";
  setEnvironment("TMPDIR", base);
  const place = await makeWorkplace({
    tasks: {
      [NEIGHBOUR]: { writes: ["src/neighbour.txt"], steps: [] },
      ...Object.fromEntries(ids.map((id) => [id, { writes: [`src/${id}.txt`], steps: [] }])),
    },
    files: Object.fromEntries(
      ["index", "yours", "folder/inside"].map((name) => [`src/${name}.txt`, `${name}\n`]).concat([[".gitignore", ".env\n"]]),
    ),
    config: {
      confinement,
      landing: { witnesses: 0 },
      agents: { scripted: { driver: "scripted", script: join(base, "script.json"), network: "off" } },
    },
  });
  setEnvironment("TMPDIR", tmp || "/tmp");
  const userHome = join(base, "user");
  const outside = join(base, "outside");
  await writeFiles(base, {
    "user/.ssh/id_ed25519": "your private key",
    "user/.gitconfig": "[user]\n\tname = You\n\temail = you@example.test\n",
    "outside/kept": "kept content",
    "outside/repository/refs/heads/kept.lock": "",
    "outside/repository/HEAD": "ref: refs/heads/kept\n",
    "loot/.keep": "",
  });
  setEnvironment("HOME", userHome);
  await git(place.clone, "branch", "kept-branch");
  await writeFiles(place.clone, { "src/yours.txt": "your own edit\n" });
  await keepOldWork(place);
  const variables = {
    ...{ CLONE: place.clone, REMOTE: place.remote, USER_HOME: userHome, OUTSIDE: outside, LOOT: join(base, "loot") },
    COORDINATOR: String(processes[0]?.pid),
    BYSTANDER: String(processes[1]?.pid),
    HOST: await openHost(join(base, "loot", "reached")),
  };
  const state = `STATE=$(echo '${place.state}'/signalbox/*)`;
  const program = ({ program: text }: Escape) =>
    [...Object.entries(variables).map(([name, value]) => `${name}='${value}'`), state, text, "exit 0"].join("\n");
  await writeScript(
    { root: base },
    {
      [NEIGHBOUR]: [
        { write: "src/neighbour.txt", content: "neighbour\n" },
        { run: ["sh", "-c", "while ! test -e over; do sleep 0.2; done; rm over"] },
      ],
      ...Object.fromEntries(
        sessions.map((tried, session) => [
          taskOf(session),
          [
            { write: `src/${taskOf(session)}.txt`, content: `${taskOf(session)}\n` },
            ...tried.map((one) => ({ run: ["sh", "-c", program(one)] })),
          ],
        ]),
      ),
    },
  );
  const running = signalbox(place, "run", "--agents", "2", "--primary", NEIGHBOUR);
  await Promise.race([running, endNeighbour(place, ids)]);
  const said = await running;
  const { events } = await readStore(place);
  return {
    said,
    told: (session) => events.filter(({ task, body }) => task === taskOf(session) || body.kind === "main-moved"),
    isThere: async ({ effect }) => {
      const env = { ...process.env, ...variables, STATE: await stateRoot(place) };
      return promisify(execFile)("sh", ["-c", effect], { env }).then(
        () => true,
        () => false,
      );
    },
    status: async () => (await signalbox(place, "status")).printed,
    report: async () => (await signalbox(place, "report")).printed,
  };
}

/** A host on the network that leaves a file when anybody reaches it. @returns its address. */
async function openHost(reached: string): Promise<string> {
  const server = createServer((_, response) => {
    writeFileSync(reached, "");
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Work of an old session in the coordinator's cache, as a run before this one may have left it. */
async function keepOldWork(place: Workplace): Promise<void> {
  const { state, remote, config } = await openSite(place.clone);
  const cache = await openCache(state, remote, config.main);
  const { main } = await fetchCache(cache, remote, config.main);
  await compareAndSwapRef(cache, OLD_WORK, null, main ?? "");
}

/** The neighbour works as long as one of the others does. */
async function endNeighbour(place: Workplace, ids: readonly string[]): Promise<void> {
  const neighbour = await workTreeWith(place, "src/neighbour.txt");
  const isOver = async () => (await Promise.all(ids.map((id) => onMain(place, `src/${id}.txt`)))).every((content) => content !== undefined);
  await until(isOver, { timeoutMs: RUN_MS_MAX, what: "the end of all others" });
  await writeFiles(neighbour, { over: "" });
}
