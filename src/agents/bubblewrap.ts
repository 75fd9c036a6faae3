import { realpath } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BoxGateway, Sandbox } from "./sandbox.ts";
import { isBelow, type Place, sandboxView } from "./sandbox-view.ts";

const SCRATCH_BYTES_MAX = 512 * 1024 * 1024;

/**
 * A sandbox made by bubblewrap: user, mount, PID, IPC, UTS and cgroup namespaces of its own and no capabilities.
 * Processes inside end with the first of them, with bubblewrap itself and with the coordinator, daemons included.
 * The network is the machine's own unless the program is to be offline, or is given a gateway as its only way out.
 * @param bwrap absolute path of the program.
 */
export function bubblewrapSandbox(bwrap: string): Sandbox {
  return {
    confined: true,
    because: `bubblewrap (${bwrap}) holds a program`,
    async wrap(program) {
      const { gateway } = program;
      const bridge = gateway === undefined ? [] : [process.execPath, BRIDGE, gateway.socket];
      const { places, pathVariable } = await sandboxView({ ...program, readable: [...program.readable, ...bridge] });
      const [cwd, home, temp] = await Promise.all([program.cwd, program.home, program.temp].map((path) => realpath(path)));
      const [name = "", ...args] = program.argv;
      const namespaces = program.offline === true || gateway !== undefined ? [...NAMESPACES, "--unshare-net"] : NAMESPACES;
      const start = gateway === undefined ? [] : await bridgeTo(gateway, places);
      return {
        argv: [bwrap, ...namespaces, ...mounts(places), "--chdir", cwd ?? "/", "--", ...start, await visibleProgram(name, places), ...args],
        // Given as bubblewrap's own environment, not as `--setenv`: arguments are visible to every user of the machine.
        env: { ...program.env, PATH: pathVariable, HOME: home ?? "/", TMPDIR: temp ?? "/tmp", IS_SANDBOX: "1" },
        cwd: "/",
      };
    },
  };
}

/** `bridge.ts` from the sources, `bridge.js` from `dist`: whichever this file is. */
const BRIDGE = fileURLToPath(new URL(`./proxy/bridge${extname(import.meta.filename)}`, import.meta.url));

/** The agent's program is then the bridge's: a box holds one first program. */
async function bridgeTo({ socket, port }: BoxGateway, places: readonly Place[]): Promise<readonly string[]> {
  const [node, bridge] = [await visibleProgram(process.execPath, places), await realpath(BRIDGE)];
  return [node, "--disable-warning=ExperimentalWarning", bridge, await realpath(socket), String(port)];
}

const NAMESPACES = [
  "--unshare-user-try",
  "--unshare-pid",
  "--unshare-ipc",
  "--unshare-uts",
  "--unshare-cgroup-try",
  "--die-with-parent",
  "--new-session",
  // Run by root, bubblewrap would otherwise hand on all of root's capabilities.
  ...["--cap-drop", "ALL"],
];

function mounts(places: readonly Place[]): readonly string[] {
  // Only after everything below is mounted: a mount point must be made first.
  const sealed = places.filter(({ access, isDirectory }) => access === "none" && isDirectory);
  return [
    ...["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"],
    ...places.flatMap(mount),
    ...sealed.flatMap(({ path }) => ["--remount-ro", path]),
  ];
}

function mount({ path, access, isDirectory }: Place): readonly string[] {
  if (access === "write") return ["--bind", path, path];
  if (access === "read") return ["--ro-bind", path, path];
  return isDirectory ? ["--size", String(SCRATCH_BYTES_MAX), "--tmpfs", path] : ["--ro-bind", "/dev/null", path];
}

/** The program's path inside. One found by a link through something hidden is started by its real path. */
async function visibleProgram(program: string, places: readonly Place[]): Promise<string> {
  const throughHidden = places.some(({ path, access }) => (access === "none" || access === "scratch") && isBelow(program, path));
  return throughHidden ? realpath(program) : join(await realpath(dirname(program)), basename(program));
}
