import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Sandbox } from "./sandbox.ts";
import { isBelow, type Place, sandboxView } from "./sandbox-view.ts";

const SCRATCH_BYTES_MAX = 512 * 1024 * 1024;

/**
 * A sandbox made by bubblewrap: user, mount, PID, IPC, UTS and cgroup namespaces of its own and no capabilities.
 * Processes inside end with the first of them, with bubblewrap itself and with the coordinator, daemons included.
 * The network is the machine's own unless the program is to be offline: agents must reach their models.
 * @param bwrap absolute path of the program.
 */
export function bubblewrapSandbox(bwrap: string): Sandbox {
  return {
    confined: true,
    because: `bubblewrap (${bwrap}) holds a program`,
    async wrap(program) {
      const { places, pathVariable } = await sandboxView(program);
      const [cwd, home, temp] = await Promise.all([program.cwd, program.home, program.temp].map((path) => realpath(path)));
      const [name = "", ...args] = program.argv;
      const namespaces = program.offline === true ? [...NAMESPACES, "--unshare-net"] : NAMESPACES;
      return {
        argv: [bwrap, ...namespaces, ...mounts(places), "--chdir", cwd ?? "/", "--", await visibleProgram(name, places), ...args],
        // Given as bubblewrap's own environment, not as `--setenv`: arguments are visible to every user of the machine.
        env: { ...program.env, PATH: pathVariable, HOME: home ?? "/", TMPDIR: temp ?? "/tmp", IS_SANDBOX: "1" },
        cwd: "/",
      };
    },
  };
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
