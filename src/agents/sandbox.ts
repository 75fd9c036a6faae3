import { marked } from "./process-mark.ts";
import { RUN_TOKEN_NAME } from "./process-tree.ts";

/** A box a program runs in. Asked, never guessed: `confined` is true only after a real program was really held in it. */
export interface Sandbox {
  readonly confined: boolean;
  /** Why it is so, for people: the version that was probed, or what is missing. */
  readonly because: string;
  /** The program as it must be started to run inside. */
  wrap(program: ProgramToConfine): Promise<WrappedProgram>;
}

export interface ProgramToConfine {
  /** The first element is an absolute path. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly home: string;
  readonly temp: string;
  /** Absolute paths, besides `cwd`, `home` and `temp`, that may be written. */
  readonly writable: readonly string[];
  /** Absolute paths that may be read although they lie below a hidden one. */
  readonly readable: readonly string[];
  /** Absolute paths that must not be seen, besides those hidden from everyone. */
  readonly hidden: readonly string[];
  /** True: no network inside, where the box can keep it out. Default false. */
  readonly offline?: boolean;
  /** No network inside but this way out, where the box can keep it out. Default: none, the network is the machine's own. */
  readonly gateway?: BoxGateway;
  /** The whole environment; nothing is added but HOME, TMPDIR and marks of the box. */
  readonly env: Readonly<Record<string, string>>;
}

/** A Unix socket of ours, and the port of the box's own loopback interface that leads to it. */
export interface BoxGateway {
  readonly socket: string;
  readonly port: number;
}

export interface WrappedProgram {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** No box: the program runs with all the rights of its user, marked so that its processes are found again. What it does is detected at best, and said to be so. */
export function noSandbox(because: string): Sandbox {
  return {
    confined: false,
    because,
    async wrap({ argv, env, cwd, home, temp }) {
      const token = env[RUN_TOKEN_NAME];
      return { argv: token === undefined ? argv : await marked(argv, token), env: { ...env, HOME: home, TMPDIR: temp }, cwd };
    },
  };
}
